"""The JSON export holds what other programs rely on."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from generator.catalogue import (
    All,
    Block,
    BlockKind,
    Catalogue,
    Cell,
    Choose,
    Declared,
    Doubt,
    Field,
    Group,
    Link,
    LinkRole,
    Nothing,
    Notice,
    NoticeKind,
    Qualification,
    QualificationEntry,
    Requirement,
    Row,
    Span,
    Table,
    Tree,
)
from generator.exports.json import to_json
from tests.rules.factory import at, category, source

TEXT = "导言\n\n## 金融业\n### 银行\n类目适用范围\n资质要求（2选1）\n《甲》《乙》<a>\n\n\n## 教育\n"
SPAN = Span(TEXT.index("### 银行"), TEXT.index("## 教育"))


def paper(name: str, **said: str) -> Qualification:
    return Qualification(name, at(TEXT, name), **said)


def required(tree: Tree, **more: Any) -> Requirement:
    return Requirement(None, tree, "《甲》《乙》", at(TEXT, "《甲》《乙》"), **more)


def whole(requirement: Requirement | None) -> Catalogue:
    """Return a catalogue in which everything that the export tells is there once."""
    cell = Cell("一\n二", "一<br>二", Span(0, 1), colspan=2, header=True)
    link = Link("https://example.invalid/yinhang.html", "甲", LinkRole.OFFICIAL, at(TEXT, "<a>"), at(TEXT, "a"))
    notice = Notice(NoticeKind.IMPORTANT, None, "注意", "<p>注意</p>", at(TEXT, "导言"))
    tables = (Table((Row((cell,), Span(0, 1)),), category(("x",), SPAN).layout, SPAN, ("金融业", "银行")),)
    origin = source(TEXT, "rules.md", tables=tables)
    origin = replace(
        origin, title="题", introduction=(Block(BlockKind.PARAGRAPH, "导言", "<p>导言</p>", Span(0, 2)), notice)
    )
    held = category(("金融业", "银行"), SPAN, requirement=requirement)
    fields = (Field("类目适用范围", (cell,), at(TEXT, "类目适用范围"), "scope"), Field("别的", (), at(TEXT, "资质")))
    held = replace(held, id="jinrong/yinhang", breadcrumb=("金融", "银行"), scope="甲 \n 乙", fields=fields)
    held = replace(held, notices=(notice,), links=(link,))
    group = Group("jinrong", "金融业", (), ("jinrong/yinhang",), 0, at(TEXT, "## 金融业"))
    entries = (
        QualificationEntry("jia", "甲", ("jinrong/yinhang",), ("甲本", "甲证")),
        QualificationEntry("yi", "乙", ("jinrong/yinhang",)),
    )
    return Catalogue("总题", (origin,), (group,), (held,), entries, (("old/yinhang", "jinrong/yinhang"),))


def exported(requirement: Requirement | None = None) -> dict[str, Any]:
    """Return the export after a journey through a file, as its readers get it."""
    told: dict[str, Any] = json.loads(json.dumps(to_json(whole(requirement))))
    return told


def test_the_category() -> None:
    (told,) = exported()["categories"]
    assert told == {
        "id": "jinrong/yinhang",
        "path": ["金融业", "银行"],
        "breadcrumb": ["金融", "银行"],
        "scenario": None,
        "scope": "甲 乙",
        "fields": [
            {
                "label": "类目适用范围",
                "meaning": "scope",
                "cells": [{"text": "一\n二", "colspan": 2, "rowspan": 1}],
                "line": 5,
                "column": 1,
            },
            {"label": "别的", "meaning": None, "cells": [], "line": 6, "column": 1},
        ],
        "requirement": None,
        "combinations": [],
        "notices": [{"kind": "important", "title": None, "text": "注意", "line": 1, "column": 1}],
        "links": [
            {
                "href": "https://example.invalid/yinhang.html",
                "text": "甲",
                "role": "official",
                "line": 7,
                "column": 7,
            }
        ],
        "layout": "card",
        "source": {"file": "rules.md", "line": 4, "end_line": 7},
    }


def test_all_but_the_categories() -> None:
    told = exported()
    del told["categories"]
    assert told == {
        "version": 1,
        "title": "总题",
        "qualifications": [
            {
                "id": "jia",
                "name": "甲",
                "aliases": ["甲本", "甲证"],
                "categories": ["jinrong/yinhang"],
                "uses": [{"category": "jinrong/yinhang", "combinations": []}],
            },
            {
                "id": "yi",
                "name": "乙",
                "aliases": [],
                "categories": ["jinrong/yinhang"],
                "uses": [{"category": "jinrong/yinhang", "combinations": []}],
            },
        ],
        "groups": [{"id": "jinrong", "name": "金融业", "categories": ["jinrong/yinhang"]}],
        "sources": [
            {
                "file": "rules.md",
                "id": "rules",
                "title": "题",
                "encoding": "utf-8",
                "introduction": "导言",
                "notices": [{"kind": "important", "title": None, "text": "注意", "line": 1, "column": 1}],
            }
        ],
        "tables": [
            {
                "file": "rules.md",
                "line": 4,
                "end_line": 7,
                "layout": "card",
                "headings": ["金融业", "银行"],
                "rows": [[{"text": "一\n二", "header": True, "colspan": 2, "rowspan": 1}]],
            }
        ],
        "moved": [{"from": "old/yinhang", "to": "jinrong/yinhang"}],
    }


def test_a_requirement_with_all_that_is_said_of_it() -> None:
    first = paper("甲", holder="厂商", scope="含演出", issuer="部门", copies="2份", remark="复印件")
    tree = Choose(
        1, (first, All((paper("乙"), Nothing(SPAN)), at(TEXT, "《乙》"), holder="机构")), at(TEXT, "《甲》《乙》")
    )
    declared = Declared(1, 2, at(TEXT, "2选1"))
    doubt = Doubt("why", at(TEXT, "乙"))
    (told,) = exported(replace(required(tree, remark="余", doubts=(doubt,)), declared=declared))["categories"]
    full = {"holder": "厂商", "scope": "含演出", "issuer": "部门", "copies": "2份", "remark": "复印件"}
    assert told["requirement"] == {
        "declared": {"choose": 1, "from": 2},
        "options": 2,
        "tree": {
            "kind": "choose",
            "count": 1,
            "parts": [
                {"kind": "qualification", "id": "jia", "name": "甲", **full, "line": 7, "column": 2},
                {
                    "kind": "all",
                    "holder": "机构",
                    "parts": [
                        {"kind": "qualification", "id": "yi", "name": "乙", "line": 7, "column": 5},
                        {"kind": "nothing", "line": 4, "column": 1},
                    ],
                    "line": 7,
                    "column": 4,
                },
            ],
            "line": 7,
            "column": 1,
        },
        "text": "《甲》《乙》",
        "remark": "余",
        "doubts": [{"reason": "why", "line": 7, "column": 5}],
    }
    assert told["combinations"] == [["甲"], ["乙"]]


@pytest.mark.parametrize(
    ("tree", "options", "combinations"),
    [
        (Nothing(SPAN), 0, []),
        (paper("甲"), 1, [["甲"]]),
        (All((paper("甲"), paper("乙")), SPAN), 1, [["甲", "乙"]]),
        (Choose(1, (paper("甲"), paper("乙")), SPAN), 2, [["甲"], ["乙"]]),
    ],
)
def test_options_and_combinations(tree: Tree, options: int, combinations: list[list[str]]) -> None:
    (told,) = exported(required(tree))["categories"]
    assert told["requirement"]["options"] == options
    assert told["requirement"]["declared"] is None
    assert told["combinations"] == combinations
    assert "combinations_truncated" not in told


def test_a_paper_points_at_the_combinations_that_it_is_part_of() -> None:
    both = All((replace(paper("甲"), name="甲证"), paper("乙"), paper("甲")), SPAN)
    told = exported(required(Choose(1, (paper("乙"), both, paper("甲")), SPAN)))
    (category,) = told["categories"]
    assert category["combinations"] == [["乙"], ["甲证", "乙", "甲"], ["甲"]]
    assert [paper["uses"] for paper in told["qualifications"]] == [
        [{"category": "jinrong/yinhang", "combinations": [1, 2]}],
        [{"category": "jinrong/yinhang", "combinations": [0, 1]}],
    ]
    node = category["requirement"]["tree"]["parts"][1]["parts"][0]
    assert (node["id"], node["name"]) == ("jia", "甲证")


def test_a_paper_that_no_entry_knows_has_no_id() -> None:
    (told,) = exported(required(paper("甲", remark="乙")))["categories"]
    assert told["requirement"]["tree"]["id"] == "jia"
    (told,) = exported(required(replace(paper("甲"), name="丙")))["categories"]
    assert told["requirement"]["tree"]["id"] is None


def test_too_many_combinations_are_left_to_the_tree() -> None:
    pair = Choose(1, (paper("甲"), paper("乙")), SPAN)
    whole_told = exported(required(All((pair,) * 11, SPAN)))
    use = {"category": "jinrong/yinhang", "combinations": None, "combinations_truncated": True}
    assert [paper["uses"] for paper in whole_told["qualifications"]] == [[use], [use]]
    (told,) = whole_told["categories"]
    assert told["combinations"] is None
    assert told["combinations_truncated"] is True
    assert told["requirement"]["tree"]["kind"] == "all"


def test_an_empty_catalogue() -> None:
    assert to_json(Catalogue(None, (), (), (), ())) == {
        "version": 1,
        "title": None,
        "categories": [],
        "qualifications": [],
        "groups": [],
        "sources": [],
        "tables": [],
        "moved": [],
    }
