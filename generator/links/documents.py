"""What a page that came back says: its title, its words, its marks, where it sends its reader."""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_OF_HEADER: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_WIDER: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "iso-8859-1": "cp1252",
    "ascii": "cp1252",
}
"""What browsers read in place of the charset that is named (https://encoding.spec.whatwg.org)."""
_MOST_TEXT: Final = 4096
_SILENT: Final = frozenset(["script", "style", "template", "noscript", "title"])
_INLINE: Final = frozenset(["a", "b", "code", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u"])
_SHOWN: Final = frozenset(
    ["img", "svg", "iframe", "video", "audio", "canvas", "object", "embed", "input", "form", "frame"]
)
_REFRESH: Final = re.compile(r"\s*(\d*\.?\d*)\s*[;,]\s*(?:url\s*=\s*)?(.*)", re.IGNORECASE | re.DOTALL)
_DOTTED: Final = re.compile(r"\.([0-9A-F]{2})")
_SLOW_REFRESH: Final = 10
"""Seconds from which on a page is one that reloads itself, and no redirect."""


def decode(body: bytes, content_type: str) -> str:
    """Return the text of a page by its mark of byte order, its header, its meta tag, or as UTF-8."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = _OF_HEADER.search(content_type)
    found = declared[1] if declared else None
    if found is None and (meta := _CHARSET.search(body[:4096])):
        found = meta[1].decode("ascii", "replace")
    name = (found or "utf-8").lower()
    try:
        return body.decode(_WIDER.get(name, name), "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


class Document(HTMLParser):
    """A page, read leniently and only as far as the check asks."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.marks: set[str] = set()
        self.refresh: str | None = None
        self.base: str | None = None
        self.scripts = 0
        self.shows = False
        """Whether there is something to see that is no text."""
        self.password = False
        self._words: list[str] = []
        self._length = 0
        self._in_heading = ""
        self.headings = [""]
        """The words of its main headings, as far as its words are kept."""
        self._silent: list[str] = []
        try:
            self.feed(text)
            self.close()
        except (AssertionError, ValueError):
            # The parser of the standard library gives up on some malformed declarations: what was read counts.
            self.shows = True

    @property
    def text(self) -> str:
        """The words that a reader sees, the first few thousand characters."""
        return " ".join("".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element gives away."""
        given = dict(attrs)
        if mark := given.get("id"):
            self.marks.add(mark)
        if tag in ("a", "map") and (mark := given.get("name")):
            self.marks.add(mark)
        if tag in _SILENT:
            self._silent.append(tag)
        self._in_heading = tag if tag in ("h1", "h2") else self._in_heading
        if tag not in _INLINE and self._length < _MOST_TEXT:
            self._words.append(" ")
        self.scripts += tag == "script"
        self.shows = self.shows or tag in _SHOWN
        if tag == "input" and (given.get("type") or "").lower() == "password":
            self.password = True
        if tag == "base" and self.base is None:
            self.base = given.get("href")
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "refresh" and not self._silent:
            self.refresh = self.refresh or refresh(given.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of what a reader does not see."""
        if tag == self._in_heading:
            self._in_heading = ""
            self.headings.append("")
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Keep the words that a reader sees."""
        if self._silent:
            if self._silent[-1] == "title" and len(self.title) < _MOST_TEXT:
                self.title = f"{self.title}{data}"
        elif self._length < _MOST_TEXT:
            self._words.append(data)
            self._length += len(data)
            if self._in_heading:
                self.headings[-1] += data

    def holds(self, fragment: str) -> bool:
        """Tell whether a fragment, percent-encoded or not, names a place of the page."""
        wanted = {fragment, unquote(fragment)}
        # Old pages of GBK sites encode a name in the page's charset.
        raw = unquote_to_bytes(fragment)
        wanted.add(raw.decode("gb18030", "replace"))
        # MediaWiki once wrote the bytes of a name with dots.
        wanted.add(unquote(_DOTTED.sub(r"%\1", fragment)))
        wanted |= {f"user-content-{name}" for name in wanted}
        return bool(wanted & self.marks)


def refresh(content: str) -> str | None:
    """Return where a ``meta refresh`` or a header ``Refresh`` leads, None where it reloads the page or waits long."""
    found = _REFRESH.fullmatch(content)
    if found is None or float(found[1].strip(".") or 0) >= _SLOW_REFRESH:
        return None
    return found[2].strip().strip("\"'").strip() or None
