"""A catalogue as JSON, in the form that ``leimu parse --format json`` promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import Block, Notice, Span
from generator.exports.requirement import JsonObject, combinations_to_json, place, requirement_to_json

if TYPE_CHECKING:
    from generator.catalogue import Catalogue, Category, Cell, Field, Group, Link, QualificationEntry, Source, Table

VERSION = 1
"""Rises when a key is renamed or taken away; new keys do not raise it."""


def to_json(catalogue: Catalogue) -> JsonObject:
    """Return the catalogue as what :func:`json.dumps` takes: dicts, lists, strings, numbers, None."""
    return {
        "version": VERSION,
        "title": catalogue.title,
        "categories": [_category(category, catalogue.source_of(category)) for category in catalogue.categories],
        "qualifications": [_qualification(entry) for entry in catalogue.qualifications],
        "groups": [_group(group) for group in catalogue.groups],
        "sources": [_source(source) for source in catalogue.sources],
        "tables": [_table(table, source) for source in catalogue.sources for table in source.tables],
        "moved": [{"from": old, "to": new} for old, new in catalogue.moved],
    }


def _category(category: Category, source: Source) -> JsonObject:
    requirement = category.requirement
    return {
        "id": category.id,
        "path": list(category.path),
        "breadcrumb": None if category.breadcrumb is None else list(category.breadcrumb),
        "scenario": _one_line(category.scenario),
        "scope": _one_line(category.scope),
        "fields": [_field(field, source) for field in category.fields],
        "requirement": None if requirement is None else requirement_to_json(requirement, source),
        **combinations_to_json(requirement),
        "notices": [_notice(notice, source) for notice in category.notices],
        "links": [_link(link, source) for link in category.links],
        "layout": category.layout.value,
        "source": {"file": source.file, **_lines(source, category.span)},
    }


def _one_line(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def _field(field: Field, source: Source) -> JsonObject:
    cells = [{"text": cell.text, "colspan": cell.colspan, "rowspan": cell.rowspan} for cell in field.cells]
    return {"label": field.label, "meaning": field.meaning, "cells": cells, **place(source, field.span)}


def _notice(notice: Notice, source: Source) -> JsonObject:
    return {"kind": notice.kind.value, "title": notice.title, "text": notice.text, **place(source, notice.span)}


def _link(link: Link, source: Source) -> JsonObject:
    return {"href": link.href, "text": link.text, "role": link.role.value, **place(source, link.span)}


def _qualification(entry: QualificationEntry) -> JsonObject:
    return {"id": entry.id, "name": entry.name, "categories": list(entry.categories)}


def _group(group: Group) -> JsonObject:
    return {"id": group.id, "name": group.name, "categories": list(group.categories)}


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
