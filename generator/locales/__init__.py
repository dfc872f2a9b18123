"""Translating: this room is still empty."""
