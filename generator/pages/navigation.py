"""The navigation: the home page, each group with its categories, the papers, and what changed.

Titles are HTML: themes put them into pages as they are, and a catalogue's words must not become markup there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.pages.addresses import CHANGES, HOME, QUALIFICATIONS, category_path, group_path
from generator.pages.markdown import html_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalogue import Category, Group
    from generator.pages.edition import Edition
    from generator.pages.model import NavItem


def navigation(edition: Edition) -> tuple[NavItem, ...]:
    """Return the navigation; a page that a hand-written one displaces keeps its place, since its path is the same."""
    home: NavItem = (html_line(edition.say("Home")), HOME)
    groups = (_group(edition, group) for group in edition.catalogue.groups)
    papers: tuple[NavItem, ...] = (
        ((html_line(edition.say("Papers")), QUALIFICATIONS),) if edition.catalogue.qualifications else ()
    )
    changes: tuple[NavItem, ...] = ((html_line(edition.say("What changed")), CHANGES),) if edition.tells_changes else ()
    return (home, *groups, *_categories(edition.ungrouped), *papers, *changes)


def _group(edition: Edition, group: Group) -> NavItem:
    name = html_line(group.name)
    return name, ((name, group_path(group.id)), *_categories(edition.members(group)))


def _categories(categories: Iterable[Category]) -> tuple[NavItem, ...]:
    return tuple((html_line(each.name), category_path(each.id)) for each in categories)
