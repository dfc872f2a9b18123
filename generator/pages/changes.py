"""The page that tells what changed, newest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from generator.exports.differences import Kind
from generator.pages.addresses import CHANGES, FEED, HOME, category_path, group_path
from generator.pages.comparing import compared
from generator.pages.edition import Target
from generator.pages.markdown import document
from generator.pages.model import Page, PageKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from markupsafe import Markup

    from generator.exports.differences import Change
    from generator.pages.edition import Day, Edition
    from generator.pages.model import Revision

SUBJECTS: Final = 100
"""How many categories of one revision are listed."""
ITEMS: Final = 30
"""How many changes of one category are listed."""
_COUNT: Final = re.compile(r"(\d{1,4})选(\d{1,4})")
"""How many of how many, as :mod:`generator.exports.differences` writes it."""
_WHOLE: Final = frozenset([Kind.CATEGORY_ADDED, Kind.CATEGORY_REMOVED])
"""Changes that say nothing more than the name of their category, which stands above them."""


@dataclass(frozen=True)
class Item:
    """One thing that changed."""

    words: str
    """What kind of thing."""
    html: Markup | str
    whole: Markup | None
    """All of it, where that is long."""
    language: str
    """The language that it is in, where that is not the page's."""


@dataclass(frozen=True)
class Subject:
    """What changed in one category, group or document."""

    title: str
    url: str
    """Empty for what has no page any more."""
    group: str
    language: str
    """The language of the title, where that is not the page's."""
    items: tuple[Item, ...]
    more: str
    """How much is not listed."""


@dataclass(frozen=True)
class RevisionView:
    """What changed at one moment."""

    id: str
    anchor: str
    when: datetime
    day: Day
    first: str
    """What is said of the first of all; empty for others."""
    subjects: tuple[Subject, ...]
    more: str


def changes_page(edition: Edition) -> Page:
    """Return the page."""
    say = edition.say
    title = say("What changed")
    lead = say("What changed in the categories and what they require, newest first")
    revisions = views(edition, lambda path: edition.addresses.link(CHANGES, path))
    body = edition.template(
        "pages/changes.md.jinja",
        title=title,
        trail=(Target(say("Home"), edition.addresses.link(CHANGES, HOME)),),
        lead=lead,
        feed=edition.addresses.link(CHANGES, FEED) if edition.options.url else "",
        revisions=revisions,
    )
    front = {"title": title, "description": lead}
    return Page(CHANGES, title, lead, document(front, body), PageKind.CHANGES)


def views(edition: Edition, link: Callable[[str], str]) -> tuple[RevisionView, ...]:
    """Return the history as templates show it; ``link`` makes an address of a page's path."""
    return tuple(_view(edition, revision, link) for revision in edition.options.history)


def anchor(revision: Revision) -> str:
    """Return the id of a revision's heading."""
    return f"c{revision.id[:12]}"


def _view(edition: Edition, revision: Revision, link: Callable[[str], str]) -> RevisionView:
    groups = [tuple(run) for _about, run in groupby(revision.changes, key=lambda each: (each.category, each.path))]
    first, left = "", len(groups) - SUBJECTS
    if revision.published is not None:
        first = edition.say("First published, with {n} categories", n=revision.published)
    return RevisionView(
        id=revision.id,
        anchor=anchor(revision),
        when=revision.when,
        day=edition.day(revision.when.date()),
        first=first,
        subjects=tuple(_subject(edition, each, link) for each in groups[:SUBJECTS]),
        more=edition.say("and {n} more categories", n=left) if left > 0 else "",
    )


def _subject(edition: Edition, changes: tuple[Change, ...], link: Callable[[str], str]) -> Subject:
    left = len(changes) - ITEMS
    items = tuple(_items(edition, changes[:ITEMS]))
    more = edition.say("and {n} more changes", n=left) if left > 0 else ""
    category = edition.by_id.get(changes[0].category or "")
    if category is not None:
        group = edition.group_of.get(category.id)
        return Subject(category.name, link(category_path(category.id)), group.name if group else "", "", items, more)
    path = changes[0].path
    if not path:
        return Subject(edition.say("The document"), link(HOME), "", "", items, more)
    here = next((each for each in edition.catalogue.groups if (each.original or each.name) == path[0]), None)
    if here is not None and len(path) == 1:
        return Subject(here.name, link(group_path(here.id)), "", "", items, more)
    return Subject(" / ".join(path), "", "", _foreign(edition), items, more)


def _foreign(edition: Edition) -> str:
    """Return the language of the sources where it is not that of the pages."""
    return edition.source_language if edition.source_language != edition.options.locale else ""


def _items(edition: Edition, changes: Iterable[Change]) -> Iterator[Item]:
    words = _words(edition)
    for change in changes:
        if change.kind in _WHOLE:
            yield Item(words[change.kind], "", None, "")
        elif change.kind is Kind.COUNT:
            texts = compared(_count(edition, change.before), _count(edition, change.after))
            yield Item(words[change.kind], texts.shown, texts.whole, "")
        else:
            texts = compared(change.before, change.after)
            yield Item(words[change.kind], texts.shown, texts.whole, _foreign(edition))


def _count(edition: Edition, written: str | None) -> str | None:
    """Return a declared count in the reader's words."""
    found = _COUNT.fullmatch(written or "")
    if found is None:
        return written
    among, count = int(found[1]), int(found[2])
    return edition.say("{count} of {among}", count=count, among=among)


def _words(edition: Edition) -> dict[Kind, str]:
    """Return what each kind of change is called."""
    say = edition.say
    return {
        Kind.CATEGORY_ADDED: say("New category"),
        Kind.CATEGORY_REMOVED: say("Category removed"),
        Kind.CATEGORY_RENAMED: say("Category renamed"),
        Kind.OPTION_ADDED: say("Another combination of papers is accepted"),
        Kind.OPTION_REMOVED: say("A combination of papers is no longer accepted"),
        Kind.COUNT: say("How many papers are needed"),
        Kind.REQUIREMENT: say("Wording of the requirement"),
        Kind.SCENARIO: say("Scenario"),
        Kind.SCOPE: say("Scope"),
        Kind.FIELD: say("Another row"),
        Kind.NOTICE: say("Notice"),
        Kind.NOTICE_ADDED: say("New notice"),
        Kind.NOTICE_REMOVED: say("Notice removed"),
        Kind.LINK: say("Link"),
        Kind.LINK_ADDED: say("New link"),
        Kind.LINK_REMOVED: say("Link removed"),
        Kind.TEXT: say("Text"),
    }
