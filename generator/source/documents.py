"""Which files are documents."""

from __future__ import annotations

from typing import Final

SUFFIXES: Final = (".md", ".markdown")
"""How their names end, in any case."""
