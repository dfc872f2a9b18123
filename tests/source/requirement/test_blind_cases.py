"""Worked requirements by somebody who never saw the grammar: every entry of ``blind/*.json`` is a case.

``first.json`` the grammar was mended by, ``second.json`` was held out to measure it.  Fields are ``label`` and ``cell``
as a source has them, ``declared``, ``options``, ``combinations`` (way → paper → acceptable names) and ``open``: the
reader must be told by a doubt.  Null options or combinations are not graded; ``disputed`` says why ``open`` is not.
``unread`` says what the grammar cannot read yet: it must then be in doubt.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from generator.catalogue import Requirement
from generator.combinations import combinations
from generator.source import read_text

CASES = [
    pytest.param(case, id=f"{file.stem}: {case['id']}")
    for file in sorted(Path(__file__).with_name("blind").glob("*.json"))
    for case in json.loads(file.read_text("utf-8"))
]
DOCUMENT = """## 组

### 类

<table>
<tr><th>小程序直播场景</th><td>x</td></tr>
<tr><th>{label}</th><td>{cell}</td></tr>
</table>
"""
LONGEST = 2.5
"""A name may be so many times as long as the acceptable form that it holds."""


def requirement_of(case: dict[str, Any]) -> Requirement:
    """Return what a source that states the case requires."""
    (category,) = read_text(DOCUMENT.format(label=case["label"], cell=case["cell"])).categories
    assert category.requirement is not None
    return category.requirement


def bare(name: str) -> str:
    """Return a name as it is compared."""
    return re.sub(r"[\s《》\u200b-\u200d\u2060\ufeff]", "", unicodedata.normalize("NFKC", name))


def names(paper: str, forms: list[str]) -> bool:
    """Return whether a paper is one of its acceptable forms, or little more than one."""
    said = bare(paper)
    return any(bare(form) in said and len(said) <= LONGEST * len(bare(form)) for form in forms)


def satisfies(way: frozenset[str], wanted: list[list[str]]) -> bool:
    """Return whether the papers of a way are those wanted, in any order."""
    if len(way) != len(wanted):
        return False
    if not wanted:
        return True
    first, *others = wanted
    return any(names(paper, first) and satisfies(way - {paper}, others) for paper in way)


def same_ways(got: set[frozenset[str]], wanted: list[list[list[str]]]) -> bool:
    """Return whether each way is one wanted, and each wanted one is among them."""
    each_is_wanted = all(any(satisfies(way, one) for one in wanted) for way in got)
    return each_is_wanted and all(any(satisfies(way, one) for way in got) for one in wanted)


@pytest.mark.parametrize("case", CASES)
def test_blind_case(case: dict[str, Any]) -> None:
    read = requirement_of(case)
    if "unread" in case:
        # What the grammar cannot read yet it must at least say so; once it can, the mark has to go.
        assert read.doubts
        assert read.options != case["options"]
        return
    ways = combinations(read.tree)
    assert ways is not None
    declared = {"from": read.declared.among, "choose": read.declared.choose} if read.declared else None
    assert declared == case["declared"]
    assert case["options"] in (None, read.options)
    got = {frozenset(map(bare, way)) for way in ways}
    assert case["combinations"] is None or same_ways(got, case["combinations"]), got
    if "disputed" not in case:
        assert bool(read.doubts) == case["open"], read.doubts


def test_a_dispute_says_why() -> None:
    assert all(case.values[0].get("disputed", "why").strip() for case in CASES)
    assert len(CASES) >= 100


@pytest.mark.parametrize(
    ("paper", "forms", "same"),
    [
        ("甲地《安全证》", ["安全证"], True),
        ("安全", ["安全证"], False),
        ("某某市某某局核发的安全证", ["安全证"], False),
    ],
)
def test_names_are_compared_as_graded(paper: str, forms: list[str], same: bool) -> None:
    assert names(paper, forms) is same
