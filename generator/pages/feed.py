"""The Atom feed (RFC 4287) of what changed.

Atom wants absolute addresses, so there is a feed only where the pages' own is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from generator.pages.addresses import CHANGES, FEED, SAFE
from generator.pages.category import shorten
from generator.pages.changes import views
from generator.pages.model import Asset

if TYPE_CHECKING:
    from generator.pages.changes import RevisionView
    from generator.pages.edition import Edition

_ATOM: Final = "http://www.w3.org/2005/Atom"
MEDIA_TYPE: Final = "application/atom+xml"
# What XML 1.0 has no way to write, not even as a reference.
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMES: Final = 120
"""Characters of the title of an entry."""


@dataclass(frozen=True)
class Feed:
    """A feed as a file, and what it is called."""

    asset: Asset
    title: str


def feed(edition: Edition) -> Feed | None:
    """Return the feed of a catalogue; None where there is no history, or nobody knows where the site is."""
    base = edition.options.url
    if not base or not edition.tells_changes:
        return None
    title = edition.say("{site}: what changed", site=_sound(edition.site_title))
    page = _page(edition, base)
    revisions = views(edition, lambda path: _absolute(edition, base, path))
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": edition.options.locale})
    _add(root, "id", page)
    _add(root, "title", title)
    _add(root, "updated", max(each.when for each in revisions).isoformat())
    SubElement(root, "link", {"rel": "self", "type": MEDIA_TYPE, "href": base + FEED})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": page})
    # An entry needs an author, and those of the commits are nobody's business.
    _add(SubElement(root, "author"), "name", edition.site_title)
    for revision in revisions:
        root.append(_entry(edition, revision, page))
    indent(root)
    content = tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
    return Feed(Asset(FEED, content), title)


def _page(edition: Edition, base: str) -> str:
    return _absolute(edition, base, CHANGES)


def _absolute(edition: Edition, base: str, path: str) -> str:
    address = edition.addresses.address(path)
    return base + quote(address, safe=SAFE)


def _entry(edition: Edition, revision: RevisionView, page: str) -> Element:
    entry = Element("entry")
    # A page that somebody wrote by hand has no such place, but the name of an entry must never change.
    name = f"{page}#{revision.anchor}"
    _add(entry, "id", name)
    _add(entry, "title", _title(edition, revision))
    _add(entry, "updated", revision.when.isoformat())
    address = page if CHANGES in edition.options.taken else name
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    content = edition.template("pages/revision.html.jinja", revision=revision)
    _add(entry, "content", "\n".join(line for line in content.splitlines() if line.strip())).set("type", "html")
    return entry


def _title(edition: Edition, revision: RevisionView) -> str:
    say = edition.say
    names = say(", ").join(dict.fromkeys(subject.title for subject in revision.subjects))
    return shorten(say("{date}: {names}", date=revision.day.words, names=revision.first or names), _NAMES)


def _add(parent: Element, tag: str, text: str) -> Element:
    element = SubElement(parent, tag)
    element.text = _sound(text)
    return element


def _sound(text: str) -> str:
    """Return a text without the characters that XML forbids."""
    return _FORBIDDEN.sub("", text)
