"""The pages above the categories: the home page and the groups'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalogue import OWN, Notice, Span
from generator.pages.addresses import HOME, group_path
from generator.pages.category import Fact, shorten
from generator.pages.content import Piece, pieces
from generator.pages.edition import Target, Whereabouts
from generator.pages.markdown import document, one_line
from generator.pages.model import Page, PageKind
from generator.pages.navigation import tools
from generator.pages.requirement import chip
from generator.quick import quick

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalogue import Category, Group
    from generator.pages.edition import Edition


@quick
@dataclass(frozen=True, slots=True)
class Card:
    """A category at a glance."""

    title: str
    url: str
    chip: str
    is_quiet: bool
    """Whether no paper can be named: nothing is required, stated or certain."""
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Shelf:
    """A group at a glance, or the categories that stand in none."""

    group: Target | None
    count: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class SectionView:
    """A heading of a source with its prose."""

    marks: str
    """As many ``#`` as the heading is deep."""
    title: str
    anchor: str
    content: tuple[Piece, ...]


@dataclass(frozen=True)
class Prose:
    """What a source says besides its categories."""

    title: str | None
    """None where it is the only source: the page's title is its own."""
    anchor: str
    introduction: tuple[Piece, ...]
    sections: tuple[SectionView, ...]
    where: Whereabouts


def home_page(edition: Edition) -> Page:
    """Return the home page."""
    catalogue = edition.catalogue
    title = one_line(edition.site_title)
    lead = edition.say(
        "{groups} groups, {categories} categories, {papers} papers",
        groups=len(catalogue.groups),
        categories=len(catalogue.categories),
        papers=len(catalogue.qualifications),
    )
    introductions = [each for source in catalogue.sources for each in source.introduction]
    body = edition.template(
        "pages/home.md.jinja",
        title=title,
        lead=lead,
        doors=_doors(edition),
        progress=edition.progress(""),
        notices=pieces(edition, (each for each in introductions if isinstance(each, Notice))),
        shelves=_shelves(edition),
        sources=tuple(_prose(edition, number) for number in range(len(catalogue.sources))),
    )
    front: dict[str, str | list[str]] = {"title": title, "description": lead, "hide": ["navigation", "toc"]}
    fallback = edition.is_fallback(OWN)
    return Page(HOME, title, lead, document(front, body), PageKind.HOME, "", fallback, first_line(edition))


def _doors(edition: Edition) -> tuple[Target, ...]:
    """Return the ways into the catalogue besides its groups."""
    return tuple(Target(title, edition.addresses.link(HOME, path)) for path, title in tools(edition).items())


def first_line(edition: Edition) -> tuple[str, int] | None:
    """Return where the home page is edited: at the beginning of the source, if there is but one."""
    return (edition.files[0], 1) if len(edition.files) == 1 else None


def _shelves(edition: Edition) -> tuple[Shelf, ...]:
    shelves = [_shelf(edition, group) for group in edition.catalogue.groups]
    if edition.ungrouped:
        shelves.append(Shelf(None, "", _cards(edition, HOME, edition.ungrouped)))
    return tuple(shelves)


def _shelf(edition: Edition, group: Group) -> Shelf:
    members = edition.members(group)
    count = edition.say("{n} categories", n=len(members))
    return Shelf(Target(group.name, edition.link(HOME, group.id)), count, _cards(edition, HOME, members))


def _cards(edition: Edition, here: str, categories: Iterable[Category]) -> tuple[Card, ...]:
    return tuple(_card(edition, here, each) for each in categories)


def _card(edition: Edition, here: str, category: Category) -> Card:
    requirement = category.requirement
    said = ((edition.say("Scope"), category.scope), (edition.say("Scenario"), category.scenario))
    return Card(
        title=category.name,
        url=edition.link(here, category.id),
        chip=chip(edition, requirement),
        is_quiet=requirement is None or bool(requirement.doubts) or requirement.options == 0,
        facts=tuple(Fact(label, (edition.said(words),)) for label, words in said if words),
    )


def _prose(edition: Edition, number: int) -> Prose:
    source = edition.catalogue.sources[number]
    several = len(edition.catalogue.sources) > 1
    rest = (each for each in source.introduction if not isinstance(each, Notice))
    return Prose(
        title=(source.title or edition.files[number]) if several else None,
        anchor=f"source-{number + 1}",
        introduction=pieces(edition, rest),
        sections=tuple(
            SectionView(
                marks="#" * (min(max(section.level, 2), 4) + several),
                title=section.heading,
                anchor=f"section-{number + 1}-{place}",
                content=pieces(edition, section.body),
            )
            for place, section in enumerate(source.sections, start=1)
        ),
        where=edition.whereabouts(HOME, number, Span(0, len(source.text))),
    )


def group_page(edition: Edition, group: Group) -> Page:
    """Return the page of a group."""
    here = group_path(group.id)
    members = edition.members(group)
    count = edition.say("{n} categories", n=len(members))
    body = edition.template(
        "pages/group.md.jinja",
        title=group.name,
        trail=(Target(edition.say("Home"), edition.addresses.link(here, HOME)),),
        count=count,
        original=edition.beside(group.name, group.original),
        original_language=edition.source_language,
        progress=edition.progress(group.id),
        content=pieces(edition, group.body),
        cards=_cards(edition, here, members),
        where=edition.whereabouts(here, group.source, group.span),
    )
    title = one_line(group.name)
    names = edition.say(", ").join(each.name for each in members)
    description = shorten(edition.say("{group}: {names}", group=title, names=names))
    front = {"title": title, "description": description}
    place = edition.edit(group.source, group.span)
    fallback = edition.is_fallback(group.id)
    return Page(here, title, description, document(front, body), PageKind.GROUP, group.id, fallback, place)
