"""Real help-centre documents: none makes the reader fail, and every cell of eight of them is as read by hand.

The documents themselves are reference data that lie beside the repository; what was read of them is kept
here without their wording, a short hash for the text of each cell.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from generator.catalogue import Table
from generator.source import SourceError, read_files

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
READINGS = Path(__file__).with_name("corpus")
INDEX = CORPUS / "index.json"
NO_TEXT = "101.md"
"""A ZIP archive that somebody named ``.md``."""
BY_HAND = sorted(path.stem for path in READINGS.glob("[0-9]*.json"))

Shape: TypeAlias = list[list[list[Any]]]

ABSENT = f"{INDEX} is not there; the corpus lies beside the repository"

pytestmark = pytest.mark.skipif(not INDEX.exists(), reason=ABSENT)


def documents() -> list[dict[str, Any]]:
    """Return the index entries of all documents, none where the corpus is absent."""
    entries: list[dict[str, Any]] = json.loads(INDEX.read_text(encoding="utf-8")) if INDEX.exists() else []
    return entries


TEXTS = [entry for entry in documents() if entry["file"] != NO_TEXT]


def short_hash(text: str) -> str:
    """Return 12 hexadecimal digits for a text, whatever its white space."""
    return hashlib.sha256(re.sub(r"\s+", "", text).encode()).hexdigest()[:12]


def shape(table: Table) -> Shape:
    """Return a table in the form of the readings; rows without a cell say nothing."""
    rows = (row.cells for row in table.rows if row.cells)
    return [[[short_hash(cell.text), cell.header, cell.colspan, cell.rowspan] for cell in cells] for cells in rows]


def explain(table: Table, expected: Shape) -> str:
    """Return the cells that differ from the reading, with what the reader made of them."""
    written = [row for row in table.rows if row.cells]
    lines = [f"{len(written)} rows, expected {len(expected)}"] if len(written) != len(expected) else []
    for at, (row, actual, truth) in enumerate(zip(written, shape(table), expected, strict=False)):
        lines += [f"row {at}: {len(actual)} cells, expected {len(truth)}"] if len(actual) != len(truth) else []
        lines += [
            f"row {at}, cell {column}: {cell.text!r} {seen[1:]}, expected {true[1:]} and another text"
            if seen[0] != true[0]
            else f"row {at}, cell {column}: {cell.text!r} {seen[1:]}, expected {true[1:]}"
            for column, (cell, seen, true) in enumerate(zip(row.cells, actual, truth, strict=False))
            if seen != true
        ]
    return "\n".join(lines)


@pytest.mark.parametrize("entry", TEXTS, ids=[entry["file"] for entry in TEXTS])
def test_every_table_is_found(entry: dict[str, Any]) -> None:
    source = read_files([CORPUS / entry["file"]]).sources[0]
    counts = {"html": entry["tags"]["table_count"], "pipe": entry["tags"]["pipe_table_count"]}
    corrected = json.loads((READINGS / "tables.json").read_text(encoding="utf-8"))
    counts = corrected.get(Path(entry["file"]).stem, counts)
    html = [table for table in source.tables if source.slice(table.span).lstrip().lower().startswith("<table")]
    found = {"html": len(html), "pipe": len(source.tables) - len(html)}
    lines = [source.position(table.span.start).line for table in source.tables]
    assert found == {kind: counts[kind] for kind in found}, f"tables at lines {lines}"


@pytest.mark.parametrize("name", BY_HAND)
def test_cells_are_as_read_by_hand(name: str) -> None:
    source = read_files([CORPUS / f"{name}.md"]).sources[0]
    readings = json.loads((READINGS / f"{name}.json").read_text(encoding="utf-8"))["tables"]
    assert [source.position(table.span.start).line for table in source.tables] == [each["line"] for each in readings]
    for table, reading in zip(source.tables, readings, strict=True):
        assert shape(table) == reading["rows"], f"{name}.md:{reading['line']}\n{explain(table, reading['rows'])}"


def test_an_archive_is_refused_with_a_reason() -> None:
    with pytest.raises(SourceError, match=NO_TEXT) as caught:
        read_files([CORPUS / NO_TEXT])
    assert not str(caught.value).startswith("Error")
    assert len(str(caught.value)) > len(NO_TEXT) + 20


def test_all_documents_make_one_catalogue() -> None:
    catalogue = read_files([CORPUS / entry["file"] for entry in TEXTS])
    assert len(catalogue.sources) == len(TEXTS)
    ids = [category.id for category in catalogue.categories] + [group.id for group in catalogue.groups]
    assert len(ids) == len(set(ids))
