"""The catalogue as files of the site, for programs: JSON with its schema, CSV, and a spreadsheet."""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from generator.site.exporting import export

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.catalogue import Catalogue

SCHEMA: Final = "catalogue.schema.json"
_FORMS: Final = {"catalogue.json": "json", "catalogue.csv": "csv", "catalogue.xlsx": "xlsx"}


def data_files(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """Yield (path, content) of what a site carries beside its pages, in the language of a catalogue."""
    for path, make in late_data_files(catalogue):
        yield path, make()


def late_data_files(catalogue: Catalogue) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the same with what makes it."""
    for path, form in _FORMS.items():
        yield path, partial(_exported, catalogue, form)
    yield SCHEMA, schema


def _exported(catalogue: Catalogue, form: str) -> bytes:
    return export(catalogue, form)[0]


def schema() -> bytes:
    """Return the JSON Schema of a catalogue's JSON."""
    return (files("generator.exports") / SCHEMA).read_bytes()
