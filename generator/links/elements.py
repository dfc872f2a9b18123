"""What a built page links to, and which places it has: HTML tokens as browsers see them, read at the speed of disks.

Tokens are those of https://html.spec.whatwg.org/#tokenization, as far as links need them.  Every pattern here is
possessive and every token ends where the next may begin: the time that a page takes grows with its length alone.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.entities import html5
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ADDRESSES: Final[Mapping[str, tuple[str, ...]]] = {
    "a": ("href", "xlink:href"),
    "area": ("href",),
    "audio": ("src",),
    "embed": ("src",),
    "form": ("action",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
"""The attributes that hold an address, by element."""
_READ: Final = frozenset([*_ADDRESSES, "base", "html", "meta"])
_HINTS: Final = frozenset(["preconnect", "dns-prefetch"])
"""Relations whose address names a host and no page."""
_SWITCHES: Final = frozenset(["alternate", "canonical"])
"""Relations that lead to another language on purpose."""
_RAW: Final = {
    name: re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
}
"""The ends of elements whose content is text, whatever it looks like."""
_EMPTY_IN_SVG: Final = frozenset(["title", "style"])

_ATTRIBUTE: Final = (
    r"[ \t\n\f\r/]*+(%s[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+)"
    r"(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+"
    r"""(?:"(%s[^"]*+)(?:"|\Z)|'(%s[^']*+)(?:'|\Z)|(%s[^ \t\n\f\r>"'][^ \t\n\f\r>]*+)?+))?+"""
)
_ATTRIBUTES: Final = re.compile(_ATTRIBUTE % ("", "", "", ""))
_TOKEN: Final = re.compile(
    # The ends of elements, all but </template>, are passed over where they look as they should, and so are, for speed
    # alone, the commonest elements where they have nothing but a class.
    r"<(?!/(?!template)[a-z][a-z0-9-]*+>|(?:span|div|li|ul|p|td|tr|th|code|nav|label)(?: class=\"[^\"<]*+\")?+>)"
    r"(?:(!--)|(?:[!?]|/(?![A-Za-z]))[^>]*+|(/?+[A-Za-z][^ \t\n\f\r/>]*+)"
    r"((?:" + _ATTRIBUTE % ("?:", "?:", "?:", "?:") + r")*+)[ \t\n\f\r/]*+(>)?+)"
)
_COMMENT_END: Final = re.compile(r"--!?>")
_REFERENCE: Final = re.compile(r"&(?:#[xX]?+[0-9a-fA-F]++|[A-Za-z][A-Za-z0-9]*+)[;=]?+")
_LONGEST_REFERENCE: Final = 40
_CANDIDATE: Final = re.compile(r"[^ \t\n\f\r,][^ \t\n\f\r]*+(?:(?<=,)|[^,]*+)")
"""One picture of a ``srcset`` with its descriptors."""


class Link(NamedTuple):
    """An address that a page names, with its place."""

    url: str
    """As written, with character references decoded."""
    line: int
    column: int
    switch: bool
    """Whether the element may lead to another language."""


@dataclass(slots=True)
class Page:
    """What a built page says of itself and of others."""

    language: str | None = None
    """The ``lang`` of its root element."""
    base: str | None = None
    forwards: bool = False
    """Whether the page sends its reader elsewhere at once."""
    marks: set[str] = field(default_factory=set)
    """The places that a fragment can name."""
    links: list[Link] = field(default_factory=list)


class _Value(NamedTuple):
    text: str
    """As written."""
    start: int


def read_page(text: str) -> Page:
    """Return what a page says of itself and of others; anything at all is a page."""
    return _Reader(text).page


