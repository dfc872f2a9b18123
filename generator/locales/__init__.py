"""Translating: a Catalogue in, the same type in another language out; PO files in between."""
