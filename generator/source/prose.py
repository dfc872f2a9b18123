"""Markdown around the tables: blocks, notices and headings, by markdown-it-py, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_inline import StateInline, html_inline

from generator.catalogue import Block, BlockKind, Link, Notice, Repair, RepairKind, Span
from generator.source.content import Dialect, read_content
from generator.source.markup import COMMONMARK_TAG, INLINE, KNOWN, is_pseudo_tag
from generator.source.masking import numbers_of
from generator.source.plain import Content
from generator.source.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from generator.source.lines import Masked, Opening

_KINDS = {
    "paragraph_open": BlockKind.PARAGRAPH,
    "bullet_list_open": BlockKind.LIST,
    "ordered_list_open": BlockKind.LIST,
    "blockquote_open": BlockKind.QUOTE,
    "fence": BlockKind.CODE,
    "code_block": BlockKind.CODE,
    "hr": BlockKind.RULE,
    "html_block": BlockKind.HTML,
}
# What may run over blank lines or reach into other paragraphs: then nothing stands for itself.
_SPANNING = ("```", "~~~", "]:")
_SPANNING_TAG = re.compile(r"<(?:!|\?|pre|script|style|textarea)", re.IGNORECASE)
_PLAIN_HEADING = re.compile(r"(#{1,6}) ([^\s\\`*_\[\]<>!&~#](?:[^\\`*_\[\]<>!&~#]*[^\s\\`*_\[\]<>!&~#])?)")
_PLAIN_PARAGRAPH = re.compile(r"[^\s!-@\[-`{-~][^\\`*_<>!&~]*")
_ONE_LINE = (
    ["paragraph_open", "inline", "paragraph_close"],
    ["heading_open", "inline", "heading_close"],
)
_UNPAIRED = (
    RepairKind.UNCLOSED,
    RepairKind.STRAY_END,
    RepairKind.CROSSED,
    RepairKind.OVERLAPPING,
    RepairKind.BROKEN_TAG,
)
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
# Inline Markdown begins with one of these; a paragraph without any is its own HTML.
_SPECIAL = frozenset("\\`*_[]<>!&~\n")
# Of these, brackets alone make links that are read anyway.
_SPECIAL_BUT_LINKS = _SPECIAL - frozenset("[]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with the place of its words."""

    level: int
    text: str
    words: Span
    span: Span
    links: tuple[Link, ...]
    html: str
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableMark:
    """The place of a table."""

    number: int


@dataclass(frozen=True, slots=True)
class Nested:
    """A notice within a list or quotation: it is published there, and counts as a notice all the same."""

    notice: Notice


Item = Heading | TableMark | Block | Notice | Nested