class _Reader:
    """One pass over a page."""

    def __init__(self, text: str) -> None:
        self.page = Page()
        self._text = text
        self._templates = 0
        self._line = 1
        self._line_start = 0
        self._counted = 0
        self._read()

    def _read(self) -> None:
        text, at = self._text, 0
        while found := _TOKEN.search(text, at):
            at = found.end()
            if found[1]:
                closed = _COMMENT_END.search(text, found.start() + 2)
                at = closed.end() if closed else len(text)
            elif found[2] and found[4]:
                # A tag that the end of the file cuts off is none.
                at = self._tag(found[2], found[3], found.start(3), at)

    def _tag(self, written: str, attributes: str, start: int, end: int) -> int:
        """Take in a tag and return where to read on."""
        name = written.lower()
        if name == "template":
            self._templates += 1
        elif name == "/template":
            self._templates = max(self._templates - 1, 0)
        elif attributes and not self._templates and (name in _READ or "id" in attributes.lower()) and name[0] != "/":
            self._element(name, self._attributes(start, start + len(attributes)))
        if name == "plaintext":
            return len(self._text)
        raw = _RAW.get(name)
        if raw is None or (name in _EMPTY_IN_SVG and self._text[end - 2] == "/"):
            return end
        closing = raw.search(self._text, end)
        return closing.start() if closing else len(self._text)

    def _attributes(self, start: int, end: int) -> dict[str, _Value]:
        """Return the attributes of a tag; of two with one name the first counts."""
        found: dict[str, _Value] = {}
        for each in _ATTRIBUTES.finditer(self._text, start, end):
            value = each.lastindex or 1
            place = _Value(each[value], each.start(value)) if value > 1 else _Value("", each.end())
            found.setdefault(each[1].lower(), place)
        return found

    def _element(self, name: str, given: Mapping[str, _Value]) -> None:
        for mark in ("id", "name") if name == "a" else ("id",):
            if mark in given and (value := unescape(given[mark].text)):
                self.page.marks.add(value)
        if name in _ADDRESSES:
            self._addresses(name, given)
        elif name == "base" and "href" in given and self.page.base is None:
            self.page.base = unescape(given["href"].text)
        elif name == "html" and "lang" in given and self.page.language is None:
            self.page.language = unescape(given["lang"].text).strip()
        elif name == "meta" and "http-equiv" in given:
            self.page.forwards |= given["http-equiv"].text.strip().lower() == "refresh"

    def _addresses(self, name: str, given: Mapping[str, _Value]) -> None:
        relations = set(unescape(given["rel"].text).lower().split()) if name == "link" and "rel" in given else set()
        if relations & _HINTS:
            return
        switch = "hreflang" in given or bool(relations & _SWITCHES)
        values = [(attribute, given[attribute]) for attribute in _ADDRESSES[name] if attribute in given]
        for attribute, value in sorted(values, key=_start):
            for url, start in _candidates(value) if attribute == "srcset" else [(unescape(value.text), value.start)]:
                self.page.links.append(Link(url, *self._place(start), switch))

    def _place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset that is not before the last one asked for."""
        breaks = self._text.count("\n", self._counted, offset)
        if breaks:
            self._line += breaks
            self._line_start = self._text.rindex("\n", self._counted, offset) + 1
        self._counted = max(offset, self._counted)
        return self._line, offset - self._line_start + 1


def unescape(value: str) -> str:
    """Return the value of an attribute with its character references decoded, ``?a=1&copy=2`` as it stands."""
    return _REFERENCE.sub(_character, value) if "&" in value else value


def _character(found: re.Match[str]) -> str:
    written = found[0]
    if written.startswith("&#"):
        # Python reads no number of thousands of digits; as a character each of them is the same.
        return html.unescape(written) if len(written) < _LONGEST_REFERENCE else "\N{REPLACEMENT CHARACTER}"
    return html5.get(written[1:], written)


def _candidates(value: _Value) -> Iterator[tuple[str, int]]:
    decoded = unescape(value.text)
    for found in _CANDIDATE.finditer(decoded):
        start = value.start + (found.start() if decoded == value.text else 0)
        yield found[0].split(maxsplit=1)[0].rstrip(","), start


def _start(attribute: tuple[str, _Value]) -> int:
    return attribute[1].start
