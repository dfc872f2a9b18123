"""Worked requirements: every entry of ``cases/*.yml`` is a case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.catalogue import All, Choose, Nothing, Qualification, Tree
from generator.combinations import combinations
from generator.source.requirement import read_requirement
from generator.source.shown import verbatim

CASES = [
    pytest.param(case, id=f"{file.stem}: {case['why']}")
    for file in sorted(Path(__file__).with_name("cases").glob("*.yml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]
NOTES = ("holder", "scope", "issuer", "copies", "remark")


def compact(tree: Tree) -> str:
    """Return a tree on one line: ``1of(a | all(b & c)[holder=d])``."""
    notes = "".join(f"[{note}={text}]" for note in NOTES if (text := getattr(tree, note, None)))
    match tree:
        case Qualification(name=name):
            return name + notes
        case Choose(count=count, parts=parts):
            return f"{count}of({' | '.join(map(compact, parts))}){notes}"
        case All(parts=parts):
            return f"all({' & '.join(map(compact, parts))}){notes}"
        case Nothing():
            return f"Nothing{notes}"


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    read = read_requirement(verbatim(case["label"]), [verbatim(case["cell"], 1000)])
    declared = [read.declared.choose, read.declared.among] if read.declared else None
    ways = combinations(read.tree)
    assert ways is not None
    assert {
        "declared": declared,
        "options": read.options,
        "combinations": [list(way) for way in ways],
        "tree": compact(read.tree),
        "doubts": len(read.doubts),
    } == {key: case[key] for key in ("declared", "options", "combinations", "tree", "doubts")}


def test_there_are_many_cases() -> None:
    assert len(CASES) >= 120
