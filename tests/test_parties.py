"""Who applies: what holders' names mean, and what is left of a requirement for one party."""

from __future__ import annotations

import pytest

from generator.catalogue import All, Choose, Nothing, Qualification, Span
from generator.parties import ALL, Party, for_party, parties_in, parties_of

HERE = Span(0, 1)
COMPANY, GOVERNMENT, INSTITUTION, OTHER = Party


def paper(name: str, holder: str | None = None) -> Qualification:
    return Qualification(name, HERE, holder=holder)


@pytest.mark.parametrize(
    ("holder", "parties"),
    [
        ("政府主体", {GOVERNMENT}),
        ("政府機關", {GOVERNMENT}),
        ("公立学校", {INSTITUTION}),
        ("事业单位", {INSTITUTION}),
        ("企业主体", {COMPANY}),
        ("汽车厂商", {COMPANY}),
        ("汽车经销商/4s店", {COMPANY}),
        ("汽车经销商/4S店", {COMPANY}),
        ("下属子/分公司", {COMPANY}),
        ("企业、政府", {COMPANY, GOVERNMENT}),
        ("民办非企业", {OTHER}),
        ("非政府主体", {COMPANY, INSTITUTION, OTHER}),
        ("非企业、非政府", {INSTITUTION, OTHER}),
        ("非公立学校", {COMPANY, GOVERNMENT, OTHER}),
        ("非上市公司", {COMPANY}),
        ("非公有制企业", {COMPANY}),
        ("非营利性社会组织", {OTHER}),
        ("non-listed companies", {COMPANY}),
        ("companies", {COMPANY}),
        ("Government bodies", {GOVERNMENT}),
    ],
)
def test_a_name_that_ends_or_begins_as_a_party_does_is_one(holder: str, parties: set[Party]) -> None:
    assert parties_of(holder) == parties


@pytest.mark.parametrize(
    "holder", [None, "", "经营企业征信业务", "合作医院", "合作企业", "培训机构", "非", "主体", "医院、企业"]
)
def test_what_is_not_certain_is_for_anybody(holder: str | None) -> None:
    assert parties_of(holder) == frozenset()


def test_a_choice_loses_what_is_for_others() -> None:
    tree = Choose(1, (paper("a"), paper("b", "政府主体"), paper("c", "企业")), HERE)
    assert for_party(tree, COMPANY) == Choose(1, (tree.parts[0], tree.parts[2]), HERE)
    assert for_party(tree, None) is tree


def test_a_choice_that_asks_for_more_than_is_left_is_closed() -> None:
    tree = Choose(2, (paper("a"), paper("b", "政府主体")), HERE)
    assert for_party(tree, COMPANY) is None
    assert for_party(tree, GOVERNMENT) == tree


def test_papers_together_are_closed_where_one_is_for_others() -> None:
    tree = All((paper("代码"), paper("函件", "政府主体")), HERE)
    assert for_party(tree, COMPANY) is None
    assert for_party(tree, GOVERNMENT) == tree


def test_where_each_party_is_named_each_hands_in_its_own() -> None:
    tree = All((paper("a", "政府"), paper("b", "企业"), paper("c")), HERE)
    assert for_party(tree, COMPANY) == All(tree.parts[1:], HERE)
    assert for_party(tree, OTHER) is None


def test_the_parties_of_a_tree_are_those_of_all_its_parts() -> None:
    tree = Choose(1, (paper("a"), All((paper("b", "政府"), Nothing(HERE)), HERE, holder="企业")), HERE)
    assert list(parties_in(tree)) == [{COMPANY}, {GOVERNMENT}]
    assert set(ALL) == {COMPANY, GOVERNMENT, INSTITUTION, OTHER}
