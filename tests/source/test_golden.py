"""Small documents in the dialect, each with what a browser's reading of it gives.

A case is one file: the Markdown, a line ``=====expect``, and YAML.  Only the keys that a case gives are
compared; ``{any: […]}`` names readings that are equally good.

====================  ============================================================================
key                   compared with
====================  ============================================================================
paths, groups         the paths of all categories, the names of all groups
categories            a partial category each: path, breadcrumb, scenario, scope, fields (label to
                      texts), requirement, combinations, notices, links, source
tables                rows of cell texts (or of partial cells), or {layout, headings, rows}
notices               the notices of introduction, groups and sections, in order
links                 every link of the source, in order
repairs               kinds that must be among those found; an empty list asserts silence
kept, lost            words that a reader of the pages must, must not find
title, encoding       of the catalogue, of the source
====================  ============================================================================

How the bytes are made: ``encoding``, ``newline``, ``bom``, ``cut`` (no line end at the end of the file) and
``replace`` (visible stand-ins to invisible characters).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.catalogue import Block, Catalogue, Content, Notice, Record, Table
from generator.exports.json import to_json
from generator.source import read_text

CASES = sorted(Path(__file__).with_name("golden").glob("*.md"))
BYTES = ("encoding", "newline", "bom", "cut", "replace")


def load(case: Path) -> tuple[bytes, dict[str, Any]]:
    """Return the input of a case as an editor's program would have written it, and its expectation."""
    text, _, tail = case.read_text(encoding="utf-8").partition("=====expect\n")
    expect: dict[str, Any] = yaml.safe_load(tail)
    for visible, invisible in expect.get("replace", {}).items():
        text = text.replace(visible, invisible)
    text = text.removesuffix("\n") if expect.get("cut") else text
    text = text.replace("\n", expect.get("newline", "\n"))
    mark = b"\xef\xbb\xbf" if expect.get("bom") else b""
    return mark + text.encode(expect.get("encoding", "utf-8")), expect


def contents(catalogue: Catalogue) -> Iterator[Content]:
    """Yield all that stands outside categories."""
    for source in catalogue.sources:
        yield from source.introduction
        for section in source.sections:
            yield from section.body
    for group in catalogue.groups:
        yield from group.body


def words(content: Content) -> Iterator[str]:
    """Yield the shown words of a piece of content."""
    match content:
        case Block(text=text):
            yield text
        case Notice(text=text, title=title):
            yield from (text, title or "")
        case Table(rows=rows):
            yield from (cell.text for row in rows for cell in row.cells)
        case Record():
            return


def shown(catalogue: Catalogue) -> str:
    """Return every word that a page can show, a line a piece."""
    pieces = [word for content in contents(catalogue) for word in words(content)]
    pieces += [section.heading for source in catalogue.sources for section in source.sections]
    for category in catalogue.categories:
        pieces += category.path
        pieces += [word for content in category.body for word in words(content)]
        pieces += [text for field in category.fields for text in (field.label, *(cell.text for cell in field.cells))]
    return "\n".join(pieces)


def summary(catalogue: Catalogue) -> dict[str, Any]:
    """Return what cases may compare, as plain data."""
    exported = to_json(catalogue)
    for category in exported["categories"]:
        category["fields"] = {field["label"]: [cell["text"] for cell in field["cells"]] for field in category["fields"]}
    source = catalogue.sources[0]
    kinds = {"kind", "text", "title"}
    return {
        "title": catalogue.title,
        "encoding": source.encoding,
        "paths": [category["path"] for category in exported["categories"]],
        "groups": [group.name for group in catalogue.groups],
        "categories": exported["categories"],
        "tables": exported["tables"],
        "links": [{"href": link.href, "text": link.text, "role": link.role.value} for link in source.links],
        "notices": [
            {key: getattr(each, key) for key in kinds} for each in contents(catalogue) if isinstance(each, Notice)
        ],
    }


