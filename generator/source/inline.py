"""Inline Markdown in cells, headings and paragraphs, as marks with their places.

markdown-it-py makes the HTML of paragraphs, but its inline tokens know no positions; links and shown text need them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from generator.catalogue import LinkRole, Span
from generator.source.code_spans import CodeSpans
from generator.source.markup import decode_references

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BLANK_LINE = re.compile(r"\n[ \t]*\r?\n|\r[ \t]*\r")
"""What ends a block of HTML in Markdown (CommonMark, 4.6)."""
_LITERAL = re.compile(r"\\[!-/:-@\[-`{-~]|`++")
_LABEL = r"\[(?P<label>[^\[\]]*+(?:\[[^\[\]]*+\][^\[\]]*+)*+)\]"
_LINK = re.compile(
    rf"(?P<image>!?){_LABEL}"
    r"\(\s*+(?P<href><[^<>\n]*+>|[^\s()]*+(?:\([^\s()]*+\)[^\s()]*+)*+)(?:\s++(?:\"[^\"\n]*+\"|'[^'\n]*+'|\([^()\n]*+\)))?+\s*+\)"
)
_ADDRESS = re.compile(
    r"<?(?:[a-z][a-z0-9+.-]*:|https?[：;/]|[/#\\]|\.{1,2}/|[\w-]+(?:[./][\w-]+)*\.[a-z]{2,5}\b)", re.IGNORECASE
)
_REFERENCE = re.compile(rf"(?P<image>!?){_LABEL}(?:\[(?P<name>[^\[\]]*+)\])?")
_EMPHASIS = re.compile(
    r"(?<!\*)\*\*(?=[^\s*])(?P<strong>[^*\n]++)(?<!\s)\*\*(?!\*)"
    r"|~~(?=[^\s~])(?P<del>[^~\n]++)(?<!\s)~~"
    r"|(?<![*\w])\*(?=[^\s*])(?P<em>[^*\n]++)(?<!\s)\*(?![*\w])"
)


class LinkMark(NamedTuple):
    """What a mark says of the link that it opens or closes."""

    href: str
    role: LinkRole
    span: Span
    href_span: Span
    label: Span


class Mark(NamedTuple):
    """Characters that are markup; what they show, if anything, is in ``shown``."""

    start: int
    end: int
    html: str
    """What stands in their place in the HTML."""
    shown: Span | None = None
    """Literal characters that a reader sees."""
    link: LinkMark | None = None
    """Set on the mark that closes a link, and on a picture."""
    opens: bool = False
    """It opens a link."""
    anchor: str | None = None
    """The id that ``[](id:x)`` sets."""


def markdown_start(text: str, start: int, end: int) -> int:
    """Return where Markdown begins to count within HTML: after the first blank line (CommonMark, 4.6)."""
    blank = BLANK_LINE.search(text, start, end)
    return blank.end() if blank else end


def inline_marks(text: str, start: int, end: int, markdown: int, references: Mapping[str, str]) -> list[Mark]:
    """Return the marks in ``text[start:end]``, in order; before ``markdown`` only links count.

    ``references`` are the targets of reference links by their normalised name.
    """
    segment = text[start:end]
    formatted = markdown < end and any(character in segment for character in "`*\\~")
    if "](" not in segment and not formatted and not (references and "[" in segment):
        return []
    literal = list(_literal(text, markdown, end)) if formatted else []
    hidden = _Hidden(literal)
    marks = [*literal, *_links(text, start, end, hidden, markdown)]
    if references:
        marks += _reference_links(text, start, end, _Hidden(sorted(marks)), references)
    if formatted:
        marks += _emphasis(text, markdown, end, _Hidden(sorted(marks)))
    return sorted(marks)


class _Hidden:
    """The ranges of marks, to ask what stands in one."""

    def __init__(self, marks: list[Mark]) -> None:
        self.starts = [mark.start for mark in marks]
        self.ends = [mark.end for mark in marks]

    def __contains__(self, offset: int) -> bool:
        at = bisect_right(self.starts, offset) - 1
        return at >= 0 and offset < self.ends[at]


def _literal(text: str, start: int, end: int) -> Iterator[Mark]:
    """Yield code spans and escaped characters, which nothing else may read."""
    spans, position = CodeSpans(text, start, end), start
    while found := _LITERAL.search(text, position, end):
        at, position = found.span()
        if found[0].startswith("\\"):
            yield Mark(at, position, escape(found[0][1:]), Span(at + 1, position))
        elif span := spans.begun(at):
            inside = Span(span.start + span.ticks, span.end - span.ticks)
            code = " ".join(text[inside.start : inside.end].split())
            yield Mark(span.start, span.end, f"<code>{escape(code, quote=False)}</code>", inside)
            position = span.end


def _links(text: str, start: int, end: int, hidden: _Hidden, markdown: int) -> Iterator[Mark]:
    for found in _LINK.finditer(text, start, end):
        if found.start() in hidden or found.start("href") - 1 in hidden:
            continue
        # In HTML, [0-9](x|y) is a pattern and no link: there the target must look like an address.
        if found.start() >= markdown or _ADDRESS.match(found["href"]) or _lost_its_address(found):
            yield from _link(found, hidden, markdown)


def _lost_its_address(found: re.Match[str]) -> bool:
    """Tell whether ``[…]()`` is a link without an address; ``list[0]()`` and ``[a-z]()`` are none."""
    if found["href"] not in ("", "<>") or (found["label"].isascii() and "-" in found["label"]):
        return False
    if found["image"]:
        return True
    before = found.string[found.start() - 1 : found.start()]
    return not (before.isascii() and before.isalnum()) and before not in tuple("])}_`\\")


def _link(found: re.Match[str], hidden: _Hidden, markdown: int) -> Iterator[Mark]:
    first, last = found.span("href")
    if found["href"].startswith("<"):
        first, last = first + 1, last - 1
    href = decode_references(found.string[first:last])
    label = Span(*found.span("label"))
    role = LinkRole.IMAGE if found["image"] else LinkRole.REFERENCE
    link = LinkMark(href, role, Span(*found.span()), Span(first, last), label)
    if role is LinkRole.IMAGE:
        html = f'<img src="{escape(href)}" alt="{escape(found["label"])}">'
        yield Mark(*found.span(), html, link=link)
        return
    if href.startswith("id:"):
        yield Mark(found.start(), label.start, f'<span id="{escape(href[3:])}">', anchor=href[3:])
        yield Mark(label.end, found.end(), "</span>")
        return
    yield Mark(found.start(), label.start, f'<a href="{escape(href)}">', opens=True)
    # A picture may stand in a link's words.
    yield from _links(found.string, label.start, label.end, hidden, markdown)
    yield Mark(label.end, found.end(), "</a>", link=link)


def _reference_links(text: str, start: int, end: int, hidden: _Hidden, references: Mapping[str, str]) -> Iterator[Mark]:
    for found in _REFERENCE.finditer(text, start, end):
        name = found["name"] or found["label"]
        href = references.get(" ".join(name.split()).lower().upper())
        if href is None or found.start() in hidden:
            continue
        label = Span(*found.span("label"))
        role = LinkRole.IMAGE if found["image"] else LinkRole.REFERENCE
        place = Span(*(found.span("name") if found["name"] else found.span("label")))
        link = LinkMark(href, role, Span(*found.span()), place, label)
        yield Mark(found.start(), label.start, f'<a href="{escape(href)}">', opens=True)
        yield Mark(label.end, found.end(), "</a>", link=link)


def _emphasis(text: str, start: int, end: int, hidden: _Hidden) -> Iterator[Mark]:
    for found in _EMPHASIS.finditer(text, start, end):
        element = found.lastgroup or ""
        first, last = found.span(element)
        if found.start() not in hidden and last not in hidden:
            yield Mark(found.start(), first, f"<{element}>")
            yield Mark(last, found.end(), f"</{element}>")
