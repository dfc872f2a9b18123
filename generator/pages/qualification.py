"""The page of a paper, and the list of all papers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from generator.pages.addresses import HOME, QUALIFICATIONS, qualification_path
from generator.pages.category import shorten
from generator.pages.edition import Target
from generator.pages.markdown import document, one_line
from generator.pages.model import Page, PageKind
from generator.pages.requirement import chip
from generator.quick import quick

if TYPE_CHECKING:
    from generator.catalogue import QualificationEntry
    from generator.pages.edition import Edition

WAYS = 8
"""How many combinations with the paper are listed for one category."""
BESIDE = 40
"""How many papers are listed beside it: of thousands handed in together, the page of each would name all others."""


@quick
@dataclass(frozen=True, slots=True)
class Acceptance:
    """A category that accepts the paper."""

    category: Target
    group: str
    chip: str
    alone: bool
    """Whether the paper suffices by itself."""
    together: tuple[str, ...]
    """What is handed in with it, one combination each."""


@dataclass(frozen=True)
class Listed:
    """A paper in the list of all."""

    paper: Target
    original: str
    aliases: str
    count: str


def qualification_page(edition: Edition, entry: QualificationEntry, accepted: tuple[Acceptance, ...]) -> Page:
    """Return the page of a paper: what it is called, and which categories it opens with what beside it.

    ``accepted`` is what :func:`acceptances` returns.
    """
    here, say = qualification_path(entry.id), edition.say
    count = say("{n} categories", n=len(accepted))
    body = edition.template(
        "pages/qualification.md.jinja",
        title=entry.name,
        trail=(
            Target(say("Home"), edition.addresses.link(here, HOME)),
            Target(say("Papers"), edition.addresses.link(here, QUALIFICATIONS)),
        ),
        count=count,
        original=edition.beside(entry.name, entry.original),
        original_language=edition.source_language,
        aliases=say(", ").join(entry.aliases),
        progress=edition.progress(f"qualifications/{entry.id}"),
        accepted=accepted,
    )
    names = say(", ").join(each.category.title for each in accepted)
    title = one_line(entry.name)
    description = shorten(say("{paper}: accepted for {names}", paper=title, names=names))
    front = {"title": title, "description": description}
    return Page(
        here,
        title,
        description,
        document(front, body),
        PageKind.QUALIFICATION,
        entry.id,
        edition.is_fallback(f"qualifications/{entry.id}"),
    )


def acceptances(edition: Edition, entry: QualificationEntry) -> tuple[Acceptance, ...]:
    """Return the categories that accept a paper, in their order, for its page."""
    here = qualification_path(entry.id)
    return tuple(_acceptance(edition, here, entry, category) for category in entry.categories)


def _acceptance(edition: Edition, here: str, entry: QualificationEntry, identifier: str) -> Acceptance:
    category = edition.by_id[identifier]
    group = edition.group_of.get(identifier)
    names = {entry.name, *entry.aliases}
    held = edition.ways_with(identifier, names)
    others = dict.fromkeys(tuple(islice((name for name in way if name not in names), BESIDE + 1)) for way in held)
    listed = tuple(_together(edition, way) for way in islice(filter(None, others), WAYS))
    return Acceptance(
        Target(category.name, edition.link(here, identifier)),
        group.name if group else "",
        chip(edition, category.requirement),
        () in others,
        listed,
    )


def _together(edition: Edition, way: tuple[str, ...]) -> str:
    """Return the papers of a combination in one line, if they are not too many to be read there."""
    shown = edition.say(" + ").join(map(edition.both_names, way[:BESIDE]))
    return shown if len(way) <= BESIDE else edition.say("{papers} and more", papers=shown)


def qualifications_page(edition: Edition) -> Page:
    """Return the list of all papers, those that open most first."""
    say = edition.say
    entries = edition.by_use
    lead = say("{n} papers, those that open most categories first", n=len(entries))
    body = edition.template(
        "pages/qualifications.md.jinja",
        title=say("Papers"),
        trail=(Target(say("Home"), edition.addresses.link(QUALIFICATIONS, HOME)),),
        lead=lead,
        original_language=edition.source_language,
        papers=tuple(
            Listed(
                Target(entry.name, edition.paper_link(QUALIFICATIONS, entry)),
                edition.beside(entry.name, entry.original),
                say(", ").join(entry.aliases),
                say("{n} categories", n=len(entry.categories)),
            )
            for entry in entries
        ),
    )
    title = say("Papers")
    front = {"title": title, "description": lead}
    fallback = any(edition.is_fallback(f"qualifications/{entry.id}") for entry in entries)
    return Page(QUALIFICATIONS, title, lead, document(front, body), PageKind.QUALIFICATIONS, "", fallback)
