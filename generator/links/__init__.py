"""Asking the web: this room is still empty."""
