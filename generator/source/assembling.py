"""Categories, groups and prose from the tree of headings of one source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, cast

from generator.catalogue import (
    All,
    Content,
    Doubt,
    DoubtKind,
    Layout,
    Link,
    LinkRole,
    Requirement,
    Row,
    Span,
    Table,
)
from generator.catalogue import (
    Section as ProseSection,
)
from generator.source.drafts import Draft
from generator.source.layouts import (
    ReadField,
    RecordRow,
    card_fields,
    column_fields,
    columns,
    register_records,
)
from generator.source.list_items import with_list_items
from generator.source.pieces import Settled, SettledDraft, UnsettledError
from generator.source.prose import Item, Nested, TableMark
from generator.source.requirement import read_requirement
from generator.source.requirement.doubts import SEVERAL_ROWS
from generator.source.sections import (
    Section,
    Tables,
    breadcrumb,
    end_of,
    notices,
    section_tree,
    split_combined,
)
from generator.source.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.source.grid import ReadTable


AnyDraft: TypeAlias = Draft | SettledDraft
_WITHOUT_LINKS = TableMark | Nested | Settled
"""What has no links of its own, or tells them otherwise."""


@dataclass(slots=True)
class Assembled:
    """What one source holds."""

    title: str | None = None
    introduction: tuple[Content, ...] = ()
    sections: list[ProseSection] = field(default_factory=list)
    categories: list[AnyDraft] = field(default_factory=list)
    groups: dict[str, tuple[tuple[Content, ...], Span]] = field(default_factory=dict)
    """Name of each group that has a heading of its own → what stands under it, its place."""
    tables: list[Table] = field(default_factory=list)


class Assembler:
    """Walks the sections of one source."""

    def __init__(self, source: int, tables: Tables) -> None:
        self.text, self.source = tables.text, source
        self.vocabulary = tables.vocabulary
        self.tables = tables
        self.result = Assembled()

    def assemble(self, items: Iterable[Item | Settled], title: str | None, shown: str | None = None) -> Assembled:
        """Return all that the items hold.

        ``title`` is what the front matter says, ``shown`` what the settings put in the place of any title.
        """
        root, heading = section_tree(items)
        self.result.title = title or (heading.text if heading else None)
        if heading and heading.text != (shown or self.result.title):
            # The document is published under another name; its own words still are, too.
            root.items.insert(0, heading)
        self._introduction(root)
        for section in root.children:
            self._top(section)
        self._note_tables(root, ())
        return self.result

    # -- sections -----------------------------------------------------------------------------------------------

    def _introduction(self, root: Section) -> None:
        """Take what stands before the first heading; a card there belongs to the document as a whole."""
        records = self._registers(root, ())
        number = self.tables.record(root)
        if number is not None and self.result.title and self.tables.telling(number):
            span = self.tables.tables[number].span
            self._category(
                (self.result.title,), Section(None, 0, root.items), number, span, Span(span.start, span.start)
            )
            root = Section(None, 0, [])
        self.result.introduction = tuple(self.tables.contents(root.items, records))

    def _top(self, section: Section) -> None:
        """Take a section of the first level: a group, a category, or prose."""
        if any(self._holds_category(child) for child in section.children):
            self._group(section)
        elif self._is_category(section):
            self._heading_category(split_combined(section.name), section)
        else:
            records = self._registers(section, (section.name,))
            self._prose(section, list(section.flattened()), records)

    def _is_category(self, section: Section) -> bool:
        return bool(section.name) and self._has_record(section)

    def _has_record(self, section: Section) -> bool:
        return (
            section.settled is not None
            or self.tables.record(section) is not None
            or breadcrumb(section.items) is not None
        )

    def _holds_category(self, section: Section) -> bool:
        return (
            self._is_category(section)
            or bool(self.tables.registers(section))
            or any(self._holds_category(child) for child in section.children)
        )

    def _group(self, section: Section) -> None:
        """Take a section whose categories stand below it."""
        before = len(self.result.categories)
        records = self._registers(section, (section.name,))
        group = section.name
        if self._is_category(section):
            own = Section(section.heading, section.level, section.items)
            path = split_combined(section.name)
            self._heading_category(path, own)
            group = path[0]
            body: list[Item] = []
        else:
            body = list(section.items)
        loose: list[Item] = []
        for child in section.children:
            if self._holds_category(child):
                self._child((group,), child, records, loose)
            else:
                loose += [item for item in (child.heading, *child.flattened()) if item]
        linked = (
            [section.heading] if section.heading and section.heading.links and not self._is_category(section) else []
        )
        contents = (*self.tables.contents([*linked, *body, *loose], records),)
        heading = section.heading
        span = heading.span if heading else Span(0, 0)
        if all(category.group != group for category in self.result.categories[before:]):
            # Its registers name groups of their own, so this heading is none.
            self.result.sections.append(ProseSection(group, section.level, contents, span))
            return
        known = self.result.groups.get(group)
        self.result.groups[group] = ((*known[0], *contents), known[1]) if known else (contents, span)

    def _child(
        self, path: tuple[str, ...], section: Section, records: dict[int, tuple[Content, ...]], loose: list[Item]
    ) -> None:
        """Take a section below a group: a category, or a heading over several."""
        if self._is_category(section):
            parts = split_combined(section.name)
            # 社交 - 直播 below 社交 says its group twice.
            self._heading_category((*path, parts[-1] if parts[0] == path[-1] else section.name), section)
            return
        records.update(self._registers(section, (*path, section.name)))
        loose += [item for item in (section.heading, *section.items) if item]
        for child in section.children:
            if self._holds_category(child):
                self._child((*path, section.name), child, records, loose)
            else:
                loose += [item for item in (child.heading, *child.flattened()) if item]

    def _prose(self, section: Section, items: Sequence[Item], records: dict[int, tuple[Content, ...]]) -> None:
        body = tuple(self.tables.contents(items, records))
        heading = section.heading
        start = heading.span.start if heading else 0
        span = Span(start, end_of([*items, *([heading] if heading else [])], self.tables.tables, start))
        self.result.sections.append(ProseSection(section.name, section.level, body, span))

    # -- categories ---------------------------------------------------------------------------------------------

    def _heading_category(self, path: tuple[str, ...], section: Section) -> None:
        heading = section.heading
        if section.settled:
            if section.children:
                raise UnsettledError
            self.result.categories.append(SettledDraft(section.settled, path, self.source))
        elif heading:
            self._category(path, section, self.tables.record(section), heading.span, heading.words)

    def lone_category(self, section: Section) -> Draft:
        """Return the category that a section without others is, but for its path."""
        self._heading_category((), section)
        (draft,) = self.result.categories
        return cast("Draft", draft)

    def _category(
        self, path: tuple[str, ...], section: Section, number: int | None, opening: Span, words: Span
    ) -> None:
        """Add the category of a section; ``number`` is the table that its fields come from."""
        items = list(section.flattened())
        header, fields = self._fields(number)
        records: dict[int, tuple[Content, ...]] = {}
        if number is not None:
            records[number] = (self.tables.marker(number, header),)
        body = tuple(self.tables.contents(items, records))
        before = [] if number is None else items[: items.index(TableMark(number))]
        heading_links = section.heading.links if section.heading else ()
        span = Span(opening.start, end_of(items, self.tables.tables, opening.end))
        layout = self.tables.layouts[number] if number is not None else Layout.UNKNOWN
        draft = Draft(path, span, words, layout, self.source)
        draft.breadcrumb = breadcrumb(before or section.items)
        draft.notices = notices(items)
        draft.body = body
        draft.links = (*heading_links, *(link for content in body for link in content_links(content)))
        self._add(draft, fields)

    def _fields(self, number: int | None) -> tuple[tuple[object, ...], tuple[ReadField, ...]]:
        if number is None:
            return (), ()
        table = self.tables.tables[number]
        if self.tables.layouts[number] is Layout.COLUMNS:
            return (), column_fields(table, columns(table, self.vocabulary), self.vocabulary)
        return card_fields(table, self.vocabulary)

    def _registers(self, section: Section, above: tuple[str, ...]) -> dict[int, tuple[Content, ...]]:
        """Add a category for each row of a section's registers; return what stands in their place."""
        records: dict[int, tuple[Content, ...]] = {}
        for number in self.tables.registers(section):
            table = self.tables.tables[number]
            header = columns(table, self.vocabulary)
            before = len(self.result.categories)
            remarks: list[Row] = []
            for record in register_records(table, header, self.vocabulary):
                if isinstance(record, RecordRow):
                    self._register_category(record, () if record.grouped else above)
                else:
                    row = table.rows[record.row]
                    remarks.append(Row(tuple(cell.cell for cell in row.cells), row.span))
            if len(self.result.categories) == before:
                # No row names a category: the table is published as it stands, header and all.
                continue
            left = (Table(tuple(remarks), Layout.UNKNOWN, table.span),) if remarks else ()
            records[number] = (self.tables.marker(number), *left)
        return records

    def _register_category(self, record: RecordRow, above: tuple[str, ...]) -> None:
        draft = Draft((*above, *record.names), record.span, record.heading, Layout.REGISTER, self.source)
        self._add(draft, record.fields)

    def _add(self, draft: Draft, fields: tuple[ReadField, ...]) -> None:
        """Add a category with what its fields say."""
        draft.fields = tuple(read.field for read in fields)
        draft.requirement = _requirement(fields, self.text)
        unique = {link.span.start: link for link in draft.links}
        for read in fields:
            official = read.field.meaning == "requirement"
            if read.label:
                unique.update(
                    (link.span.start, _official(link) if official else link) for link in read.label.cell.links
                )
            for cell in read.cells:
                for link in cell.cell.links:
                    unique[link.span.start] = _official(link) if official else link
        draft.links = tuple(unique[start] for start in sorted(unique))
        self.result.categories.append(draft)

    # -- tables -------------------------------------------------------------------------------------------------

    def _note_tables(self, section: Section, above: tuple[str, ...]) -> None:
        headings = (*above, section.name) if section.name else above
        if section.settled:
            self.result.tables += section.settled.tables(headings)
            return
        self.result.tables += [self.tables.public(number, headings) for number in section.table_numbers()]
        for child in section.children:
            self._note_tables(child, headings)


