"""What is simple enough to be read at once: plain words, lines of them in one link or in none, Markdown links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from itertools import accumulate

from generator.catalogue import Link, LinkRole, Repair, Span
from generator.source.inline import BLANK_LINE
from generator.source.shown import Shown

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Characters that a browser does not show."""

PLAIN = re.compile(rf"\s*+([^\s<>&\[\]`*~\\{ZERO_WIDTH}]*+(?: [^\s<>&\[\]`*~\\{ZERO_WIDTH}]++)*+)\s*+")
"""Words with single blanks between them and nothing else: most cells and headings."""
_EMPTY = Shown("", (), (), ())
_STILL = rf"[^\"<>&\[\]`*~\\{ZERO_WIDTH}]"
_LINES = re.compile(
    rf'\s*+(?P<link><a href="(?P<href>{_STILL}*+)">)?(?P<lines>(?:{_STILL}++|"|<br ?/?>)*+)(?(link)</a>)\s*+'
)
_LINK = re.compile(r"(?<!!)\[(?P<label>[^\[\]]*+)\]\((?P<href>(?!id:)[^\s()<>&\[\]`*~\\]++)\)")
_BREAK = re.compile("<br ?/?>")


@dataclass(slots=True)
class Content:
    """What was read between two offsets."""

    shown: Shown
    html: str
    """Not yet made safe; Markdown in it is HTML already."""
    links: tuple[Link, ...]
    repairs: tuple[Repair, ...]
    anchors: tuple[str, ...]
    """Ids that a link can point at: ``[](id:x)``, ``<span id="x">``, ``<a name="x">``."""
    newlines: tuple[int, ...] = ()
    """Which blanks of the shown text are newlines in the source."""

    def lines(self) -> Shown:
        """Return the shown text with newlines of the source as such, as requirements rely on.

        A browser shows a blank there.  Within 《…》 it stays one: a name may run over lines.
        """
        if not self.newlines:
            return self.shown
        characters = list(self.shown.text)
        for at in self.newlines:
            before = self.shown.text[:at]
            if before.rfind("《") <= before.rfind("》"):
                characters[at] = "\n"
        shown = self.shown
        return Shown("".join(characters), shown.shown, shown.starts, shown.ends)


@dataclass(slots=True)
class Writer:
    """Collects shown text, run by run."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    shown: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    gap: tuple[str, int, int, bool] | None = None
    """White space that is shown only if more text follows; whether it is a newline of the source."""
    newlines: list[int] = field(default_factory=list)

    def word(self, piece: str, start: int, end: int, *, whole: bool = False) -> None:
        """Add visible characters, after the white space before them."""
        if self.gap and self.length:
            gap, gap_start, gap_end, newline = self.gap
            if newline:
                self.newlines.append(self.length)
            self._run(gap, gap_start, gap_end)
        self.gap = None
        if not whole and self.ends and self.ends[-1] == start and self._verbatim():
            self.ends[-1] = end
            self.pieces.append(piece)
            self.length += len(piece)
        else:
            self._run(piece, start, end)

    def space(self, start: int, end: int, *, newline: bool) -> None:
        """Note white space of the source."""
        if not self.gap or (newline and not self.gap[3] and self.gap[0] == " "):
            self.gap = (" ", start, end, newline)

    def line(self, start: int, end: int) -> None:
        """Note the end of a line."""
        if not self.gap or self.gap[0] != "\n":
            self.gap = ("\n", start, end, False)

    def _verbatim(self) -> bool:
        return self.ends[-1] - self.starts[-1] == self.length - self.shown[-1]

    def _run(self, piece: str, start: int, end: int) -> None:
        self.shown.append(self.length)
        self.starts.append(start)
        self.ends.append(end)
        self.pieces.append(piece)
        self.length += len(piece)

    def finish(self) -> Shown:
        """Return all that was added."""
        return Shown("".join(self.pieces), tuple(self.shown), tuple(self.starts), tuple(self.ends))


def plain_content(words: str, span: Span) -> Content:
    """Return the content of plain words that stand at ``span``."""
    shown = Shown(words, (0,), (span.start,), (span.end,)) if words else _EMPTY
    return Content(shown, words, (), (), ())


def plain_lines(text: str, start: int, end: int) -> Content | None:
    """Return the content of plain words with ``<br>`` between them, all in one link or in none; None for any other.

    Most requirements are written so, and the reader of all HTML, which finds the same, takes four times as long.
    """
    found = _LINES.fullmatch(text, start, end)
    if found is None or BLANK_LINE.search(text, start, end):
        return None
    shown = _shown_lines(text, *found.span("lines"))
    if shown is None:
        return None
    links: tuple[Link, ...] = ()
    if found["link"] is not None:
        span = Span(found.start("link"), text.rindex(">", start, end) + 1)
        words = " ".join(shown.text.split())
        links = (Link(found["href"].strip(), words, LinkRole.REFERENCE, span, Span(*found.span("href"))),)
    return Content(shown, text[start:end].strip(), links, (), ())


def _shown_lines(text: str, at: int, end: int) -> Shown | None:
    """Return what plain words with ``<br>`` between them show, None where some of them are not plain."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    broken: tuple[int, int] | None = None
    """The first break since the last words: it stands for the line's end, further ones show nothing."""
    while at >= 0:
        found = _BREAK.search(text, at, end)
        plain = PLAIN.fullmatch(text, at, found.start() if found else end)
        if plain is None:
            return None
        if plain[1]:
            if broken and pieces:
                pieces.append("\n")
                places.append(broken)
            pieces.append(plain[1])
            places.append(plain.span(1))
            broken = None
        at = found.end() if found else -1
        broken = broken or (found.span() if found else None)
    lengths = (0, *map(len, pieces[:-1]))
    starts, ends = zip(*places, strict=True) if places else ((), ())
    return Shown("".join(pieces), tuple(accumulate(lengths)) if pieces else (), starts, ends)


def linked_words(text: str, start: int, end: int) -> Content | None:
    """Return the content of one line of plain words with Markdown links among them; None for any other.

    Every introductory sentence is such; the reader of all Markdown finds the same and takes three times as long.
    """
    if text.find("\n", start, end) >= 0 or text.find("\r", start, end) >= 0:
        return None
    writer = Writer()
    links: list[Link] = []
    html: list[str] = []
    at = start
    for found in _LINK.finditer(text, start, end):
        before, label = PLAIN.fullmatch(text, at, found.start()), PLAIN.fullmatch(text, *found.span("label"))
        if before is None or label is None:
            return None
        _add_words(writer, before)
        _add_words(writer, label)
        href = found["href"]
        html += [before[0], f'<a href="{escape(href)}">', label[0], "</a>"]
        links.append(Link(href, label[1], LinkRole.REFERENCE, Span(*found.span()), Span(*found.span("href"))))
        at = found.end()
    # Brackets that are no link are no plain words either.
    after = PLAIN.fullmatch(text, at, end)
    if after is None:
        return None
    _add_words(writer, after)
    html.append(after[0])
    return Content(writer.finish(), "".join(html).strip(), tuple(links), (), ())


def _add_words(writer: Writer, plain: re.Match[str]) -> None:
    """Add plain words with the blanks round them."""
    start, end = plain.span()
    first, last = plain.span(1)
    if start < first:
        writer.space(start, first, newline=False)
    if first < last:
        writer.word(plain[1], first, last)
    if start < last < end:
        writer.space(last, end, newline=False)
