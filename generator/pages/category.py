"""The page of a category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator.catalogue import Block, Layout, LinkRole, Notice, Record
from generator.pages import safe
from generator.pages.addresses import HOME, category_path
from generator.pages.checklist import checklist
from generator.pages.content import CellView, Piece, cell, notice, pieces, row
from generator.pages.edition import Target
from generator.pages.markdown import document, one_line
from generator.pages.model import Page, PageKind
from generator.pages.requirement import chip, view
from generator.quick import quick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from generator.catalogue import Category, Content, Field
    from generator.pages.edition import Edition

_SHOWN_ELSEWHERE = frozenset({"requirement", "group", "name"})
"""Meanings of fields that the page's title or its section on the requirement shows."""
DESCRIPTION = 150
"""Characters of a page's description; search engines show no more."""


@quick
@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled row of the page."""

    label: str
    cells: tuple[Markup, ...]


def category_page(edition: Edition, category: Category) -> Page:
    """Return the page of a category."""
    here = category_path(category.id)
    before, after = _parts(category)
    body = edition.template(
        "pages/category.md.jinja",
        title=category.name,
        trail=_trail(edition, here, category),
        chip=chip(edition, category.requirement),
        before=pieces(edition, before),
        loose=_loose_notices(edition, category),
        facts=_facts(edition, category),
        original_path=_original_path(edition, category),
        progress=edition.progress(category.id),
        requirement=view(edition, here, category),
        checklist=checklist(edition, here, category),
        after=pieces(edition, after),
        original=_original(edition, category),
        original_language=edition.source_language,
        links=_links(category),
        where=edition.whereabouts(here, category.source, category.span, category.id),
    )
    title, description = one_line(category.name), _description(edition, category)
    return Page(
        path=here,
        title=title,
        description=description,
        markdown=document({"title": title, "description": description}, body),
        kind=PageKind.CATEGORY,
        subject=category.id,
        is_fallback=edition.is_fallback(category.id),
        edit=edition.edit(category.source, category.heading),
    )


def _original_path(edition: Edition, category: Category) -> str:
    """Return the path by which the platform lists the category, where the page shows its names in translation."""
    group = edition.group_of.get(category.id)
    if not edition.beside(category.name, category.original):
        return ""
    names = ((group.original or group.name) if group else None, category.original)
    return " / ".join(filter(None, names))


def _trail(edition: Edition, here: str, category: Category) -> tuple[Target, ...]:
    """Return the way from the home page down to the category's group."""
    home = Target(edition.say("Home"), edition.addresses.link(here, HOME))
    group = edition.group_of.get(category.id)
    return (home, Target(group.name, edition.link(here, group.id))) if group else (home,)


def _parts(category: Category) -> tuple[tuple[Content, ...], tuple[Content, ...]]:
    """Return what stands before the category's own table, and what after it; a register's prose stands after."""
    places = [index for index, each in enumerate(category.body) if isinstance(each, Record)]
    if not places:
        return (), category.body
    return category.body[: places[0]], category.body[places[0] :]


def loose_notices(category: Category) -> tuple[Notice, ...]:
    """Return the notices of a category that stand in no body: those of a register's rows."""
    placed = {each.span for each in category.body if isinstance(each, Notice)}
    return tuple(each for each in category.notices if each.span not in placed)


def further_fields(category: Category) -> Iterator[Field]:
    """Yield the rows of a category's table that are neither its name nor its requirement, in order."""
    return (field for field in category.fields if field.meaning not in _SHOWN_ELSEWHERE)


def _loose_notices(edition: Edition, category: Category) -> tuple[Piece, ...]:
    return tuple(notice(edition, each) for each in loose_notices(category))


def _facts(edition: Edition, category: Category) -> tuple[Fact, ...]:
    return tuple(
        Fact(field.label, tuple(edition.shown(each.html, each.text) for each in field.cells))
        for field in further_fields(category)
    )


def _original(edition: Edition, category: Category) -> tuple[tuple[CellView, ...], ...]:
    """Return the wording of the category's table: of a card all its rows, since its header row is no field."""
    if category.layout is Layout.CARD:
        records = (each.span for each in category.body if isinstance(each, Record))
        tables = [edition.tables[category.source][span] for span in records if span in edition.tables[category.source]]
        if tables:
            return tuple(row(edition, each) for table in tables for each in table.rows)
    return tuple(
        (CellView(safe.text(field.label), "th"), *(cell(edition, each) for each in field.cells))
        for field in category.fields
    )


def _links(category: Category) -> tuple[Target, ...]:
    """Return the other links of the category that lead to another host, each address once."""
    listed: dict[str, Target] = {}
    for link in category.links:
        address = safe.href(link.href)
        if link.role is LinkRole.REFERENCE and address and safe.is_remote(address):
            listed.setdefault(address, Target(one_line(link.text) or urlsplit(address).netloc, address))
    return tuple(listed.values())


def _description(edition: Edition, category: Category) -> str:
    scope = category.scope or category.scenario or _first_words(category)
    words = edition.say(
        "{name}: {requirement}. {scope}", name=category.name, requirement=_need(edition, category), scope=scope
    )
    return shorten(words)


def _need(edition: Edition, category: Category) -> str:
    return chip(edition, category.requirement)


def _first_words(category: Category) -> str:
    return next((each.text for each in category.body if isinstance(each, Block)), "")


def shorten(words: str, most: int = DESCRIPTION) -> str:
    """Return a text on one line, cut to at most ``most`` characters."""
    line = one_line(words)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
