"""The Catalogue: what a help-centre document says, as plain immutable data.

Everything here is a frozen, slotted dataclass that knows no Markdown, no MkDocs, no locale file and no
network.  Offsets count characters of :attr:`Source.text`; lines and columns are worked out on output only,
by :meth:`Source.position`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from generator.moving import Late
from generator.quick import quick

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@quick
@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters, ``text[start:end]``, of one source."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Position:
    """A place as an editor counts it: both numbers begin at 1, columns count characters."""

    line: int
    column: int


class LinkRole(StrEnum):
    """What a link is for."""

    OFFICIAL = "official"
    """The link round or in a requirement: where the platform itself states the rule."""
    REFERENCE = "reference"
    """Any other link that a reader can follow."""
    IMAGE = "image"
    """The address of a picture."""


@quick
@dataclass(frozen=True, slots=True)
class Link:
    """A link or a picture, wherever it stands: Markdown, HTML, an autolink."""

    href: str
    """The address with character references decoded and outer white space gone."""
    text: str
    """What a reader sees of it; the alternative text of a picture."""
    role: LinkRole
    span: Span
    """The whole construct, ``<a …>…</a>`` or ``[…](…)``."""
    href_span: Span
    """The characters of the address as written."""


class NoticeKind(StrEnum):
    """How loud a notice is; the names are those of GitHub's alerts."""

    NOTE = "note"
    IMPORTANT = "important"
    WARNING = "warning"
    CAUTION = "caution"


@dataclass(frozen=True, slots=True)
class Notice:
    """A highlighted remark on the whole source, a group or a category."""

    kind: NoticeKind
    title: str | None
    """The heading that its author gave it, where there is one."""
    text: str
    """Plain text, a line for each paragraph or list item."""
    html: str
    """The body as HTML, *not yet made safe*."""
    span: Span
    links: tuple[Link, ...] = ()


class BlockKind(StrEnum):
    """What a block of prose is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST = "list"
    QUOTE = "quote"
    CODE = "code"
    RULE = "rule"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a source that is published as it stands."""

    kind: BlockKind
    text: str
    html: str
    """The block as HTML, *not yet made safe*."""
    span: Span
    links: tuple[Link, ...] = ()
    level: int = 0
    """1 to 6 for a heading, else 0."""


