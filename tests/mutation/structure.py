"""Faults of headings, rows, cells and tables that are good HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.catalogue import Span
from tests.mutation.planting import Edit, Kind, Mutant, drop, insert, plant, plant_in_source, replace, variants
from tests.mutation.seed import SEED, Category, Row

MISSPELT = {"小程序直播场景": "小程序直播场境", "类目适用范围": "类目试用范围", "资质要求": "资质邀求"}
OTHER_TABLE = """\
<table>
 <tr><th>时间</th><th>地点</th><th>主讲人</th></tr>
 <tr><td>周一</td><td>北京</td><td>王老师</td></tr>
 <tr><td>周二</td><td>上海</td><td>李老师</td></tr>
</table>
"""
SECOND_REQUIREMENT = " <tr>\n  <th>资质要求</th>\n  <td>《出版物经营许可证》</td>\n </tr>\n"
UNKNOWN_ROW = " <tr>\n  <th>客服电话</th>\n  <td>400</td>\n </tr>\n"
OF_THE_COPY = "the copy repeats what the seed itself has"
NOTHING_LISTED = {"count-mismatch": "N选M is declared over nothing"}
REFERRED = {"unknown-category-reference": "another category refers to the one that is no longer called so"}
INTRODUCED = {"breadcrumb-mismatch": "the sentence below still names the category as it was"}


def rows() -> Iterator[tuple[Category, str, Row]]:
    """Yield the three rows of every category with their usual names."""
    for category in SEED.categories:
        yield category, "scenario", category.scenario
        yield category, "scope", category.scope
        yield category, "requirement", category.requirement


def of_rows(edit: Callable[[Row], Edit], *names: str) -> Callable[[], Iterator[Mutant]]:
    """Plant one edit a row, in the rows named."""

    def planted() -> Iterator[Mutant]:
        for category, name, row in rows():
            if name in names:
                yield plant(category, edit(row), label=name)

    return planted


def row_doubled(row: Row) -> Edit:
    return insert(row.whole.end, SEED.of(row.whole))


def requirement_doubled_otherwise() -> Iterator[Mutant]:
    unlinked = {"missing-official-link": "the category asked for nothing before, and had no link"}
    for category in SEED.categories:
        edit = insert(category.requirement.whole.end, SECOND_REQUIREMENT)
        yield plant(category, edit, also={} if category.papers else unlinked)


def label_misspelt(row: Row) -> Edit:
    label = SEED.of(row.label.words)
    right = next(words for words in MISSPELT if label.startswith(words))
    start = row.label.words.start
    return replace(Span(start, start + len(right)), MISSPELT[right])


def cell_emptied(row: Row) -> Edit:
    return drop(row.cell.words)


def cell_of_blanks(row: Row) -> Edit:
    return replace(row.cell.words, " &nbsp;\n　<br>\n")


def words_emptied() -> Iterator[Mutant]:
    for category in SEED.categories:
        if category.anchor:
            yield plant(category, drop(category.anchor.words))


def cell_lost(row: Row) -> Edit:
    return drop(Span(row.cell.open.start, row.cell.end.end))


def third_cell(row: Row) -> Edit:
    return insert(row.cell.end.end, "<td>另见客服</td>")


def unknown_row_first() -> Iterator[Mutant]:
    for category in SEED.categories:
        yield plant(category, insert(category.rows[0].whole.end, UNKNOWN_ROW))


def unknown_row_last() -> Iterator[Mutant]:
    for category in SEED.categories:
        yield plant(category, insert(category.requirement.whole.end, UNKNOWN_ROW))


def table_removed() -> Iterator[Mutant]:
    for category in SEED.categories:
        yield plant(category, drop(category.table), ends=(category.heading,))


def other_table() -> Iterator[Mutant]:
    for category in SEED.categories:
        yield plant(category, replace(category.table, OTHER_TABLE))


def category_doubled() -> Iterator[Mutant]:
    for category in SEED.categories:
        copy = SEED.of(category.block).rstrip() + "\n\n"
        yield plant(category, insert(category.block.start, copy), ends=(category.block,))


def named_as_neighbour() -> Iterator[Mutant]:
    """Give a category the heading of the next one in its group."""
    for category, following in zip(SEED.categories, SEED.categories[1:], strict=False):
        if category.path[0] == following.path[0]:
            edit = replace(category.heading, SEED.of(following.heading))
            yield plant(category, edit, ends=(following.heading,), elsewhere=REFERRED)


def breadcrumb_of_other_name() -> Iterator[Mutant]:
    for category in SEED.categories:
        name = SEED.of(category.breadcrumb).partition("-")[2]
        yield plant(category, replace(category.breadcrumb, f"{category.path[0]}-{name[:-1]}庄"))


def breadcrumb_of_other_group() -> Iterator[Mutant]:
    for category in SEED.categories:
        name = SEED.of(category.breadcrumb).partition("-")[2]
        yield plant(category, replace(category.breadcrumb, f"体育-{name}"))


def heading_misspelt() -> Iterator[Mutant]:
    """Where the breadcrumb agreed before: a disagreement that grows worse is no new finding."""
    for category in SEED.categories:
        if SEED.of(category.breadcrumb) == "-".join(category.path):
            at = category.heading.end
            yield plant(category, replace(Span(at - 1, at), "庄"), ends=(category.breadcrumb,))


def front_matter(matter: str) -> Callable[[], Iterator[Mutant]]:
    def planted() -> Iterator[Mutant]:
        yield plant_in_source(matter, insert(0, f"---\n{matter}\n---\n"))

    return planted


def notice_unquoted() -> Iterator[Mutant]:
    for category in SEED.categories:
        yield plant(category, insert(category.table.start, ">! \n1. 直播须实名。\n2. 回放须备案。\n\n"))


ALL = ("scenario", "scope", "requirement")
DATA = ("scenario", "scope")
STRUCTURE = (
    Kind("scenario-row-dropped", ("missing-row",), of_rows(lambda row: drop(row.whole), "scenario")),
    Kind("scope-row-dropped", ("missing-row",), of_rows(lambda row: drop(row.whole), "scope")),
    Kind("requirement-row-dropped", ("missing-row",), of_rows(lambda row: drop(row.whole), "requirement")),
    Kind("row-doubled", ("duplicate-row",), of_rows(row_doubled, *ALL)),
    Kind(
        "requirement-doubled-otherwise", ("duplicate-row",), requirement_doubled_otherwise,
    ),
    Kind("label-misspelt", ("unknown-row", "missing-row"), of_rows(label_misspelt, *ALL)),
    Kind("unknown-row", ("unknown-row",), variants(unknown_row_first, unknown_row_last)),
    Kind("cell-emptied", ("empty-cell",), variants(of_rows(cell_emptied, *DATA), of_rows(cell_of_blanks, *DATA))),
    Kind("requirement-emptied", ("empty-cell",), of_rows(cell_emptied, "requirement"), explained=NOTHING_LISTED),
    Kind(
        "requirement-s-words-emptied", ("empty-cell|empty-link",), words_emptied,
        explained=NOTHING_LISTED,
    ),
    Kind("cell-lost", ("empty-cell|ragged-table",), of_rows(cell_lost, *ALL)),
    Kind("third-cell", ("ragged-table",), of_rows(third_cell, *DATA)),
    Kind("table-removed", ("missing-table",), table_removed),
    Kind("table-of-another-shape", ("unrecognised-table",), other_table),
    Kind(
        "category-doubled", ("duplicate-category",), category_doubled,
        explained={
            "breadcrumb-mismatch": OF_THE_COPY, "missing-official-link": OF_THE_COPY,
            "unknown-category-reference": OF_THE_COPY,
        },
    ),
    Kind("named-as-neighbour", ("duplicate-category",), named_as_neighbour, explained=INTRODUCED),
    Kind(
        "breadcrumb-misspelt", ("breadcrumb-mismatch",), variants(breadcrumb_of_other_name, breadcrumb_of_other_group),
    ),
    Kind("heading-misspelt", ("breadcrumb-mismatch",), heading_misspelt),
    Kind("front-matter-broken", ("front-matter",), variants(front_matter("title: [直播"), front_matter("- 直播"))),
    Kind("notice-unquoted", ("unquoted-notice",), notice_unquoted),
)  # fmt: skip
