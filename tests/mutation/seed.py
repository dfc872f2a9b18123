"""The project's own source, taken apart by its layout, so that a fault can be planted at an exact place.

It is read here by plain patterns and not by leimu's reader: a fault of the reader must not steer the test of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.catalogue import Span

FILE = Path(__file__).parents[2] / "catalogue" / "sources" / "mini-program-live.md"
_HEADING = re.compile(r"^#{2,3} (?P<words>.+)$", re.MULTILINE)
_SENTENCE = re.compile(r"^具备【(?P<breadcrumb>[^】]+)】类目，.+\n", re.MULTILINE)
_TABLE = re.compile(r"^<table>\n.*?^</table>\n?", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^[ \t]+(?P<open><tr>).*?(?P<end></tr>)\n", re.MULTILINE | re.DOTALL)
_CELL = re.compile(r"(?P<open><(?P<name>t[hd])[^>]*>)(?P<words>.*?)(?P<end></(?P=name)>)", re.DOTALL)
_LINK = re.compile(r'(?P<open><a href="(?P<href>[^"]*)">)(?P<words>.*?)(?P<end></a>)', re.DOTALL)
_DECLARED = re.compile(r"（(?P<among>\d)选(?P<choose>\d)）")
_ITEM = re.compile(r"^[ \t]*(?P<number>\d)\. ?(?P<words>.+?)(?: ?<br>)?(?:</a>)?\n", re.MULTILINE)
_PAPER = re.compile(r"《([^》]+)》")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its start tag, what it holds, its end tag."""

    open: Span
    words: Span
    end: Span


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, with its whole lines; the header row's second cell is a ``<th>`` too."""

    whole: Span
    open: Span
    end: Span
    label: Cell
    cell: Cell


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered line of a requirement."""

    line: Span
    number: Span
    words: Span
    """Without number, tags and outer blanks."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The link round a requirement."""

    open: Span
    href: Span
    words: Span
    end: Span


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the seed and where its parts stand."""

    path: tuple[str, ...]
    block: Span
    """From its heading to the next one."""
    heading: Span
    sentence: Span
    """The line with the breadcrumb, its line end included."""
    breadcrumb: Span
    table: Span
    rows: tuple[Row, ...]
    """The header, then scenario, scope, requirement."""
    anchor: Anchor | None
    among: Span | None
    """The N of N选M."""
    choose: Span | None
    declared: Span | None
    """（N选M） with its brackets."""
    items: tuple[Item, ...]
    words: Span
    """The words of the requirement, without link and outer blanks."""
    papers: tuple[Span, ...]
    """The names in 《》, without them."""

    @property
    def scenario(self) -> Row:
        return self.rows[1]

    @property
    def scope(self) -> Row:
        return self.rows[2]

    @property
    def requirement(self) -> Row:
        return self.rows[3]


@dataclass(frozen=True)
class Seed:
    """The text and its categories."""

    text: str

    def of(self, span: Span) -> str:
        return self.text[span.start : span.end]

    @cached_property
    def categories(self) -> tuple[Category, ...]:
        found = []
        group = ""
        headings = list(_HEADING.finditer(self.text))
        for match, following in zip(headings, [*headings[1:], None], strict=True):
            words = match["words"]
            block = Span(match.start(), following.start() if following else len(self.text))
            if _TABLE.search(self.text, block.start, block.end) is None:
                group = words
                continue
            path = (group, words) if match[0].startswith("###") else tuple(words.split(" - "))
            found.append(self._category(path, block, Span(*match.span("words"))))
        return tuple(found)

    def _category(self, path: tuple[str, ...], block: Span, heading: Span) -> Category:
        sentence = self._one(_SENTENCE, block)
        table = self._one(_TABLE, block)
        rows = tuple(self._row(match) for match in _ROW.finditer(self.text, table.start(), table.end()))
        cell, label = rows[3].cell.words, rows[3].label.words
        link = _LINK.search(self.text, cell.start, cell.end)
        declared = _DECLARED.search(self.text, label.start, label.end)
        # A line's end may lie behind the cell's last word: <br></a> and the like.
        items = tuple(self._item(match) for match in _ITEM.finditer(self.text, cell.start, rows[3].end.start))
        inside = Span(*link.span("words")) if link else cell
        return Category(
            path, block, heading, Span(*sentence.span()), Span(*sentence.span("breadcrumb")), Span(*table.span()), rows,
            anchor=Anchor(*(Span(*link.span(part)) for part in ("open", "href", "words", "end"))) if link else None,
            among=Span(*declared.span("among")) if declared else None,
            choose=Span(*declared.span("choose")) if declared else None,
            declared=Span(*declared.span()) if declared else None,
            items=items, words=self._stripped(inside),
            papers=tuple(Span(*match.span(1)) for match in _PAPER.finditer(self.text, cell.start, cell.end)),
        )  # fmt: skip

    def _row(self, match: re.Match[str]) -> Row:
        label, cell = (
            Cell(*(Span(*found.span(part)) for part in ("open", "words", "end")))
            for found in _CELL.finditer(self.text, match.start(), match.end())
        )
        return Row(Span(*match.span()), Span(*match.span("open")), Span(*match.span("end")), label, cell)

    def _item(self, match: re.Match[str]) -> Item:
        return Item(Span(*match.span()), Span(*match.span("number")), self._stripped(Span(*match.span("words"))))

    def _one(self, pattern: re.Pattern[str], block: Span) -> re.Match[str]:
        match = pattern.search(self.text, block.start, block.end)
        assert match is not None, f"the seed has no {pattern.pattern} after offset {block.start}"
        return match

    def _stripped(self, span: Span) -> Span:
        words = self.of(span)
        start = span.start + len(words) - len(words.lstrip())
        return Span(start, start + len(words.strip()))


SEED = Seed(FILE.read_text(encoding="utf-8"))
