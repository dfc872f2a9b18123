"""Handing on what a catalogue says: one format a file."""
