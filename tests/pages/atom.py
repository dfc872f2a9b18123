"""What RFC 4287 asks of a feed."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

ATOM = "{http://www.w3.org/2005/Atom}"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def only(parent: Element, tag: str) -> Element:
    """Return the one child of a name."""
    (found,) = parent.findall(ATOM + tag)
    return found


def links(parent: Element) -> dict[str, str]:
    """Return the addresses of a feed's or an entry's links by what they are; there is one of each."""
    found = parent.findall(f"{ATOM}link")
    assert len({link.attrib["rel"] for link in found}) == len(found)
    return {link.attrib["rel"]: link.attrib["href"] for link in found}


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"href", "src"}]


def valid(content: bytes, base: str, locale: str) -> Element:
    """Hold a feed against the rules of RFC 4287, and return it."""
    feed = fromstring(content)
    assert feed.tag == f"{ATOM}feed"
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == locale
    assert set(links(feed)) == {"self", "alternate"}
    # 4.1.1: an author for all entries; what a person may hold is named, and no address of a person is among it.
    assert [child.tag for child in only(feed, "author")] == [f"{ATOM}name"]
    assert only(only(feed, "author"), "name").text
    entries = feed.findall(f"{ATOM}entry")
    parts = [feed, *entries]
    for part in parts:
        assert (only(part, "title").text or "").strip()
        assert DATE.fullmatch(only(part, "updated").text or "")
        assert urlsplit(only(part, "id").text).scheme == "https"
        assert all(link.startswith(base) for link in links(part).values())
    identifiers = [only(part, "id").text for part in parts]
    assert len(set(identifiers)) == len(identifiers)
    assert only(feed, "updated").text == max(
        (only(entry, "updated").text for entry in entries), key=lambda each: datetime.fromisoformat(each or "")
    )
    for entry in entries:
        # 4.1.2: with its content inside, an entry needs no summary; one with none needs a link of rel "alternate".
        body = only(entry, "content")
        assert (body.attrib, len(body)) == ({"type": "html"}, 0)
        reader = _Addresses()
        reader.feed(body.text or "")
        assert all(each.startswith(base) for each in reader.found), reader.found
    known = {"feed", "id", "title", "updated", "link", "author", "entry", "content", "name"}
    assert {element.tag.removeprefix(ATOM) for element in feed.iter()} == known
    return feed
