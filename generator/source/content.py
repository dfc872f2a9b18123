"""The content of a cell or a heading: shown text with its way back, links, HTML, and what was mended."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from html import escape, unescape

from generator.catalogue import Link, LinkRole, Repair, RepairKind, Span
from generator.source.markup import (
    BLOCK_LEVEL,
    KNOWN,
    OPTIONAL_END,
    RAW_TEXT,
    VOID,
    Tag,
    attribute,
    decode_references,
    end_of_comment,
    scan,
)
from generator.source.shown import Shown

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Characters that a browser does not show."""

_PIECE = re.compile(
    rf"(?P<word>[^\s&{ZERO_WIDTH}]+)|(?P<space>\s+)|[{ZERO_WIDTH}]+"
    r"|(?P<reference>&(?:\#[0-9]{1,8}|\#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?)|(?P<ampersand>&)"
)
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n|\r[ \t]*\r")
_LINK = (
    r"(?P<image>!?)\[(?P<label>[^\[\]\n]*+(?:\[[^\[\]\n]*+\][^\[\]\n]*+)*+)\]"
    r"\(\s*+(?P<href><[^<>\n]*+>|[^\s()]*+(?:\([^\s()]*+\)[^\s()]*+)*+)(?:\s++(?:\"[^\"\n]*+\"|'[^'\n]*+'))?+\s*+\)"
)
_LINKS = re.compile(_LINK)
_INLINE = re.compile(
    _LINK + r"|\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<ticks>`++)(?P<code>[^`\n]++)(?P=ticks)(?!`)"
    r"|(?<!\*)\*\*(?=[^\s*])(?P<strong>[^*\n]++)(?<!\s)\*\*(?!\*)|~~(?=[^\s~])(?P<deleted>[^~\n]++)(?<!\s)~~"
    r"|(?<![*\w])\*(?=[^\s*])(?P<emphasis>[^*\n]++)(?<!\s)\*(?![*\w])"
)
# Words with single blanks between them and nothing else: most cells and headings.
_SIMPLE = re.compile(rf"\s*+([^\s<>&\[\]`*~\\{ZERO_WIDTH}]*+(?: [^\s<>&\[\]`*~\\{ZERO_WIDTH}]++)*+)\s*+")
_EMPTY = Shown("", (), (), ())
_WRAPPERS = {"strong": "strong", "deleted": "del", "emphasis": "em", "code": "code"}
_AUTOLINK = re.compile(r"<(https?://[^\s<>]+)>", re.IGNORECASE)


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
        return replace(self.shown, text="".join(characters))


def read_content(
    text: str, start: int, end: int, *, markdown: bool = False, base: int = 0
) -> Content:
    """Read ``text[start:end]``.

    With ``markdown`` all inline Markdown counts (pipe tables, headings).  Otherwise the range is HTML, in which
    Markdown counts after a blank line, as CommonMark has it, and links count everywhere, since an editor who
    writes ``[…](…)`` in a cell means a link.  ``base`` is added to every offset: the place of ``text`` in its
    source.
    """
    if plain := _SIMPLE.fullmatch(text, start, end):
        first, last = plain.span(1)
        shown = Shown(plain[1], (0,), (first + base,), (last + base,)) if first < last else _EMPTY
        return Content(shown, plain[1], (), (), ())
    content = _Reader(text, start, end, markdown=markdown).read()
    return _shifted(content, base) if base else content


def _shifted(content: Content, base: int) -> Content:
    def shift(span: Span) -> Span:
        return Span(span.start + base, span.end + base)

    shown = content.shown
    return replace(
        content,
        shown=replace(
            shown, starts=tuple(at + base for at in shown.starts), ends=tuple(at + base for at in shown.ends)
        ),
        links=tuple(replace(link, span=shift(link.span), href_span=shift(link.href_span)) for link in content.links),
        repairs=tuple(replace(repair, span=shift(repair.span)) for repair in content.repairs),
    )


@dataclass(slots=True)
class _Writer:
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
        return Shown("".join(self.pieces), tuple(self.shown), tuple(self.starts), tuple(self.ends))


@dataclass(slots=True)
class _OpenLink:
    tag: Tag
    href: str
    href_span: Span
    since: int


