"""Reading: Markdown with HTML tables in, Catalogue out.

What the room offers is loaded when somebody asks for it: settings need its YAML alone, and so does a build that rests.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_ELSEWHERE = {"Memory": "piecewise", "SourceError": "errors", "papers": "qualifications", "write_ids": "ids"}
"""The modules of what is not in ``reading``."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the form of PEP 562
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(import_module(f"{__name__}.{_ELSEWHERE.get(name, 'reading')}"), name)
    globals()[name] = found
    return found
