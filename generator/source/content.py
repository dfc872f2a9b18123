"""The content of a cell or a heading: shown text with its way back, links, HTML, and what was mended."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from html import escape, unescape
from types import MappingProxyType
from typing import TYPE_CHECKING

from generator.catalogue import Link, LinkRole, Repair, RepairKind, Span
from generator.source.broken_links import broken_links
from generator.source.inline import BLANK_LINE, Mark, inline_marks, markdown_start
from generator.source.markup import (
    BLOCK_LEVEL,
    COMMONMARK_TAG,
    INLINE,
    KNOWN,
    OPTIONAL_END,
    RAW_TEXT,
    STRUCTURE,
    VOID,
    Tag,
    attribute,
    attributes,
    end_of_comment,
    is_pseudo_tag,
    scan,
)
from generator.source.plain import PLAIN, ZERO_WIDTH, Content, Writer, linked_words, plain_content, plain_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.source.shown import Shown

_PIECE = re.compile(
    rf"(?P<word>[^\s&{ZERO_WIDTH}]+)|(?P<space>\s+)|[{ZERO_WIDTH}]+"
    r"|(?P<reference>&(?:\#[0-9]{1,8}|\#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?)|(?P<ampersand>&)"
)
_LITERAL_PIECE = re.compile(r"\s+|\S+")
_AUTOLINK = re.compile(
    r"<((?:[a-z][a-z0-9+.-]{1,31}:/|mailto:|tel:)[^\s<>]*|(?P<mail>[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+))>",
    re.IGNORECASE | re.ASCII,
)


class Dialect(Enum):
    """Which Markdown counts in a range."""

    HTML = "html"
    """HTML: Markdown counts after a blank line, as CommonMark has it, but links count everywhere, since an editor
    who writes ``[…](…)`` in a cell means a link.  Tags are read as a browser reads them."""
    MARKDOWN = "markdown"
    """A paragraph or heading: all inline Markdown; ``<Region>`` and ``a<b`` are words."""
    PIPES = "pipes"
    """A cell of a pipe table: as MARKDOWN, and a backslash before a bar is never shown."""


def read_content(  # noqa: PLR0913 - a range and how to read it
    text: str,
    start: int,
    end: int,
    *,
    dialect: Dialect = Dialect.HTML,
    base: int = 0,
    references: Mapping[str, str] = MappingProxyType({}),
) -> Content:
    """Read ``text[start:end]``.

    ``base`` is added to every offset: the place of ``text`` in its source.  ``references`` are the targets of
    reference links.
    """
    if plain := PLAIN.fullmatch(text, start, end):
        first, last = plain.span(1)
        return plain_content(plain[1], Span(first + base, last + base))
    content = None
    if dialect is Dialect.HTML:
        content = plain_lines(text, start, end)
    elif not references:
        content = linked_words(text, start, end)
    if content is None:
        content = _Reader(text, start, end, dialect, references).read()
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
        repairs=tuple(
            replace(repair, span=shift(repair.span), opened=repair.opened and shift(repair.opened))
            for repair in content.repairs
        ),
    )


@dataclass(slots=True)
class _OpenLink:
    tag: Tag
    href: str
    href_span: Span
    since: int


class _Reader:
    """The state while one content is read."""

    def __init__(self, text: str, start: int, end: int, dialect: Dialect, references: Mapping[str, str]) -> None:
        self.text, self.start, self.end, self.dialect = text, start, end, dialect
        self.markdown_from = markdown_start(text, start, end) if dialect is Dialect.HTML else start
        self.marks = inline_marks(text, start, end, self.markdown_from, references)
        self.next_mark = 0
        self.broken_links = broken_links(text, start, end, self.marks)
        self.next_broken = 0
        self.since: list[int] = []
        """Where the shown words of each open Markdown link begin."""
        self.writer = Writer()
        self.edits: list[tuple[int, int, str]] = []
        self.links: list[tuple[str, LinkRole, Span, Span, int, int]] = []
        self.repairs: list[Repair] = []
        self.anchors: list[str] = []
        self.open: list[Tag] = []
        self.counts: dict[str, int] = {}
        """How many elements of each name are open."""
        self.cut_short: dict[str, tuple[int, Tag, Tag]] = {}
        """Name → (number of its repair, start tag, end tag of the one round it) of an element that was cut short."""
        self.misnamed: tuple[int, Tag, Tag] | None = None
        """(number of its repair, end tag, innermost open element) of the last end tag that closes nothing."""
        self.link: _OpenLink | None = None

    def read(self) -> Content:
        position = self.start
        hidden = False
        if "<" in self.text[self.start : self.end]:
            for tag in scan(self.text, self.start, self.end):
                if tag.start < position or self._is_words(tag):
                    continue
                if not hidden:
                    position = self._text(position, tag.start)
                    if position > tag.start:
                        continue
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

    def _text(self, start: int, end: int) -> int:
        """Take text between two tags, passing over comments; return where it really ended."""
        opening = self.text.find("<!--", start, end)
        while opening >= 0:
            closing = end_of_comment(self.text, opening, end)
            if closing is None:
                break
            self._marked(start, opening)
            start, opening = closing, self.text.find("<!--", closing, end)
        return self._marked(start, end)

    def _marked(self, start: int, end: int) -> int:
        """Take text in which marks of Markdown may stand; one that begins before ``end`` is taken whole."""
        self._broken(start, end)
        while self.next_mark < len(self.marks) and (mark := self.marks[self.next_mark]).start < end:
            self.next_mark += 1
            if mark.start < start or (self.open and self._in_code()):
                continue
            self._plain(start, mark.start)
            self._mark(mark)
            start = mark.end
        if start < end:
            self._plain(start, end)
        return max(start, end)

    def _broken(self, start: int, end: int) -> None:
        """Note what begins in a range, is meant for a link and is none; it is shown as it stands."""
        while self.next_broken < len(self.broken_links):
            broken = self.broken_links[self.next_broken]
            if broken.span.start >= end:
                return
            self.next_broken += 1
            if broken.span.start >= start and not self._in_code():
                self.repairs.append(broken)

    def _in_code(self) -> bool:
        """Tell whether an element is open in which Markdown is text."""
        return bool(self.counts.get("code") or self.counts.get("pre"))

    def _mark(self, mark: Mark) -> None:
        self.edits.append((mark.start, mark.end, mark.html))
        if mark.opens:
            self.since.append(self.writer.length)
        elif mark.shown:
            self._literal(mark.shown)
        elif mark.anchor:
            self.anchors.append(mark.anchor)
        if link := mark.link:
            words = (link.label.start, link.label.end)
            if link.role is not LinkRole.IMAGE or link.span.start != mark.start:
                words = (self.since.pop() if self.since else self.writer.length, self.writer.length)
            self.links.append((link.href, link.role, link.span, link.href_span, *words))

    def _literal(self, span: Span) -> None:
        """Show characters as they are, references and all."""
        for found in _LITERAL_PIECE.finditer(self.text, span.start, span.end):
            if found[0].isspace():
                self.writer.space(found.start(), found.end(), newline=False)
            elif self.dialect is Dialect.PIPES and "\\|" in found[0]:
                self.writer.word(found[0].replace("\\|", "|"), found.start(), found.end(), whole=True)
            else:
                self.writer.word(found[0], found.start(), found.end())

    def _is_words(self, tag: Tag) -> bool:
        """Tell whether Markdown takes a tag for words: ``a<b`` and pseudo-tags such as ``<Region>``."""
        if self.dialect is Dialect.HTML or tag.name in KNOWN:
            return self.dialect is not Dialect.HTML and not COMMONMARK_TAG.match(self.text, tag.start)
        if _AUTOLINK.match(self.text, tag.start):
            return False
        return is_pseudo_tag(self.text[tag.start : tag.end])

    def _plain(self, start: int, end: int) -> None:
        """Take text with no markup in it but character references."""
        writer = self.writer
        if plain := PLAIN.fullmatch(self.text, start, end):
            self._words(start, end, plain)
            return
        for found in _PIECE.finditer(self.text, start, end):
            kind = found.lastgroup
            if kind in ("word", "ampersand"):
                writer.word(found[0], found.start(), found.end())
            elif kind == "space":
                self._gap(found.start(), found.end())
            elif kind == "reference":
                self._reference(found)

    def _words(self, start: int, end: int, plain: re.Match[str]) -> None:
        """Take plain words with white space round them."""
        first, last = plain.span(1)
        for gap_start, gap_end in ((start, first), (last, end)):
            if gap_start < gap_end:
                self._gap(gap_start, gap_end)
            if gap_end == first < last:
                self.writer.word(plain[1], first, last)

    def _gap(self, start: int, end: int) -> None:
        """Take white space; a blank line in HTML parts paragraphs, as Markdown has it."""
        gap = self.text[start:end]
        newline = "\n" in gap or "\r" in gap
        if newline and self.dialect is Dialect.HTML and BLANK_LINE.search(gap):
            self.writer.line(start, end)
        else:
            self.writer.space(start, end, newline=newline)

    def _reference(self, found: re.Match[str]) -> None:
        decoded = unescape(found[0])
        visible = decoded.strip(ZERO_WIDTH).strip()
        if decoded[:1].isspace():
            self.writer.space(found.start(), found.end(), newline=False)
        if visible:
            self.writer.word(visible, found.start(), found.end(), whole=visible != found[0])

    # -- tags ---------------------------------------------------------------------------------------------------

    def _tag(self, tag: Tag) -> None:
        name = tag.name
        if name == "br" or (name in BLOCK_LEVEL and self._breaks(tag)):
            self.writer.line(tag.start, tag.end)
        elif name in ("td", "th") and (not tag.closing or self.counts.get(name)):
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

    def _breaks(self, tag: Tag) -> bool:
        """Tell whether a browser begins a line at a block's tag: not at an end tag that closes nothing, but for p."""
        return not tag.closing or tag.name == "p" or bool(self.counts.get(tag.name))

    def _unknown(self, tag: Tag) -> None:
        """Take a tag that HTML does not know: an autolink where Markdown counts, else a typing mistake."""
        address = _AUTOLINK.match(self.text, tag.start)
        if address and tag.start >= self.markdown_from:
            since = self.writer.length
            self.writer.word(address[1], *address.span(1))
            href = f"mailto:{address[1]}" if address["mail"] else address[1]
            self.links.append(
                (
                    href,
                    LinkRole.REFERENCE,
                    Span(*address.span()),
                    Span(*address.span(1)),
                    since,
                    self.writer.length,
                )
            )
            self.edits.append((*address.span(), f'<a href="{escape(href)}">{escape(address[1])}</a>'))
        else:
            self._repair(RepairKind.UNKNOWN_TAG, tag.name, tag, detail="/" if tag.closing else "")

    def _void(self, tag: Tag) -> None:
        if tag.closing:
            self._repair(RepairKind.BROKEN_BREAK if tag.name == "br" else RepairKind.STRAY_END, tag.name, tag)
        elif tag.name == "img":
            # Without an address it is a picture all the same, and an editor's to mend.
            source = attribute(self.text, tag, "src") or ("", Span(tag.end - 1, tag.end - 1))
            alt = attribute(self.text, tag, "alt")
            span = alt[1] if alt else Span(tag.end, tag.end)
            self.links.append(
                (source[0].strip(), LinkRole.IMAGE, Span(tag.start, tag.end), source[1], span.start, span.end)
            )

    def _open(self, tag: Tag) -> None:
        if self.text[tag.end - 2] == "/" and tag.name in OPTIONAL_END:
            self._repair(RepairKind.BROKEN_BREAK, tag.name, tag)
        href: tuple[str, Span] | None = None
        named = False
        for name, value, span in attributes(self.text, tag.attributes):
            if name == "href" and href is None:
                href = value, span
            elif name in ("id", "name") and value:
                self.anchors.append(value)
                named = True
        if tag.name == "a":
            # <a> alone is a link that lost its address; with a name it is a place.
            self._open_link(tag, href or (None if named else ("", Span(tag.end - 1, tag.end - 1))))
        self.open.append(tag)
        self.counts[tag.name] = self.counts.get(tag.name, 0) + 1

    def _open_link(self, tag: Tag, href: tuple[str, Span] | None) -> None:
        if self.link:
            # A browser ends a link where the next begins.
            self._repair(RepairKind.UNCLOSED, "a", self.link.tag)
            self._forget(self.link.tag)
            self._end_link(tag.start)
        if href:
            self.link = _OpenLink(tag, href[0].strip(), href[1], self.writer.length)

    def _end_link(self, end: int) -> None:
        if link := self.link:
            span = Span(link.tag.start, end)
            self.links.append((link.href, LinkRole.REFERENCE, span, link.href_span, link.since, self.writer.length))
            self.link = None

    def _close(self, tag: Tag) -> None:
        """Take an end tag: it closes the nearest element of its name and all that is open within."""
        if not self.counts.get(tag.name):
            self._close_nothing(tag)
            return
        while (other := self._pop()).name != tag.name:
            self._left_open(other, tag)
        if tag.name == "a":
            self._end_link(tag.end)

    def _close_nothing(self, tag: Tag) -> None:
        """Take an end tag without a start tag: its element overlaps another, or was closed as another, or is none."""
        if cut := self.cut_short.pop(tag.name, None):
            number, opened, closer = cut
            span = Span(closer.start, closer.end)
            self.repairs[number] = Repair(RepairKind.OVERLAPPING, tag.name, span, Span(opened.start, opened.end))
            if tag.name == "a":
                self._end_link(tag.end)
            return
        if self.open and self.open[-1].name in INLINE and tag.name in INLINE:
            self.misnamed = len(self.repairs), tag, self.open[-1]
        self._repair(RepairKind.STRAY_END, tag.name, tag)

    def _pop(self) -> Tag:
        tag = self.open.pop()
        self.counts[tag.name] -= 1
        return tag

    def _forget(self, tag: Tag) -> None:
        """Take an element off the open ones, unless the end of one round it did; it is nearly always the last."""
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index] is tag:
                del self.open[index]
                self.counts[tag.name] -= 1
                return

    def _left_open(self, tag: Tag, closer: Tag | None = None) -> None:
        """Note an element that was not closed before ``closer``, the end tag of one that holds it, or the end."""
        if tag.name in OPTIONAL_END or tag.name in STRUCTURE - {"table"}:
            return
        if self.misnamed and self.misnamed[2] is tag:
            number, end, _ = self.misnamed
            span = Span(end.start, end.end)
            self.repairs[number] = Repair(RepairKind.CROSSED, end.name, span, Span(tag.start, tag.end), tag.name)
            return
        if closer:
            self.cut_short[tag.name] = len(self.repairs), tag, closer
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