def content_links(content: Content) -> Iterator[Link]:
    """Yield the links of a block, notice or table."""
    if isinstance(content, Table):
        for row in content.rows:
            for cell in row.cells:
                yield from cell.links
    else:
        yield from getattr(content, "links", ())


def links_of(
    items: Iterable[Item | Settled], tables: Iterable[ReadTable], categories: Iterable[AnyDraft]
) -> tuple[Link, ...]:
    """Return every link of a source once, in order, with the role that its category gives it."""
    links = [link for table in tables for row in table.rows for cell in row.cells for link in cell.cell.links]
    for item in items:
        if not isinstance(item, _WITHOUT_LINKS):
            links += item.links
    # No two links begin at one place: the start is name enough, and quicker than the span.
    unique = {link.span.start: link for link in links}
    for category in categories:
        told = category.placed_links() if isinstance(category, SettledDraft) else category.links
        unique.update({link.span.start: link for link in told})
    return tuple(unique[start] for start in sorted(unique))


def _official(link: Link) -> Link:
    if link.role is not LinkRole.REFERENCE:
        return link
    return Link(link.href, link.text, LinkRole.OFFICIAL, link.span, link.href_span)


def _requirement(fields: Sequence[ReadField], text: str) -> Requirement | None:
    """Return what fields of a source require; where several state it, all count and the reading is in doubt."""
    stated = [
        read_requirement(
            read.label.content.shown if read.label else Shown("", (), (), ()),
            [with_list_items(cell.content.lines(), text, cell.raw.start, cell.raw.end) for cell in read.cells],
        )
        for read in fields
        if read.field.meaning == "requirement" and read.cells
    ]
    # The same words twice are one row that was doubled, and a rule's to tell.
    stated = list({each.text: each for each in reversed(stated)}.values())[::-1]
    if len(stated) <= 1:
        return stated[0] if stated else None
    first = stated[0]
    span = Span(first.span.start, max(first.span.end, stated[-1].span.end))
    doubt = Doubt(SEVERAL_ROWS, stated[1].span, DoubtKind.REPEATED)
    return Requirement(
        declared=None,
        tree=All(tuple(each.tree for each in stated), span),
        text="\n".join(each.text for each in stated),
        span=span,
        remark="\n".join(each.remark for each in stated if each.remark) or None,
        doubts=(doubt, *(doubt for each in stated for doubt in each.doubts)),
        listings=tuple(listing for each in stated for listing in each.listings),
    )
