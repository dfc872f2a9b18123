"""The tree of headings, and what each part of a document turns out to be."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.catalogue import Block, BlockKind, Content, Layout, Notice, Record, Span, Table
from generator.source.content import read_content
from generator.source.pieces import Settled, Untold
from generator.source.prose import Heading, Item, Nested, TableMark
from generator.source.vocabulary import RECORD_MEANINGS, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.source.grid import ReadTable

_BREADCRUMB = re.compile(r"((?:【[^【】]{1,60}】\s*[-\u2010-\u2015－]\s*){0,3}【[^【】]{1,60}】)\s*(?:类目|類目)")
_WRITTEN_BREADCRUMB = re.compile(
    r"((?:【[^【】]{1,60}】[\s*_]*[-\u2010-\u2015－][\s*_]*){0,3}【[^【】]{1,60}】)[\s*_]*(?:</?[a-z]{1,9}>[\s*_]*){0,3}(?:类目|類目)"
)
"""The same in a source, where emphasis may stand in between."""
_BETWEEN = re.compile(r"】\s*([-\u2010-\u2015－])\s*【")
_HAVING = ("具备", "具備", "具有", "拥有", "擁有")
_DASH = re.compile(r"(?P<spaced>\s+[-\u2010-\u2015\u2212\uff0d－﹣]+\s+)|\s*[-\u2010-\u2015\u2212\uff0d－﹣]+\s*")
_BRACKETED = re.compile(r"[（(【《][^（(【《）)】》]*[）)】》]")
# Named once: a union of types that is written in a condition is made anew whenever that is asked.
_TOLD = Block | Notice
_NOTICES = Notice | Nested
_HEADINGS = Heading | Settled


@dataclass(slots=True)
class Section:
    """A heading with what stands directly below it; the root has no heading."""

    heading: Heading | None
    level: int
    items: list[Item] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)
    settled: Settled | None = None
    """The category that is known to stand here; then nobody may look at the items."""

    @property
    def name(self) -> str:
        """The words of its heading."""
        return self.heading.text if self.heading else ""

    def table_numbers(self) -> list[int]:
        """Return the tables that stand directly below the heading."""
        return [item.number for item in self.items if isinstance(item, TableMark)]

    def flattened(self) -> Iterator[Item]:
        """Yield its items and, with their headings, those of all sections below it."""
        # Headings have six levels, so this goes no deeper.
        yield from self.items
        for child in self.children:
            if child.heading:
                yield child.heading
            yield from child.flattened()


def section_tree(items: Iterable[Item | Settled]) -> tuple[Section, Heading | None]:
    """Return (root, title): an H1 that comes first is the document's title, unless others hold tables too."""
    listed = list(items)
    title = _title(listed)
    single = title is not None or sum(isinstance(item, Heading) and item.level == 1 for item in listed) == 1
    root = Section(None, 0)
    stack = [root]
    for item in listed:
        if item is title:
            continue
        settled = None
        if isinstance(item, Settled):
            settled, item = item, item.heading  # noqa: PLW2901 - its heading stands for it
        if isinstance(item, Heading) and not item.text:
            # An empty heading heads nothing; one that is only a picture is published as it stands.
            if item.links:
                stack[-1].items.append(Block(BlockKind.PARAGRAPH, "", item.html, item.span, item.links))
            continue
        if not isinstance(item, Heading):
            stack[-1].items.append(item)
            continue
        level = max(item.level, 2) if single else item.level
        while stack[-1].level >= level:
            stack.pop()
        section = Section(item, level) if settled is None else Section(item, level, Untold(), settled=settled)  # type: ignore[arg-type]
        stack[-1].children.append(section)
        stack.append(section)
    return root, title


def _title(items: Sequence[Item | Settled]) -> Heading | None:
    headings = [item for item in items if isinstance(item, _HEADINGS)]
    if not headings or isinstance(headings[0], Settled):
        return None
    if headings[0].level != 1 or not headings[0].text:
        return None
    later = next(
        (
            number
            for number, item in enumerate(items)
            if isinstance(item, Heading) and item.level == 1 and item is not headings[0]
        ),
        len(items),
    )
    return None if any(map(_has_table, items[later:])) else headings[0]


def _has_table(item: Item | Settled) -> bool:
    return isinstance(item, TableMark) or (isinstance(item, Settled) and bool(item.piece.tables))


def split_combined(heading: str) -> tuple[str, ...]:
    """Return (group, name) of a combined heading (社交 - 直播), (heading,) of any other."""
    # Nearly every name is letters and figures only, and has no dash.
    first = None if heading.isalnum() else _DASH.search(heading)
    if first is None:
        return (heading,)
    inside = [found.span() for found in _BRACKETED.finditer(heading)]
    dashes = [
        found
        for found in _DASH.finditer(heading, first.start())
        if found.start() > 0
        and found.end() < len(heading)
        and not (inside and any(start <= found.start() < end for start, end in inside))
    ]
    # O2O-平台 - 外卖: a dash between blanks parts, one within a word need not.
    dash = next((found for found in dashes if found["spaced"]), dashes[0] if dashes else None)
    return (heading[: dash.start()], heading[dash.end() :]) if dash else (heading,)


def breadcrumb(items: Iterable[Item]) -> tuple[str, ...] | None:
    """Return the path that the sentence 具备【金融-银行】类目 states, None where no such sentence stands."""
    inner = None
    for item in items:
        if isinstance(item, _TOLD) and "【" in item.text and (found := _BREADCRUMB.search(item.text)):
            if isinstance(item, Block) and item.kind is BlockKind.PARAGRAPH:
                return _stated_path(found[1])
            # A sentence of its own says more than one in a list or notice, which may speak of another category.
            if item.text[: found.start()].rstrip().endswith(_HAVING):
                inner = inner or _stated_path(found[1])
    return inner


