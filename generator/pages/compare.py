"""The page that puts categories side by side; its script reads theirs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.pages.addresses import COMPARE, FINDER_DATA, HOME, MATRIX
from generator.pages.assets import TOOLS
from generator.pages.edition import Target
from generator.pages.markdown import document
from generator.pages.model import Page, PageKind

if TYPE_CHECKING:
    from generator.pages.edition import Edition


def compare_page(edition: Edition) -> Page:
    """Return the page."""
    say = edition.say
    title, lead = say("Compare categories"), say("Two to four categories side by side; what differs is marked.")
    words = {
        "group": say("Group"),
        "need": say("What to hand in"),
        "papers": say("Papers"),
        "notices": say("Notes"),
        "alone": say("alone"),
        "with": say("with others"),
        "differs": say("differs"),
        "drop": say("Take away: {paper}", paper="{paper}"),
        "few": say("Add at least two categories."),
        "full": say("Four are the most: take one away first."),
        "unknown": say("There is no such category: {name}", name="{name}"),
        "same": say("Nothing differs."),
        "failed": say("This page could not be loaded: {name}", name="{name}"),
        "category": say("Category"),
    }
    body = edition.template(
        "pages/compare.md.jinja",
        title=title,
        lead=lead,
        trail=(Target(say("Home"), edition.addresses.link(COMPARE, HOME)),),
        data=edition.addresses.link(COMPARE, FINDER_DATA),
        script=edition.asset_link(COMPARE, TOOLS),
        matrix=Target(say("Categories and papers at a glance"), edition.addresses.link(COMPARE, MATRIX)),
        words=json.dumps(words, ensure_ascii=False),
    )
    front: dict[str, str | list[str]] = {"title": title, "description": lead, "hide": ["navigation", "toc"]}
    return Page(COMPARE, title, lead, document(front, body), PageKind.COMPARE, "", edition.is_overview_fallback)
