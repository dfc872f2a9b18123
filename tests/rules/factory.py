"""Catalogues made by hand, for cases that no reader needs to be asked about."""

from __future__ import annotations

from generator.catalogue import (
    Catalogue,
    Category,
    Cell,
    Field,
    Layout,
    Link,
    LinkRole,
    Repair,
    Requirement,
    Row,
    Source,
    Span,
    Table,
)

NEEDED = ("scenario", "scope", "requirement")


def at(text: str, part: str, nth: int = 0) -> Span:
    """Return where a part stands in a text, the first time or a later one."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(part, start + 1)
    return Span(start, start + len(part))


def source(
    text: str, file: str = "rules.md", *, repairs: tuple[Repair, ...] = (), tables: tuple[Table, ...] = ()
) -> Source:
    """Return a source of a text; only LF ends a line."""
    starts = (0, *(offset for offset, sign in enumerate(text, 1) if sign == "\n"))
    return Source(file, file.removesuffix(".md"), "标题", text, (), (), tables, (), repairs, starts)


def table(span: Span, layout: Layout = Layout.CARD) -> Table:
    """Return a table with one row at its start."""
    return Table((Row((), Span(span.start, span.start + 1)),), layout, span)


def category(
    path: tuple[str, ...],
    span: Span,
    *,
    heading: Span | None = None,
    meanings: tuple[str, ...] = NEEDED,
    requirement: Requirement | None = None,
    layout: Layout = Layout.CARD,
    source: int = 0,
    official: bool = False,
) -> Category:
    """Return a category whose fields have the meanings given; if asked, with an official page."""
    page = Link(f"https://official.example/{'/'.join(path)}", path[-1], LinkRole.OFFICIAL, span, span)
    links = (page,) if official else ()
    cell = Cell("文字", "文字", span)
    fields = tuple(
        Field(meaning, (cell,), Span(span.start + number, span.end), meaning) for number, meaning in enumerate(meanings)
    )
    return Category(
        id="-".join(path), path=path, breadcrumb=None, scenario=None, scope=None, fields=fields,
        requirement=requirement, notices=(), links=links, body=(), source=source, span=span, heading=heading or span,
        layout=layout,
    )  # fmt: skip


def catalogue(*sources: Source, categories: tuple[Category, ...] = ()) -> Catalogue:
    """Return a catalogue of sources and categories."""
    return Catalogue(None, sources, (), categories, ())
