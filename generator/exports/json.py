"""A catalogue as JSON, in the form that ``leimu parse --format json`` promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import Block, Notice, Span
from generator.combinations import combinations_by_category, uses
from generator.exports.requirement import JsonObject, combinations_to_json, place, requirement_to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalogue import Catalogue, Category, Cell, Field, Group, Link, QualificationEntry, Source, Table
    from generator.combinations import Use

VERSION = 1
"""Rises when a key is renamed or taken away; new keys do not raise it."""


def to_json(catalogue: Catalogue) -> JsonObject:
    """Return the catalogue as what :func:`json.dumps` takes: dicts, lists, strings, numbers, None."""
    # Worked out here and not while reading: no other room needs all of them, and they cost more than the trees do.
    ways = combinations_by_category(catalogue)
    used = uses(catalogue, ways)
    return {
        "version": VERSION,
        "title": catalogue.title,
        "categories": [_category(category, catalogue, ways[category.id]) for category in catalogue.categories],
        "qualifications": [_qualification(entry, used[entry.id]) for entry in catalogue.qualifications],
        "groups": [_group(group) for group in catalogue.groups],
        "sources": [_source(source) for source in catalogue.sources],
        "tables": [_table(table, source) for source in catalogue.sources for table in source.tables],
        "moved": [{"from": old, "to": new} for old, new in catalogue.moved],
    }


def _category(category: Category, catalogue: Catalogue, ways: Sequence[tuple[str, ...]] | None) -> JsonObject:
    requirement, source = category.requirement, catalogue.source_of(category)
    return {
        "id": category.id,
        "path": list(category.path),
        **_original(category.original),
        "breadcrumb": None if category.breadcrumb is None else list(category.breadcrumb),
        "scenario": _one_line(category.scenario),
        "scope": _one_line(category.scope),
        "fields": [_field(field, source) for field in category.fields],
        "requirement": None if requirement is None else requirement_to_json(requirement, source, catalogue),
        **combinations_to_json(None if ways is None else [list(way) for way in ways]),
        "notices": [_notice(notice, source) for notice in category.notices],
        "links": [_link(link, source) for link in category.links],
        "layout": category.layout.value,
        "source": {"file": source.file, **_lines(source, category.span)},
    }


def _original(name: str | None) -> JsonObject:
    """Return the key ``original``, which only a translation has."""
    return {} if name is None else {"original": name}


def _one_line(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def _field(field: Field, source: Source) -> JsonObject:
    cells = [{"text": cell.text, "colspan": cell.colspan, "rowspan": cell.rowspan} for cell in field.cells]
    return {"label": field.label, "meaning": field.meaning, "cells": cells, **place(source, field.span)}


def _notice(notice: Notice, source: Source) -> JsonObject:
    return {"kind": notice.kind.value, "title": notice.title, "text": notice.text, **place(source, notice.span)}


def _link(link: Link, source: Source) -> JsonObject:
    return {"href": link.href, "text": link.text, "role": link.role.value, **place(source, link.span)}


def _qualification(entry: QualificationEntry, used: Sequence[Use]) -> JsonObject:
    return {
        "id": entry.id,
        "name": entry.name,
        **_original(entry.original),
        "aliases": list(entry.aliases),
        "categories": list(entry.categories),
        "uses": [_use(use) for use in used],
    }


def _use(use: Use) -> JsonObject:
    listed = None if use.combinations is None else list(use.combinations)
    return {"category": use.category, **combinations_to_json(listed)}


def _group(group: Group) -> JsonObject:
    return {
        "id": group.id,
        "name": group.name,
        **_original(group.original),
        "categories": list(group.categories),
    }


def _source(source: Source) -> JsonObject:
    blocks = [content.text for content in source.introduction if isinstance(content, Block)]
    notices = [_notice(content, source) for content in source.introduction if isinstance(content, Notice)]
    return {
        "file": source.file,
        "id": source.id,
        "title": source.title,
        "encoding": source.encoding,
        "introduction": "\n\n".join(blocks),
        "notices": notices,
    }


def _table(table: Table, source: Source) -> JsonObject:
    return {
        "file": source.file,
        **_lines(source, table.span),
        "layout": table.layout.value,
        "headings": list(table.headings),
        "rows": [[_cell(cell) for cell in row.cells] for row in table.rows],
    }


def _cell(cell: Cell) -> JsonObject:
    return {"text": cell.text, "header": cell.header, "colspan": cell.colspan, "rowspan": cell.rowspan}


def _lines(source: Source, span: Span) -> JsonObject:
    """Return the first line of a span, and its last one that is not blank."""
    first, last = source.lines(span)
    return {"line": first, "end_line": last}