def stated_breadcrumbs(text: str, within: Span) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Yield (path, place) of each path that a part of a source states, as far as no markup interrupts it."""
    for found in _WRITTEN_BREADCRUMB.finditer(text, within.start, within.end):
        yield _stated_path(found[1]), Span(*found.span(1))


def _stated_path(stated: str) -> tuple[str, ...]:
    return split_combined(_BETWEEN.sub(r"\1", stated)[1:-1].strip())


class Tables:
    """The tables of one source with their layouts."""

    def __init__(
        self,
        text: str,
        tables: list[ReadTable],
        layouts: list[Layout],
        vocabulary: Vocabulary,
        *,
        others_tell: bool = False,
    ) -> None:
        # ``others_tell``: there are further tables, and one has labels that say what they mean.
        self.text, self.tables, self.layouts, self.vocabulary = text, tables, layouts, vocabulary
        self._telling: dict[int, bool] = {}
        self.any_telling = others_tell or any(
            layout is Layout.REGISTER or (layout is not Layout.UNKNOWN and self.telling(number))
            for number, layout in enumerate(layouts)
        )
        self._records: dict[int, tuple[Section, int | None]] = {}
        """What :meth:`record` found, by the identity of the section, which is kept alive beside it."""

    def record(self, section: Section) -> int | None:
        """Return the table that makes a section a category: one with known labels before one that only looks so."""
        if id(section) not in self._records:
            self._records[id(section)] = (section, self._record(section))
        return self._records[id(section)][1]

    def _record(self, section: Section) -> int | None:
        cards = [number for number in section.table_numbers() if self.layouts[number] in (Layout.CARD, Layout.COLUMNS)]
        known = next((number for number in cards if self.telling(number)), None)
        if known is not None or not cards:
            return known
        # Beside cards that the vocabulary knows, a table that only looks like one needs more to be a category.
        sure = not self.any_telling or self._is_sure(section, cards[0])
        return cards[0] if sure else None

    def _is_sure(self, section: Section, card: int) -> bool:
        return breadcrumb(section.items) is not None or self._labelled(card)

    def depends(self, section: Section) -> bool:
        """Tell whether other tables of the source decide whether one makes a section a category."""
        cards = [number for number in section.table_numbers() if self.layouts[number] in (Layout.CARD, Layout.COLUMNS)]
        return bool(cards) and not any(map(self.telling, cards)) and not self._is_sure(section, cards[0])

    def _labelled(self, number: int) -> bool:
        """Tell whether a header cell labels each row below the first."""
        body = self.tables[number].grid[1:]
        return bool(body) and all(line and line[0] and line[0].cell.header for line in body)

    def telling(self, number: int) -> bool:
        """Tell whether a table holds a label that the vocabulary knows."""
        if number not in self._telling:
            labels = (line[0].cell.text for line in self.tables[number].grid if line and line[0])
            self._telling[number] = self.layouts[number] is Layout.COLUMNS or any(
                self.vocabulary.meaning(label) in RECORD_MEANINGS for label in labels
            )
        return self._telling[number]

    def registers(self, section: Section) -> list[int]:
        """Return the registers that stand directly below a heading."""
        return [number for number in section.table_numbers() if self.layouts[number] is Layout.REGISTER]

    def contents(self, items: Iterable[Item], records: dict[int, tuple[Content, ...]]) -> Iterator[Content]:
        """Yield items as the Catalogue holds them; ``records`` says what stands for a table that was understood."""
        for item in items:
            if isinstance(item, TableMark):
                yield from self._strays(item.number)
                yield from records.get(item.number) or (self.public(item.number),)
            elif isinstance(item, Heading):
                yield Block(BlockKind.HEADING, item.text, item.html, item.span, item.links, item.level)
            elif isinstance(item, _TOLD):
                yield item

    def public(self, number: int, headings: tuple[str, ...] = ()) -> Table:
        """Return a table as the Catalogue holds it."""
        table = self.tables[number]
        return Table(table.public_rows(), self.layouts[number], table.span, headings)

    def marker(self, number: int, header: tuple[object, ...] = ()) -> Record:
        """Return what marks the place of a table whose rows have become fields or categories."""
        cells = tuple(cell.cell for cell in header)  # type: ignore[attr-defined]
        return Record(self.tables[number].span, cells)

    def _strays(self, number: int) -> Iterator[Block]:
        """Yield the words between a table's cells; a browser shows them before the table."""
        for span in self.tables[number].strays:
            content = read_content(self.text, span.start, span.end)
            html = f"<p>{content.html}</p>"
            yield Block(BlockKind.PARAGRAPH, content.shown.text, html, span, content.links)


def notices(items: Iterable[Item]) -> tuple[Notice, ...]:
    """Return the notices among items, those inside lists included."""
    return tuple(item.notice if isinstance(item, Nested) else item for item in items if isinstance(item, _NOTICES))


def end_of(items: Iterable[Item], tables: list[ReadTable], start: int) -> int:
    """Return where the last of the items ends."""
    ends = [start]
    for item in items:
        span = tables[item.number].span if isinstance(item, TableMark) else _span(item)
        ends.append(span.end)
    return max(ends)


def _span(item: Item) -> Span:
    return item.notice.span if isinstance(item, Nested) else item.span  # type: ignore[union-attr]
