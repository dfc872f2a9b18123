"""Reading: Markdown with HTML tables in, Catalogue out."""

from generator.source.errors import SourceError
from generator.source.ids import write_ids
from generator.source.piecewise import Memory
from generator.source.qualifications import papers
from generator.source.reading import ReadSettings, find_sources, read_bytes, read_files, read_named, read_text

__all__ = [
    "Memory",
    "ReadSettings",
    "SourceError",
    "find_sources",
    "papers",
    "read_bytes",
    "read_files",
    "read_named",
    "read_text",
    "write_ids",
]