@quick
@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    text: str
    """What a browser would show: a line for each ``<br>``, paragraph or list item."""
    html: str
    """The content as HTML, *not yet made safe*."""
    span: Span
    """The content, between the cell's tags or bars."""
    header: bool = False
    colspan: int = 1
    rowspan: int = 1
    links: tuple[Link, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, with the cells that are written in it."""

    cells: tuple[Cell, ...]
    span: Span


class Layout(StrEnum):
    """How a table holds its data."""

    CARD = "card"
    """A row a property: the table is one category."""
    REGISTER = "register"
    """A row a category, a column a property."""
    COLUMNS = "columns"
    """A column a property, but the heading above names the one category."""
    UNKNOWN = "unknown"
    """Anything else; it is published as it stands."""


@dataclass(frozen=True, slots=True)
class Table(Late):
    """A table as it was read, every cell kept."""

    rows: tuple[Row, ...]
    layout: Layout
    span: Span
    headings: tuple[str, ...] = ()
    """The headings that it stands under, outermost first."""


@dataclass(frozen=True, slots=True)
class Record:
    """Marks, within a body, the place of a table whose rows have become fields or categories."""

    span: Span
    header: tuple[Cell, ...] = ()
    """The header row of a card (要求 | 说明), which is no field."""


Content: TypeAlias = Block | Notice | Table | Record
"""What the body of a source, a group or a category is made of, in the order of the source."""


@quick
@dataclass(frozen=True, slots=True)
class Qualification:
    """One paper, with what is said of it kept apart from its name."""

    name: str
    """Without 《》."""
    span: Span
    """Exactly the name in the source."""
    holder: str | None = None
    """The party or case that it applies to: 汽车厂商, 经营个人征信业务, 公立学校."""
    scope: str | None = None
    """What the paper must cover: 经营范围含网络表演."""
    issuer: str | None = None
    copies: str | None = None
    remark: str | None = None
    original: str | None = None
    """In a translation, the name in the source, by which the paper itself goes."""


@dataclass(frozen=True, slots=True)
class Choose:
    """Any ``count`` of ``parts``."""

    count: int
    parts: tuple[Tree, ...]
    span: Span
    holder: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Every one of ``parts``, handed in together."""

    parts: tuple[Tree, ...]
    span: Span
    holder: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is required."""

    span: Span
    remark: str | None = None


Tree: TypeAlias = "Choose | All | Qualification | Nothing"


def options_of(tree: Tree) -> int:
    """Return between how many a tree lets one choose; 1 where there is no choice, 0 where nothing is required."""
    match tree:
        case Choose(parts=parts):
            return len(parts)
        case Nothing():
            return 0
        case _:
            return 1


@dataclass(frozen=True, slots=True)
class Declared:
    """A stated choice: 3选1 is ``Declared(choose=1, among=3)``; JSON calls the second ``from``."""

    choose: int
    among: int
    span: Span


@dataclass(frozen=True, slots=True)
class Marker:
    """Words that say how many of what stands beside or below them are needed: 3选1, 任选其一, 同时提供."""

    choose: int | None
    """None where all are needed."""
    among: int | None
    """Out of how many, where that is said."""
    span: Span
    """The words alone, without the brackets round them."""


@quick
@dataclass(frozen=True, slots=True)
class ItemNumber:
    """What an author numbers an item of a list with."""

    value: int | None
    """None where the item has no number."""
    span: Span
    """The numeral alone; empty, in front of the item's words, where there is none."""
    sign: Span | None = None
    """The numeral with what stands round it: （2）, 2、."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands side by side in a requirement: the items of a list, or papers under a marker."""

    marker: Marker | None
    """What says how many of them are needed, if anything does."""
    options: int
    """How many of them were read."""
    numbers: tuple[ItemNumber, ...] = ()
    """One for each item of a numbered list, in order; none where no item has a number."""


class DoubtKind(StrEnum):
    """What stays open."""

    MEANING = "meaning"
    """What is asked for."""
    REPEATED = "repeated"
    """Which of several statements counts."""
    UNDECLARED = "undeclared"
    """Whether all items of a list are needed or some of them."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place of a requirement whose meaning stays open."""

    reason: str
    """A short clause in English, marked for translation, for the message of a rule."""
    span: Span
    kind: DoubtKind = DoubtKind.MEANING


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must be handed in for a category."""

    declared: Declared | None
    tree: Tree
    text: str
    """The cell as a browser would show it."""
    span: Span
    """The content of the cell (of all of them, where a label owns several)."""
    remark: str | None = None
    """Words of the cell that are no paper, condition or marker, one line each."""
    doubts: tuple[Doubt, ...] = ()
    listings: tuple[Listing, ...] = ()
    """Its lists and markers at every level as their author wrote them, inner ones before those that hold them."""

    @property
    def options(self) -> int:
        """Top-level alternatives really listed; 1 where there is no choice, 0 where nothing is required."""
        return options_of(self.tree)


@quick
@dataclass(frozen=True, slots=True)
class Field:
    """One labelled row (card) or cell (register) of a category's table, known label or not."""

    label: str
    """As a browser would show it, on one line."""
    cells: tuple[Cell, ...]
    span: Span
    """The label in the source."""
    meaning: str | None = None
    """What the label stands for (``scenario``, ``scope``, ``requirement`` …) by the vocabulary, if known."""


@dataclass(frozen=True, slots=True)
class Category(Late):
    """What a mini-program applies for."""

    id: str
    """Stable, ASCII, unique; also its address on the site."""
    path: tuple[str, ...]
    """(group, name); (name,) where the heading stands alone."""
    breadcrumb: tuple[str, ...] | None
    """The path as the introductory sentence states it."""
    scenario: str | None
    scope: str | None
    fields: tuple[Field, ...]
    requirement: Requirement | None
    """None where the table has no such row."""
    notices: tuple[Notice, ...]
    links: tuple[Link, ...]
    body: tuple[Content, ...]
    """Everything under the heading, in order; the fields' table is a :class:`Record`."""
    source: int
    """Which of :attr:`Catalogue.sources` it stands in."""
    span: Span
    """From its heading (or row) to its end."""
    heading: Span
    """Exactly the words of its heading; in a register, the cell that names it."""
    layout: Layout = Layout.CARD
    original: str | None = None
    """In a translation, the name in the source, by which the platform lists the category."""

    @property
    def name(self) -> str:
        """The last element of the path."""
        return self.path[-1]

    @property
    def group(self) -> str | None:
        """The first element of the path, where there is more than one."""
        return self.path[0] if len(self.path) > 1 else None


class RepairKind(StrEnum):
    """What was mended while reading, so that a rule can tell of it."""

    UNCLOSED = "unclosed"
    """An element was never closed; ``span`` is where it opened."""
    UNOPENED = "unopened"
    """A cell or row begins without its row or table; ``span`` is where it stands."""
    STRAY_END = "stray-end"
    """An end tag closes nothing."""
    CROSSED = "crossed"
    """An end tag closes another element than the one it names: ``<th>…</td>``."""
    OVERLAPPING = "overlapping"
    """An end tag stands before that of an element which began later: ``<b><i>…</b>…</i>``; ``name`` is that element."""
    TABLE_FOR_END = "table-for-end"
    """``<table>`` was typed for ``</table>``."""
    UNKNOWN_TAG = "unknown-tag"
    """A mistyped tag: ``</trong>``, ``<sapn>``."""
    SPAN_PAST_END = "span-past-end"
    """A rowspan or colspan reaches past the table."""
    BAD_SPAN = "bad-span"
    """A rowspan or colspan that is no usable number."""
    RAGGED_ROW = "ragged-row"
    """A row holds fewer or more cells than the table has columns."""
    BROKEN_BREAK = "broken-break"
    """``</br>`` for ``<br>``, ``<li/>`` for ``<li>``: shown as meant."""
    BROKEN_TAG = "broken-tag"
    """A tag that is cut off or whose attributes cannot be read."""
    TEXT_BETWEEN_CELLS = "text-between-cells"
    """Words stand in the table but in no cell; they are published before it."""
    NOT_UTF8 = "not-utf8"
    """The file was read as GB18030."""
    UNQUOTED_NOTICE = "unquoted-notice"
    """The lines of a notice forgot their ``>``."""
    FRONT_MATTER = "front-matter"
    """The front matter is no YAML mapping, or a value in it cannot be used."""
    UNCLOSED_FENCE = "unclosed-fence"
    """A code fence is never closed."""
    BROKEN_LINK = "broken-link"
    """What is plainly meant for a Markdown link and is none; ``span`` is its address, ``opened`` all of it, ``name``
    what breaks it: ``space``, ``brackets``, ``gap``, ``unclosed``, ``title``, ``undefined``."""
    IGNORE = "ignore"
    """A comment addressed to leimu that cannot be followed."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing that was mended while reading a source."""

    kind: RepairKind
    name: str
    """The element or thing that it is about: ``td``, ``table``, ``rowspan``."""
    span: Span
    opened: Span | None = None
    """Where the element opened, if that is not ``span``."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment by which an editor silences rules: ``<!-- leimu: ignore=RULE,RULE until=2027-01-31 reason -->``."""

    rules: tuple[str, ...]
    """Names in small letters, codes in capitals; whether there are such rules is not the reader's to know."""
    until: date | None
    """The last day on which it counts."""
    reason: str
    span: Span
    """The whole comment."""
    scope: Span
    """Where it counts: the category, group or section that it stands in or directly above; else the whole source."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with prose and no category: published with its source."""

    heading: str
    level: int
    body: tuple[Content, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Source:
    """One Markdown file that editors write."""

    file: str
    """The name as it was given, with forward slashes."""
    id: str
    title: str | None
    text: str
    introduction: tuple[Content, ...]
    """What stands before the first group or category."""
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    """Every table in it, in order, records included."""
    links: tuple[Link, ...]
    """Every link in it, in order, those of its categories included."""
    repairs: tuple[Repair, ...]
    line_starts: tuple[int, ...]
    encoding: str = "utf-8"
    """``utf-8``, ``utf-8-sig`` (with a byte order mark) or ``gb18030``."""
    ignores: tuple[Ignore, ...] = ()
    code: tuple[Span, ...] = ()
    """The fenced code blocks, in which markup is words."""
    anchors: tuple[str, ...] = ()
    """The names of the places in it that a link can point at: ``id`` and ``name`` of elements, ``(id:…)`` marks."""
    headings: tuple[str, ...] = ()
    """The words of its headings, in order: sites make places of them too, each by its own rule."""

    def position(self, offset: int) -> Position:
        """Return the line and column of a character offset."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def slice(self, span: Span) -> str:
        """Return the characters of a span, as written."""
        return self.text[span.start : span.end]

    def lines(self, span: Span) -> tuple[int, int]:
        """Return the first line of a span and its last one that is not blank."""
        last = span.start + max(0, len(self.slice(span).rstrip()) - 1)
        return self.position(span.start).line, self.position(last).line


@dataclass(frozen=True, slots=True)
class Group:
    """A first-level heading with the categories below it."""

    id: str
    """ASCII, unique among groups and categories; also its address."""
    name: str
    body: tuple[Content, ...]
    """What stands under its heading before its first category."""
    categories: tuple[str, ...]
    """Ids, in the order of the source."""
    source: int
    span: Span
    original: str | None = None
    """In a translation, the name in the source."""


@quick
@dataclass(frozen=True, slots=True)
class QualificationEntry:
    """One paper over the whole catalogue."""

    id: str
    """Stable, ASCII, unique among papers."""
    name: str
    """The editors' own where they list the paper, else as it is first written in the sources."""
    categories: tuple[str, ...]
    """Ids of the categories that accept it, in order."""
    aliases: tuple[str, ...] = ()
    """Its other names: those that editors list, then other spellings of the sources.  No two papers share one."""
    original: str | None = None
    """In a translation, the name in the source; its aliases stay as they are, since people use them as they are."""


OWN = "."
"""Stands for the id of what belongs to no category, group or paper."""


class Pending(StrEnum):
    """Why a text of a translation stands in the language of the source."""

    UNTRANSLATED = "untranslated"
    """Nobody has translated it."""
    OUTDATED = "outdated"
    """It has a translation, of what the source said before."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What a translated catalogue knows of its being one."""

    locale: str
    """The language of the catalogue, as in ``<html lang>``: ``en``, ``zh-Hant``."""
    of: str
    """The language of the source."""
    pending: Mapping[str, Pending]
    """The texts that stand in the language of the source: what a reader would see, or HTML *not yet made safe*."""
    progress: Mapping[str, tuple[int, int]]
    """(translated strings, all strings) of a category, group or paper by its id; of everything by ``""``, of what
    belongs to none of them by :data:`OWN`."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that the sources say."""

    title: str | None
    sources: tuple[Source, ...]
    groups: tuple[Group, ...]
    categories: tuple[Category, ...]
    qualifications: tuple[QualificationEntry, ...]
    moved: tuple[tuple[str, str], ...] = ()
    """(old address, id) of every category or group whose page has moved."""
    translation: Translation | None = None
    """None where the catalogue is what the sources say, in their own language."""
    _entries: dict[str, QualificationEntry] = field(default_factory=dict, init=False, compare=False, repr=False)
    """The papers by name and alias, once they are asked for."""

    def qualification_of(self, name: str) -> QualificationEntry | None:
        """Return the paper that a name means, written as in a tree or as an alias; None where none goes by it."""
        if not self._entries:
            names = ((each, entry) for entry in self.qualifications for each in (entry.name, *entry.aliases))
            self._entries.update(names)
        return self._entries.get(name)

    def source_of(self, category: Category) -> Source:
        """Return the source that a category stands in."""
        return self.sources[category.source]
