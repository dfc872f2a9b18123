"""The navigation: the home page, each group with its categories, the papers, and what changed.

Titles are HTML: themes put them into pages as they are, and a catalogue's words must not become markup there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.pages.addresses import CHANGES, COMPARE, FINDER, HOME, MATRIX, QUALIFICATIONS, category_path, group_path
from generator.pages.markdown import html_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.catalogue import Category, Group
    from generator.pages.edition import Edition
    from generator.pages.model import NavItem


def navigation(edition: Edition) -> tuple[NavItem, ...]:
    """Return the navigation; a page that a hand-written one displaces keeps its place, since its path is the same."""
    home: NavItem = (html_line(edition.say("Home")), HOME)
    groups = (_group(edition, group) for group in edition.catalogue.groups)
    titles = tools(edition)
    first = {FINDER: titles.pop(FINDER)} if FINDER in titles else {}
    return (home, *_items(first), *groups, *_categories(edition.ungrouped), *_items(titles))


def tools(edition: Edition) -> dict[str, str]:
    """Return the titles of the pages that answer questions about all categories, by their paths; the finder first."""
    say = edition.say
    found = {FINDER: say("What can I open?")} if edition.has_tools else {}
    if edition.catalogue.qualifications:
        found[QUALIFICATIONS] = say("Papers")
    if edition.has_tools:
        found |= {MATRIX: say("Categories and papers at a glance"), COMPARE: say("Compare categories")}
    if edition.tells_changes:
        found[CHANGES] = say("What changed")
    return found


def _items(titles: Mapping[str, str]) -> tuple[NavItem, ...]:
    return tuple((html_line(title), path) for path, title in titles.items())


def _group(edition: Edition, group: Group) -> NavItem:
    name = html_line(group.name)
    return name, ((name, group_path(group.id)), *_categories(edition.members(group)))


def _categories(categories: Iterable[Category]) -> tuple[NavItem, ...]:
    return tuple((html_line(each.name), category_path(each.id)) for each in categories)