def parser() -> MarkdownIt:
    """Return the Markdown parser: CommonMark with strikethrough; only blocks are parsed at first."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable("strikethrough")
    markdown.inline.ruler.at("html_inline", _html_inline)
    markdown.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    return markdown.disable(["inline", "text_join"])


@cache
def _parser() -> MarkdownIt:
    """Return a parser to read with, in as many threads as may be: a source in parts would need it a thousand times.

    It finds out at its first use which rules there are; that is over when it is handed out.
    """
    markdown = parser()
    markdown.parse("- x\n", {})
    markdown.inline.parse("x", markdown, {}, [])
    return markdown


def _html_inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the form of markdown-it's rules
    """Take inline HTML as CommonMark does, but pseudo-tags such as ``<Region>`` for words."""
    found = COMMONMARK_TAG.match(state.src, state.pos)
    if found and _is_unknown(found[0]) and is_pseudo_tag(found[0]):
        return False
    return html_inline(state, silent)


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as above
    """Take an HTML block as CommonMark does, but not one that a pseudo-tag opens."""
    found = COMMONMARK_TAG.match(state.src, state.bMarks[start] + state.tShift[start])
    if found and _is_unknown(found[0]) and is_pseudo_tag(found[0]):
        return False
    return html_block(state, start, end, silent)


def _is_unknown(tag: str) -> bool:
    name = _TAG_NAME.match(tag)
    return name is not None and name[1].lower() not in KNOWN


@dataclass(frozen=True, slots=True)
class Prose:
    """What stands round the tables."""

    items: tuple[Item, ...]
    repairs: tuple[Repair, ...]
    """What is meant for a link and is none, and tags without their partner; some of them may come twice."""


def read_prose(text: str, masked: Masked, placed: dict[str, int]) -> Prose:
    """Return what the masked lines hold, in order."""
    reader = _Reader(text, masked, placed)
    items = tuple(reader.items())
    return Prose(items, tuple(reader.repairs))


class _Reader:
    def __init__(self, text: str, masked: Masked, placed: dict[str, int]) -> None:
        self.text, self.masked, self.placed = text, masked, placed
        self.markdown = _parser()
        self.env: dict[str, Any] = {}
        self.references: dict[str, str] = {}
        self.repairs: list[Repair] = []

    def items(self) -> Iterator[Item]:
        """Yield the items of all lines; lines that are a block by themselves need no Markdown parser."""
        lines = self.masked.lines
        text = "\n".join(lines)
        if any(sign in text for sign in _SPANNING) or _SPANNING_TAG.search(text):
            yield from self._markdown(0, len(lines))
            return
        first = 0
        for number, line in enumerate(lines):
            alone = (
                line and (number == 0 or not lines[number - 1]) and (number + 1 == len(lines) or not lines[number + 1])
            )
            if alone and (item := self._alone(number, line)):
                yield from self._markdown(first, number)
                yield item
                first = number + 1
        yield from self._markdown(first, len(lines))

    def _alone(self, number: int, line: str) -> Item | None:
        """Return the item that one line between blank lines is, None where that takes a Markdown parser."""
        if line in self.placed:
            return TableMark(self.placed[line])
        if found := _PLAIN_HEADING.fullmatch(line):
            return self._plain_heading(number, len(found[1]), found[2])
        if number in self.masked.openings and line.startswith("> ") and _PLAIN_PARAGRAPH.fullmatch(line, 2):
            return self._plain_notice(number, line[2:])
        if not _PLAIN_PARAGRAPH.fullmatch(line):
            return None
        content = self._words(number, [line])
        if not line.count("[") == line.count("]") == len(content.links):
            return None
        span = self.masked.span(number, number + 1)
        return Block(BlockKind.PARAGRAPH, content.shown.text, f"<p>{content.html}</p>", span, content.links)

    def _plain_notice(self, number: int, words: str) -> Notice | None:
        content = self._words(number, [words])
        if not words.count("[") == words.count("]") == len(content.links):
            return None
        opening = self.masked.openings[number]
        span = Span(min(self.masked.origins[number].start, opening.span.start), self.masked.origins[number].end)
        return Notice(opening.kind, opening.title, content.shown.text, f"<p>{content.html}</p>", span, content.links)

    def _plain_heading(self, number: int, level: int, words: str) -> Heading:
        content = self._words(number, [words])
        shown = content.shown
        html = f"<h{level}>{escape(words, quote=False)}</h{level}>"
        span = self.masked.span(number, number + 1)
        # A heading of zero-width characters shows nothing.
        place = shown.whole() if shown.text else Span(span.end, span.end)
        return Heading(level, shown.text, place, span, (), html, ())

    def _markdown(self, first: int, last: int) -> Iterator[Item]:
        """Yield the items of the lines from ``first`` up to ``last``, read by the Markdown parser."""
        if not any(self.masked.lines[first:last]):
            return
        self.env = {}
        tokens = self.markdown.parse("\n".join(self.masked.lines[first:last]), self.env)
        self.references = {name: str(found["href"]) for name, found in self.env.get("references", {}).items()}
        start = 0
        for index, token in enumerate(tokens):
            if token.map:
                token.map = [token.map[0] + first, token.map[1] + first]
            if token.level == 0 and token.nesting <= 0:
                yield from self._block(tokens[start : index + 1])
                start = index + 1

    def _block(self, tokens: Sequence[Token]) -> Iterator[Item]:
        opener = tokens[0]
        first, last = opener.map or (0, 0)
        if opener.type == "heading_open":
            yield self._heading(tokens, first, last)
            return
        if opener.type == "paragraph_open" and (numbers := numbers_of(tokens[1].content, self.placed)):
            yield from (TableMark(number) for number in numbers)
            return
        if opener.type == "blockquote_open" and (opening := self.masked.openings.get(first)):
            yield self._notice(tokens, opening)
            return
        if opener.type == "paragraph_open":
            yield self._paragraph(tokens, first, last)
            return
        contents = self._contents(tokens)
        yield Block(
            _KINDS.get(opener.type, BlockKind.HTML),
            "\n".join(content.shown.text for content in contents if content.shown.text),
            self._html(tokens),
            self.masked.span(first, last),
            tuple(link for content in contents for link in content.links),
        )
        for start, end in self._nested_quotes(tokens):
            inner = tokens[start : end + 1]
            yield Nested(self._notice(inner, self.masked.openings[(inner[0].map or [0])[0]]))

    def _paragraph(self, tokens: Sequence[Token], first: int, last: int) -> Block:
        """Read a paragraph; one with plain words and links only has its HTML already."""
        words = tokens[1].content
        content = self._inline(tokens[1])
        if (
            _SPECIAL_BUT_LINKS.isdisjoint(words)
            and words.count("[") == words.count("]") == len(content.links)
            and not self.references
        ):
            html = f"<p>{content.html}</p>"
        else:
            html = self._html(tokens)
        return Block(BlockKind.PARAGRAPH, content.shown.text, html, self.masked.span(first, last), content.links)

    def _heading(self, tokens: Sequence[Token], first: int, last: int) -> Heading:
        content = self._inline(tokens[1])
        span = self.masked.span(first, last)
        shown = content.shown
        words = shown.span(0, len(shown.text)) if shown.text else Span(span.end, span.end)
        text = " ".join(shown.text.split())
        return Heading(int(tokens[0].tag[1]), text, words, span, content.links, self._html(tokens), content.anchors)

    def _notice(self, tokens: Sequence[Token], opening: Opening) -> Notice:
        first, last = tokens[0].map or (0, 0)
        contents = self._contents(tokens[1:-1])
        span = self.masked.span(first, last)
        return Notice(
            opening.kind,
            opening.title,
            "\n".join(content.shown.text for content in contents if content.shown.text),
            self._html(tokens[1:-1]),
            Span(min(span.start, opening.span.start), span.end),
            tuple(link for content in contents for link in content.links),
        )

    def _nested_quotes(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Yield the first and last token of each notice inside a block."""
        for start, token in enumerate(tokens):
            if token.type == "blockquote_open" and token.map and token.map[0] in self.masked.openings:
                yield (
                    start,
                    next(
                        end
                        for end in range(start, len(tokens))
                        if tokens[end].type == "blockquote_close" and tokens[end].level == token.level
                    ),
                )

    # -- text and links -----------------------------------------------------------------------------------------

    def _contents(self, tokens: Sequence[Token]) -> list[Content]:
        """Return what each leaf of a block shows."""
        contents = []
        for token in tokens:
            if token.type == "inline":
                contents.append(self._inline(token))
            elif token.type == "html_block":
                contents.append(self._raw(token))
            elif token.type in ("fence", "code_block"):
                contents.append(self._code(token))
        return contents

    def _raw(self, token: Token) -> Content:
        first, last = token.map or (0, 0)
        span = self.masked.span(first, last)
        return self._noted(read_content(self.text, span.start, span.end))

    def _noted(self, content: Content) -> Content:
        """Return a content whose broken links and unpaired tags are noted."""
        if content.repairs:
            self.repairs += [repair for repair in content.repairs if _is_told(repair)]
        return content

    def _code(self, token: Token) -> Content:
        """Return code as it stands, markup and all."""
        first, last = token.map or (0, 0)
        span = self.masked.span(first, last)
        content = read_content("", 0, 0)
        return Content(_whole(token.content.rstrip("\n"), span), content.html, (), (), ())

    def _inline(self, token: Token) -> Content:
        """Read the words of a paragraph or heading at their place in the source."""
        return self._words((token.map or [0])[0], token.content.split("\n"))

    def _words(self, first: int, lines: Sequence[str]) -> Content:
        """Read inline Markdown that stands on the masked lines from ``first`` on."""
        places = [self._place(first + number, line) for number, line in enumerate(lines)]
        if len(places) == 1:
            return self._noted(
                read_content(self.text, *places[0], dialect=Dialect.MARKDOWN, references=self.references)
            )
        # Blanks in place of "> " and indents keep the offsets true.
        pieces = [self.text[slice(*places[0])]]
        for (_, end), (start, after) in pairwise(places):
            between = self.text[end:start]
            pieces += [between if between.isspace() else _blank(between), self.text[start:after]]
        segment = "".join(pieces)
        return self._noted(
            read_content(
                segment, 0, len(segment), dialect=Dialect.MARKDOWN, base=places[0][0], references=self.references
            )
        )

    def _place(self, number: int, line: str) -> tuple[int, int]:
        """Return where the words of a masked line stand in the source."""
        origin = self.masked.origins[min(number, len(self.masked.origins) - 1)]
        source = self.text[origin.start : origin.end]
        words = line.strip()
        at = source.rfind(words)
        if at < 0:
            return origin.start, origin.end
        return origin.start + at, origin.start + at + len(words)

    # -- HTML ---------------------------------------------------------------------------------------------------

    def _children(self, token: Token) -> list[Token]:
        """Parse the inline Markdown of a token, once."""
        if not token.children:
            token.children = []
            self.markdown.inline.parse(token.content, self.markdown, self.env, token.children)
            _anchors(token.children)
        return token.children

    def _html(self, tokens: Sequence[Token]) -> str:
        if [token.type for token in tokens[:4]] in _ONE_LINE and _SPECIAL.isdisjoint(tokens[1].content):
            return f"<{tokens[0].tag}>{escape(tokens[1].content, quote=False)}</{tokens[0].tag}>"
        for token in tokens:
            if token.type == "inline":
                self._children(token)
        return str(self.markdown.renderer.render(tokens, self.markdown.options, self.env)).strip()


def _blank(between: str) -> str:
    return "".join(character if character in "\r\n" else " " for character in between)


def _whole(text: str, span: Span) -> Shown:
    return Shown(text, (0,), (span.start,), (span.end,)) if text else Shown("", (), (), ())


def _is_told(repair: Repair) -> bool:
    """Tell whether something mended in prose is plainly a mistake.

    A block of HTML may end before its elements do: Markdown begins another one after a blank line.
    """
    plain = repair.kind in (RepairKind.BROKEN_LINK, RepairKind.BROKEN_BREAK)
    return plain or (repair.kind in _UNPAIRED and repair.name in INLINE)


def _anchors(tokens: list[Token]) -> None:
    """Turn ``[text](id:x)``, which names a place, from a link into an anchor."""
    open_anchor = False
    for token in tokens:
        href = str(token.attrs.get("href", ""))
        if token.type == "link_open" and href.startswith("id:"):
            token.tag, token.attrs, open_anchor = "span", {"id": href[3:]}, True
        elif token.type == "link_close" and open_anchor:
            token.tag, open_anchor = "span", False