def differences(actual: Any, expected: Any, where: str) -> list[str]:
    """Return how the actual data differs from a partial expectation."""
    if isinstance(expected, dict) and set(expected) == {"any"}:
        tried = [differences(actual, each, where) for each in expected["any"]]
        return [] if [] in tried else tried[0]
    if isinstance(expected, dict) and isinstance(actual, dict):
        parts = [differences(actual.get(key), value, f"{where}.{key}") for key, value in expected.items()]
        return [line for part in parts for line in part]
    if isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        pairs = enumerate(zip(actual, expected, strict=True))
        return [line for at, (one, other) in pairs for line in differences(one, other, f"{where}[{at}]")]
    return [] if actual == expected else [f"{where}: {actual!r}, expected {expected!r}"]


def cells(expected: Any) -> Any:
    """Return an expected row or grid with each bare text as a partial cell."""
    if isinstance(expected, list):
        return [cells(each) for each in expected]
    if isinstance(expected, dict) and "any" in expected:
        return {"any": cells(expected["any"])}
    return {"text": expected} if isinstance(expected, str) else expected


def table_differences(actual: list[dict[str, Any]], expected: list[Any]) -> list[str]:
    """Return how tables differ; rows without a cell say nothing and are left out."""
    if len(actual) != len(expected):
        return [f"tables: {len(actual)}, expected {len(expected)}"]
    found: list[str] = []
    for at, (table, truth) in enumerate(zip(actual, expected, strict=True)):
        partial = truth if isinstance(truth, dict) else {"rows": truth}
        rows = [row for row in table["rows"] if row]
        if "rows" in partial:
            found += differences(rows, cells(partial["rows"]), f"tables[{at}].rows")
        rest = {key: value for key, value in partial.items() if key != "rows"}
        found += differences(table, rest, f"tables[{at}]")
    return found


def fields_differences(actual: list[dict[str, Any]], expected: list[dict[str, Any]]) -> list[str]:
    """Return labels that a category has or lacks against those that the case gives."""
    return [
        f"categories[{at}].fields: {list(category['fields'])}, expected {list(truth['fields'])}"
        for at, (category, truth) in enumerate(zip(actual, expected, strict=False))
        if "fields" in truth and list(category["fields"]) != list(truth["fields"])
    ]


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_case(case: Path) -> None:
    data, expect = load(case)
    catalogue = read_text(data, case.name)
    actual = summary(catalogue)
    plain = {key: value for key, value in expect.items() if key in actual and key != "tables"}
    found = differences(actual, plain, case.stem)
    found += fields_differences(actual["categories"], expect.get("categories", []))
    found += table_differences(actual["tables"], expect["tables"]) if "tables" in expect else []
    kinds = {repair.kind.value for repair in catalogue.sources[0].repairs}
    if "repairs" in expect:
        missing = set(expect["repairs"]) - kinds if expect["repairs"] else kinds
        found += [f"repairs: {sorted(kinds)}, expected {expect['repairs']}"] if missing else []
    text = shown(catalogue)
    found += [f"lost without a word: {part!r}" for part in expect.get("kept", []) if part not in text]
    found += [f"shown all the same: {part!r}" for part in expect.get("lost", []) if part in text]
    assert found == [], f"{case}\n" + "\n".join(found)


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_laws(case: Path) -> None:
    catalogue = read_text(load(case)[0], case.name)
    ids = [category.id for category in catalogue.categories] + [group.id for group in catalogue.groups]
    assert len(set(ids)) == len(ids)
    assert all(each and each.isascii() for each in ids)
    source = catalogue.sources[0]
    spans = [category.span for category in catalogue.categories] + [table.span for table in source.tables]
    spans += [link.span for link in source.links] + [repair.span for repair in source.repairs]
    assert all(0 <= span.start <= span.end <= len(source.text) for span in spans)
    assert list(source.tables) == sorted(source.tables, key=lambda table: table.span.start)


def test_every_case_expects_something() -> None:
    empty = [case.name for case in CASES if not set(load(case)[1]) - set(BYTES)]
    assert empty == []