class _Reader:
    """The state while one content is read."""

    def __init__(self, text: str, start: int, end: int, *, markdown: bool) -> None:
        self.text, self.start, self.end = text, start, end
        blank = None if markdown else _BLANK_LINE.search(text, start, end)
        self.markdown_from = start if markdown else blank.end() if blank else end
        self.writer = _Writer()
        self.edits: list[tuple[int, int, str]] = []
        self.links: list[tuple[str, LinkRole, Span, Span, int, int]] = []
        self.repairs: list[Repair] = []
        self.anchors: list[str] = []
        self.open: list[Tag] = []
        self.counts: Counter[str] = Counter()
        """How many elements of each name are open."""
        self.link: _OpenLink | None = None

    def read(self) -> Content:
        position = self.start
        hidden = False
        if "<" in self.text[self.start : self.end]:
            for tag in scan(self.text, self.start, self.end):
                if not hidden:
                    self._text(position, tag.start)
                hidden = tag.name in RAW_TEXT and not tag.closing
                self._tag(tag)
                position = tag.end
        if not hidden:
            self._text(position, self.end)
        self._unclosed()
        shown = self.writer.finish()
        return Content(
            shown,
            self._html(),
            self._links(shown),
            tuple(self.repairs),
            tuple(self.anchors),
            tuple(self.writer.newlines),
        )

    # -- text ---------------------------------------------------------------------------------------------------

    def _text(self, start: int, end: int) -> None:
        """Take text between two tags, passing over comments."""
        opening = self.text.find("<!--", start, end)
        while opening >= 0:
            closing = end_of_comment(self.text, opening, end)
            if closing is None:
                break
            self._prose(start, opening)
            start, opening = closing, self.text.find("<!--", closing, end)
        self._prose(start, end)

    def _prose(self, start: int, end: int) -> None:
        """Take text without tags and comments, in which Markdown may stand."""
        pattern = _INLINE if start >= self.markdown_from else _LINKS
        if start < self.markdown_from < end:
            self._prose(start, self.markdown_from)
            self._prose(self.markdown_from, end)
            return
        segment = self.text[start:end]
        if "](" not in segment and (pattern is _LINKS or not any(mark in segment for mark in "`*\\~")):
            self._plain(start, end)
            return
        position = start
        for found in pattern.finditer(self.text, start, end):
            self._plain(position, found.start())
            self._construct(found)
            position = found.end()
        self._plain(position, end)

    def _construct(self, found: re.Match[str]) -> None:
        """Take one inline construct of Markdown."""
        kind = found.lastgroup or ""
        if found["label"] is not None:
            self._markdown_link(found)
        elif kind == "escaped":
            self.writer.word(found["escaped"], *found.span("escaped"))
            self.edits.append((*found.span(), escape(found["escaped"])))
        else:
            element = _WRAPPERS[kind]
            inner = found.span(kind)
            self.edits += [(found.start(), inner[0], f"<{element}>"), (inner[1], found.end(), f"</{element}>")]
            self._plain(*inner)

    def _markdown_link(self, found: re.Match[str]) -> None:
        start, end = found.span("href")
        if self.text[start:end].startswith("<"):
            start, end = start + 1, end - 1
        href = decode_references(self.text[start:end])
        label = found.span("label")
        since = self.writer.length
        if href.startswith("id:"):
            self.anchors.append(href[3:])
            self._plain(*label)
            replacement = (f'<span id="{escape(href[3:])}">', "</span>")
        elif found["image"]:
            self.links.append((href, LinkRole.IMAGE, Span(*found.span()), Span(start, end), *label))
            alt = escape(self.text[label[0] : label[1]])
            self.edits.append((*found.span(), f'<img src="{escape(href)}" alt="{alt}">'))
            return
        else:
            self._plain(*label)
            self.links.append((href, LinkRole.REFERENCE, Span(*found.span()), Span(start, end), since, self.writer.length))
            replacement = (f'<a href="{escape(href)}">', "</a>")
        self.edits += [(found.start(), label[0], replacement[0]), (label[1], found.end(), replacement[1])]

    def _plain(self, start: int, end: int) -> None:
        """Take text with no markup in it but character references."""
        writer = self.writer
        for found in _PIECE.finditer(self.text, start, end):
            kind = found.lastgroup
            if kind == "word" or kind == "ampersand":
                writer.word(found[0], found.start(), found.end())
            elif kind == "space":
                piece = found[0]
                writer.space(found.start(), found.end(), newline="\n" in piece or "\r" in piece)
            elif kind == "reference":
                self._reference(found)

    def _reference(self, found: re.Match[str]) -> None:
        decoded = unescape(found[0])
        visible = decoded.strip(ZERO_WIDTH)
        if decoded.isspace():
            self.writer.space(found.start(), found.end(), newline=False)
        elif visible:
            self.writer.word(visible, found.start(), found.end(), whole=visible != found[0])

    # -- tags ---------------------------------------------------------------------------------------------------

    def _tag(self, tag: Tag) -> None:
        name = tag.name
        if name == "br" or name in BLOCK_LEVEL:
            self.writer.line(tag.start, tag.end)
        elif name in ("td", "th"):
            self.writer.space(tag.start, tag.end, newline=False)
        if name not in KNOWN:
            self._unknown(tag)
            return
        if tag.broken:
            self._repair(RepairKind.BROKEN_TAG, name, tag)
        if name in VOID:
            self._void(tag)
        elif tag.closing:
            self._close(tag)
        else:
            self._open(tag)

    def _unknown(self, tag: Tag) -> None:
        """Take a tag that HTML does not know: an autolink where Markdown counts, else a typing mistake."""
        address = _AUTOLINK.match(self.text, tag.start)
        if address and tag.start >= self.markdown_from:
            since = self.writer.length
            self.writer.word(address[1], *address.span(1))
            self.links.append(
                (address[1], LinkRole.REFERENCE, Span(*address.span()), Span(*address.span(1)), since, self.writer.length)
            )
            self.edits.append((*address.span(), f'<a href="{escape(address[1])}">{escape(address[1])}</a>'))
        else:
            self._repair(RepairKind.UNKNOWN_TAG, tag.name, tag, detail="/" if tag.closing else "")

    def _void(self, tag: Tag) -> None:
        if tag.closing:
            self._repair(RepairKind.BROKEN_BREAK if tag.name == "br" else RepairKind.STRAY_END, tag.name, tag)
        elif tag.name == "img" and (source := attribute(self.text, tag, "src")):
            alt = attribute(self.text, tag, "alt")
            span = alt[1] if alt else Span(tag.end, tag.end)
            self.links.append(
                (source[0].strip(), LinkRole.IMAGE, Span(tag.start, tag.end), source[1], span.start, span.end)
            )

    def _open(self, tag: Tag) -> None:
        self.anchors += [
            found[0] for name in ("id", "name") if (found := attribute(self.text, tag, name)) and found[0]
        ] if "=" in self.text[tag.attributes[0] : tag.attributes[1]] else []
        if self.text[tag.end - 2] == "/" and tag.name in OPTIONAL_END:
            self._repair(RepairKind.BROKEN_BREAK, tag.name, tag)
        if tag.name == "a":
            self._open_link(tag)
        self.open.append(tag)
        self.counts[tag.name] += 1

    def _open_link(self, tag: Tag) -> None:
        if self.link:
            # A browser ends a link where the next begins.
            self._repair(RepairKind.UNCLOSED, "a", self.link.tag)
            self._forget(self.link.tag)
            self._end_link(tag.start)
        if href := attribute(self.text, tag, "href"):
            self.link = _OpenLink(tag, href[0].strip(), href[1], self.writer.length)

    def _end_link(self, end: int) -> None:
        if link := self.link:
            span = Span(link.tag.start, end)
            self.links.append((link.href, LinkRole.REFERENCE, span, link.href_span, link.since, self.writer.length))
            self.link = None

    def _close(self, tag: Tag) -> None:
        """Take an end tag: it closes the nearest element of its name and all that is open within."""
        if not self.counts[tag.name]:
            self._repair(RepairKind.STRAY_END, tag.name, tag)
            return
        while (other := self._pop()).name != tag.name:
            self._left_open(other)
        if tag.name == "a":
            self._end_link(tag.end)

    def _pop(self) -> Tag:
        tag = self.open.pop()
        self.counts[tag.name] -= 1
        return tag

    def _forget(self, tag: Tag) -> None:
        """Take an element off the open ones; it is nearly always the last."""
        at = next(index for index in range(len(self.open) - 1, -1, -1) if self.open[index] is tag)
        del self.open[at]
        self.counts[tag.name] -= 1

    def _left_open(self, tag: Tag) -> None:
        if tag.name not in OPTIONAL_END and tag.name not in ("td", "tr", "th", "tbody", "thead", "tfoot"):
            self._repair(RepairKind.UNCLOSED, tag.name, tag)

    def _unclosed(self) -> None:
        for tag in self.open:
            self._left_open(tag)
        self._end_link(self.end)

    # -- results ------------------------------------------------------------------------------------------------

    def _repair(self, kind: RepairKind, name: str, tag: Tag, *, detail: str = "") -> None:
        self.repairs.append(Repair(kind, name, Span(tag.start, tag.end), None, detail))

    def _html(self) -> str:
        pieces, position = [], self.start
        for start, end, replacement in sorted(self.edits):
            pieces += [self.text[position:start], replacement]
            position = end
        pieces.append(self.text[position : self.end])
        return "".join(pieces).strip()

    def _links(self, shown: Shown) -> tuple[Link, ...]:
        links = []
        for href, role, span, href_span, start, end in sorted(self.links, key=lambda link: link[2].start):
            words = self.text[start:end] if role is LinkRole.IMAGE else shown.text[start:end]
            links.append(Link(href, " ".join(words.split()), role, span, href_span))
        return tuple(links)
