"""The finder: which categories are open to whom with which papers, as a page, and as data for its script."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.catalogue import All, Choose, Nothing, Qualification
from generator.pages.addresses import FINDER, FINDER_DATA, HOME
from generator.pages.assets import TOOLS
from generator.pages.edition import Target
from generator.pages.markdown import document, one_line
from generator.pages.model import Asset, Page, PageKind
from generator.pages.requirement import chip
from generator.parties import Party, parties_in, parties_of
from generator.quick import quick

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.catalogue import Category, Tree
    from generator.pages.edition import Edition

Coded: TypeAlias = "int | Mapping[str, object]"
"""A tree as the script reads it: the number of a paper, or an object; see :func:`coded`."""

VERSION: Final = 1
LETTERS: Final = {Party.COMPANY: "c", Party.GOVERNMENT: "g", Party.INSTITUTION: "i", Party.OTHER: "o"}
SUGGESTED: Final = 12
"""How many papers are there to tick before the script has come, which shows as many: so nothing on the page moves."""
WAYS: Final = 6
"""How many combinations a row of the table lists."""


@dataclass(frozen=True)
class Pick:
    """A paper to tick."""

    number: int
    """Its place in the catalogue, from 0."""
    name: str
    original: str
    count: str
    """How many categories accept it."""


@quick
@dataclass(frozen=True, slots=True)
class Line:
    """A category in the table of all, for readers without JavaScript."""

    category: Target
    group: str
    chip: str
    ways: tuple[str, ...]
    more: bool
    """Whether there are further combinations."""


def finder_page(edition: Edition) -> Page:
    """Return the page: a form that its script fills, and a table of all categories that stands without it."""
    say = edition.say
    title, lead = (
        say("What can I open?"),
        say("Tick the papers that you hold: the list shows which categories they open."),
    )
    body = edition.template(
        "pages/finder.md.jinja",
        title=title,
        lead=lead,
        trail=(Target(say("Home"), edition.addresses.link(FINDER, HOME)),),
        data=edition.addresses.link(FINDER, FINDER_DATA),
        script=edition.asset_link(FINDER, TOOLS),
        words=json.dumps(_words(edition), ensure_ascii=False),
        parties=_parties(edition),
        picks=_picks(edition),
        more=edition.say("Show {n} more", n=max(0, len(edition.catalogue.qualifications) - SUGGESTED)),
        lines=tuple(_line(edition, each) for each in edition.catalogue.categories),
    )
    front: dict[str, str | list[str]] = {"title": title, "description": lead, "hide": ["toc"]}
    return Page(FINDER, title, lead, document(front, body), PageKind.FINDER, "", edition.is_overview_fallback)


def _picks(edition: Edition) -> tuple[Pick, ...]:
    """Return the papers that open most, in the order of the script."""
    numbers = _numbers(edition)
    return tuple(
        Pick(
            numbers[entry.id],
            entry.name,
            edition.beside(entry.name, entry.original),
            edition.say.number(len(entry.categories)),
        )
        for entry in edition.by_use[:SUGGESTED]
    )


def _numbers(edition: Edition) -> dict[str, int]:
    """Return the place of each paper in the catalogue by its id; the script knows papers by it."""
    return {entry.id: number for number, entry in enumerate(edition.catalogue.qualifications)}


def _line(edition: Edition, category: Category) -> Line:
    group = edition.group_of.get(category.id)
    listed = edition.ways[category.id] or ()
    ways = tuple(map(edition.way, listed[:WAYS]))
    return Line(
        Target(category.name, edition.link(FINDER, category.id)),
        group.name if group else "",
        chip(edition, category.requirement),
        ways,
        len(listed) > WAYS,
    )


def _parties(edition: Edition) -> tuple[tuple[str, str], ...]:
    """Return (letter, name) of all parties where a requirement is for one of them; else nothing to choose."""
    say = edition.say
    trees = (each.requirement.tree for each in edition.untranslated.categories if each.requirement)
    if not any(named for tree in trees for named in parties_in(tree)):
        return ()
    names = {
        Party.COMPANY: say("Company"),
        Party.GOVERNMENT: say("Government body"),
        Party.INSTITUTION: say("Public institution"),
        Party.OTHER: say("Other organisation"),
    }
    return tuple((LETTERS[party], name) for party, name in names.items())


def _words(edition: Edition) -> dict[str, str]:
    """Return what the script says, by the names that it knows the words by."""
    say = edition.say
    return {
        "open": say("Open now"),
        "one": say("One paper short"),
        "two": say("Two papers short"),
        "rest": say("All others"),
        "with": say("With {papers}", papers="{papers}"),
        "missing": say("Missing: {papers}", papers="{papers}"),
        "closed": say("For others only"),
        "unread": say("See the original"),
        "plus": say(" + "),
        "or": say("or"),
        "more": say("Show {n} more", n="{n}"),
        "have": say("I have it: {paper}", paper="{paper}"),
        "drop": say("Take away: {paper}", paper="{paper}"),
        "none": say("None"),
        "cover": say("{paper} (must cover: {scope})", paper="{paper}", scope="{scope}"),
        "nopaper": say("No paper is called so"),
        "nothing": say("No category fits these words: all are listed"),
        "copied": say("Copied"),
        "failed": say("The list could not be loaded. Below is the table of all categories."),
    }


def finder_data(edition: Edition) -> Asset:
    """Return what the script of the finder reads: papers, groups and categories with their requirements as trees."""
    catalogue = edition.catalogue
    numbers = _numbers(edition)
    groups = {group.id: number for number, group in enumerate(catalogue.groups)}
    data = {
        "version": VERSION,
        "papers": [
            {
                "i": entry.id,
                "n": entry.name,
                **_if("o", edition.beside(entry.name, entry.original)),
                **_if("a", list(entry.aliases)),
                "c": len(entry.categories),
                "u": edition.paper_link(FINDER, entry),
            }
            for entry in catalogue.qualifications
        ],
        "groups": [{"i": group.id, "n": group.name} for group in catalogue.groups],
        "categories": [
            {
                "i": category.id,
                "n": category.name,
                **({"g": groups[edition.group_of[category.id].id]} if category.id in edition.group_of else {}),
                "u": edition.link(FINDER, category.id),
                "c": chip(edition, category.requirement),
                "s": one_line(category.scenario or category.scope or ""),
                **_requirement(edition, category, source, numbers),
            }
            for category, source in zip(catalogue.categories, edition.untranslated.categories, strict=True)
        ],
    }
    return Asset(FINDER_DATA, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def _if(key: str, value: object) -> dict[str, object]:
    return {key: value} if value else {}


def _requirement(
    edition: Edition, category: Category, source: Category, numbers: Mapping[str, int]
) -> dict[str, object]:
    if category.requirement is None or source.requirement is None:
        return {}
    tree = coded(category.requirement.tree, source.requirement.tree, lambda name: _number(edition, name, numbers))
    return {"t": tree, **_if("d", int(bool(category.requirement.doubts)))}


def _number(edition: Edition, name: str, numbers: Mapping[str, int]) -> int:
    entry = edition.catalogue.qualification_of(name)
    return numbers[entry.id] if entry else -1


def coded(tree: Tree, source: Tree, number: Callable[[str], int]) -> Coded:
    """Return a tree for the script; ``source`` is the same in the language of the source, which names the parties.

    A paper is its number, or ``{q: number, h: parties, s: scope}``; a choice ``{k: count, p: parts, h}``; papers
    together ``{p: parts, h}``; nothing required ``{n: 1}``.  ``h`` holds a letter for each party it is for.
    """
    if isinstance(tree, Nothing) or isinstance(source, Nothing):
        return {"n": 1}
    letters = "".join(LETTERS[party] for party in Party if party in parties_of(source.holder))
    held = _if("h", letters)
    if isinstance(tree, Qualification):
        more = {**held, **_if("s", one_line(tree.scope or ""))}
        return {"q": number(tree.name), **more} if more else number(tree.name)
    others = source.parts if isinstance(source, Choose | All) else ()
    parts = [coded(part, other, number) for part, other in zip(tree.parts, others, strict=True)]
    return {**({"k": tree.count} if isinstance(tree, Choose) else {}), "p": parts, **held}
