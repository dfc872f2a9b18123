"""Faults of HTML: tags left out, left open, crossed, mistyped."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.catalogue import Span
from tests.mutation.planting import Edit, Kind, Mutant, drop, insert, plant, replace, variants
from tests.mutation.seed import SEED, Category, Row
from tests.mutation.structure import rows

NO_LINK_LEFT = {"missing-official-link": "the requirement has no working link any more"}
FALLEN_OUT = {
    "empty-cell": "the row's words are in no cell",
    "ragged-table": "the row is narrower than the table",
}


def in_rows(edit: Callable[[Row], Edit], end: Callable[[Row], Span] | None = None) -> Callable[[], Iterator[Mutant]]:
    """Plant one edit a row; ``end`` names the other tag of the pair."""

    def planted() -> Iterator[Mutant]:
        for category, name, row in rows():
            yield plant(category, edit(row), label=name, ends=(end(row),) if end else ())

    return planted


def in_tables(edit: Callable[[Category], Edit]) -> Callable[[], Iterator[Mutant]]:
    """Plant one edit a table; its two tags are both ends of the fault."""

    def planted() -> Iterator[Mutant]:
        for category in SEED.categories:
            start, end = table_tags(category)
            yield plant(category, edit(category), ends=(start, end))

    return planted


def table_tags(category: Category) -> tuple[Span, Span]:
    end = SEED.text.index("</table>", category.table.start)
    return Span(category.table.start, category.table.start + len("<table>")), Span(end, end + len("</table>"))


def in_anchors(edit: Callable[[Category], Edit], end: Callable[[Category], Span]) -> Callable[[], Iterator[Mutant]]:
    def planted() -> Iterator[Mutant]:
        for category in SEED.categories:
            if category.anchor:
                yield plant(category, edit(category), ends=(end(category),))

    return planted


def round_words(start: str, end: str) -> Callable[[], Iterator[Mutant]]:
    """Put tags round the first words of every scenario and scope."""

    def planted() -> Iterator[Mutant]:
        for category, name, row in rows():
            if name != "requirement":
                at = row.cell.words.start
                yield plant(category, replace(Span(at, at + 3), start + SEED.text[at : at + 3] + end), label=name)

    return planted


def in_requirement(start: str, end: str) -> Callable[[], Iterator[Mutant]]:
    """The same round the first paper of every requirement."""

    def planted() -> Iterator[Mutant]:
        for category in SEED.categories:
            if category.papers:
                at = Span(category.papers[0].start - 1, category.papers[0].end + 1)
                yield plant(category, replace(at, start + SEED.of(at) + end))

    return planted


def in_sentence(start: str, end: str) -> Callable[[], Iterator[Mutant]]:
    def planted() -> Iterator[Mutant]:
        for category in SEED.categories:
            yield plant(category, insert(category.sentence.end - 1, f"直播须{start}实名{end}。"))

    return planted


def crossed_round_link() -> Iterator[Mutant]:
    for category in SEED.categories:
        if category.anchor:
            link = category.anchor
            yield plant(category, insert(link.open.start, "<b>"), insert(link.end.start, "</b>"))


def break_closed() -> Iterator[Mutant]:
    for category in SEED.categories:
        at = SEED.text.find("<br>", category.block.start, category.block.end)
        if at >= 0:
            yield plant(category, replace(Span(at, at + 4), "</br>"))


CROSSED = ("<b><i>", "</b></i>")
MALFORMED = ("malformed-html",)
MARKUP = (
    Kind("td-never-closed", MALFORMED, in_rows(lambda row: drop(row.cell.end), lambda row: row.cell.open)),
    Kind("th-never-closed", MALFORMED, in_rows(lambda row: drop(row.label.end), lambda row: row.label.open)),
    Kind(
        "td-never-opened", MALFORMED, in_rows(lambda row: drop(row.cell.open), lambda row: row.cell.end),
        explained=FALLEN_OUT,
    ),
    Kind("tr-never-closed", MALFORMED, in_rows(lambda row: drop(row.end), lambda row: row.open)),
    Kind("tr-never-opened", MALFORMED, in_rows(lambda row: drop(row.open), lambda row: row.end)),
    Kind("table-never-closed", MALFORMED, in_tables(lambda category: drop(table_tags(category)[1]))),
    Kind(
        "table-never-opened", MALFORMED, in_tables(lambda category: drop(table_tags(category)[0])),
        explained={"missing-table": "rows outside a table are no table"},
    ),
    Kind("table-for-its-end", MALFORMED, in_tables(lambda category: replace(table_tags(category)[1], "<table>"))),
    Kind(
        "link-never-closed", MALFORMED,
        in_anchors(lambda category: drop(category.anchor.end), lambda category: category.anchor.open),
    ),
    Kind(
        "link-never-opened", MALFORMED,
        in_anchors(lambda category: drop(category.anchor.open), lambda category: category.anchor.end),
        explained=NO_LINK_LEFT,
    ),
    Kind("bold-never-closed", MALFORMED, variants(round_words("<b>", ""), in_requirement("<b>", ""))),
    Kind("bold-never-opened", MALFORMED, variants(round_words("", "</b>"), in_requirement("", "</b>"))),
    Kind("bold-never-closed-in-prose", MALFORMED, in_sentence("<b>", "")),
    Kind("tags-crossed", MALFORMED, variants(round_words(*CROSSED), in_requirement(*CROSSED))),
    Kind("bold-crosses-link", MALFORMED, crossed_round_link),
    Kind(
        "cell-closed-as-the-other", MALFORMED,
        variants(
            in_rows(lambda row: replace(row.label.end, "</td>")), in_rows(lambda row: replace(row.cell.end, "</th>")),
        ),
    ),
    Kind("tag-mistyped", MALFORMED, variants(round_words("<sapn>", "</sapn>"), round_words("<strong>", "</trong>"))),
    Kind(
        "end-tag-spoilt", MALFORMED,
        variants(
            in_rows(lambda row: replace(row.cell.end, "</rd>"), lambda row: row.cell.open),
            in_rows(lambda row: replace(row.cell.end, "</td"), lambda row: row.cell.open),
        ),
    ),
    Kind("break-written-as-end", MALFORMED, break_closed),
)  # fmt: skip
