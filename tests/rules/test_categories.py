"""The rules about categories and their requirements, on catalogues made by hand."""

from __future__ import annotations

import pytest

from generator.catalogue import (
    All,
    Catalogue,
    Category,
    Choose,
    Declared,
    Doubt,
    Layout,
    Nothing,
    Qualification,
    Requirement,
    Span,
    Tree,
)
from generator.findings import Finding
from generator.rules import judge
from tests.rules.factory import NEEDED, at, catalogue, category, source, table

TEXT = "## 金融业\n### 银行\n资质要求（3选1）\n《甲》《乙》《丙》\n"
WHOLE = Span(0, len(TEXT))
PAPERS = tuple(Qualification(name, at(TEXT, name)) for name in "甲乙丙")


def bank(
    requirement: Requirement | None = None, meanings: tuple[str, ...] = NEEDED, layout: Layout = Layout.CARD
) -> Catalogue:
    span = at(TEXT, "银行")
    held = category(
        ("金融业", "银行"),
        WHOLE,
        heading=span,
        meanings=meanings,
        requirement=requirement,
        layout=layout,
        official=True,
    )
    return catalogue(source(TEXT), categories=(held,))


def requirement(tree: Tree, choose: int | None = None, among: int = 0, doubts: tuple[Doubt, ...] = ()) -> Requirement:
    declared = None if choose is None else Declared(choose, among, at(TEXT, "3选1"))
    return Requirement(declared, tree, "", WHOLE, doubts=doubts)


def told(found: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.message, TEXT[finding.span.start : finding.span.end]) for finding in found]


@pytest.mark.parametrize(
    ("tree", "choose", "among", "messages"),
    [
        (Choose(1, PAPERS, WHOLE), 1, 3, []),
        (Choose(2, PAPERS, WHOLE), 2, 3, []),
        (Choose(1, PAPERS[:2], WHOLE), 1, 3, ["declares 3选1 but lists 2 options"]),
        (Choose(1, PAPERS, WHOLE), 1, 2, ["declares 2选1 but lists 3 options"]),
        (PAPERS[0], 1, 3, ["declares 3选1 but lists 1 option"]),
        (All(PAPERS, WHOLE), 1, 3, ["declares 3选1 but lists 1 option"]),
        (Nothing(WHOLE), 1, 3, ["declares 3选1 but lists nothing"]),
        (Choose(1, PAPERS, WHOLE), 5, 3, ["declares 3选5, but 5 cannot be chosen from 3"]),
        (Choose(1, PAPERS, WHOLE), 0, 3, ["declares 3选0, but 0 cannot be chosen from 3"]),
        (Choose(2, PAPERS[:2], WHOLE), 3, 2, ["declares 2选3, but 3 cannot be chosen from 2"]),
        (Choose(1, PAPERS, WHOLE), None, 0, []),
        (Nothing(WHOLE), None, 0, []),
    ],
)
def test_count_mismatch(tree: Tree, choose: int | None, among: int, messages: list[str]) -> None:
    found = judge(bank(requirement(tree, choose, among)))
    assert told(found) == [("count-mismatch", message, "3选1") for message in messages]
    assert all(finding.category == ("金融业", "银行") for finding in found)


@pytest.mark.parametrize(
    ("listed", "hint"),
    [
        (2, "write 2选1, or list 3 options"),
        (1, "list the 3 options, or drop the declaration"),
    ],
)
def test_the_hint_never_proposes_a_choice_without_choice(listed: int, hint: str) -> None:
    (finding,) = judge(bank(requirement(Choose(1, PAPERS[:listed], WHOLE), 1, 3)))
    assert finding.hint == hint


def test_unreadable_requirement() -> None:
    doubts = (Doubt("和 and 或 are mixed", at(TEXT, "乙")), Doubt("a bare row", at(TEXT, "丙")))
    assert told(judge(bank(requirement(All(PAPERS, WHOLE), doubts=doubts)))) == [
        ("unreadable-requirement", "the meaning of the requirement stays open: 和 and 或 are mixed", "乙"),
        ("unreadable-requirement", "the meaning of the requirement stays open: a bare row", "丙"),
    ]


@pytest.mark.parametrize("missing", NEEDED)
@pytest.mark.parametrize(("layout", "part"), [(Layout.CARD, "row"), (Layout.COLUMNS, "column")])
def test_missing_row(missing: str, layout: Layout, part: str) -> None:
    meanings = tuple(meaning for meaning in NEEDED if meaning != missing)
    found = judge(bank(meanings=meanings, layout=layout))
    assert told(found) == [("missing-row", f"金融业 / 银行 has no {part} for the {missing}", "银行")]
    assert found[0].category == ("金融业", "银行")


def register(*meanings: tuple[str, ...]) -> tuple[Finding, ...]:
    """Judge a register of one row each."""
    text = "头" + "".join(f"行{number}" for number in range(len(meanings)))
    rows: list[Category] = [
        category((f"行{number}",), at(text, f"行{number}"), meanings=held, layout=Layout.REGISTER)
        for number, held in enumerate(meanings)
    ]
    tables = (table(Span(0, len(text)), Layout.REGISTER),)
    return judge(catalogue(source(text, tables=tables), categories=tuple(rows)))


def test_a_column_that_the_whole_register_lacks_is_told_once_at_its_first_row() -> None:
    (finding,) = register(NEEDED[1:], NEEDED[1:], NEEDED[1:])
    assert finding.message == "the register has no column for the scenario"
    assert finding.span == Span(0, 1)
    assert finding.category is None


def test_a_cell_that_one_row_of_a_register_lacks_is_told_at_that_row() -> None:
    (finding,) = register(NEEDED, NEEDED[:2], NEEDED)
    assert finding.message == "行1 has no cell for the requirement"
    assert finding.category == ("行1",)


def test_a_whole_register_is_silent() -> None:
    assert register(NEEDED, NEEDED) == ()


def test_duplicate_category_names_where_the_first_stands() -> None:
    first, second = source("# 导言\n银行", "a.md"), source("银行 信托 银行", "b.md")
    held = (
        category(("银行",), Span(5, 7)),
        category(("银行",), Span(0, 2), source=1),
        category(("信托",), Span(3, 5), source=1),
        category(("银行",), Span(6, 8), source=1),
    )
    found = judge(catalogue(first, second, categories=held))
    assert [(finding.rule, finding.source, finding.span) for finding in found] == [
        ("duplicate-category", 1, Span(0, 2)),
        ("duplicate-category", 1, Span(6, 8)),
    ]
    assert {finding.message for finding in found} == {"银行 stands here again; it first stands at a.md:2"}


def test_the_same_name_in_two_groups_is_no_duplicate() -> None:
    held = (category(("教育", "直播"), Span(0, 2)), category(("社交", "直播"), Span(2, 4)))
    assert judge(catalogue(source("直播直播"), categories=held)) == ()
