"""The benchmark of the build, as far as it can be tried without a build: what it says rests on these."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.building.commands import Cost, FailedError, run
from benchmarks.building.contenders import HUGO, LEIMU, STOCK
from benchmarks.building.projects import Editor, categories_for, pages_of
from benchmarks.building.report import COLD, EDITED, NOTHING, SAVE, Row, Size, bounds, growth, lines
from benchmarks.synthetic import REAL, synthetic_source

PAGES = Size("1000p", 450, 1)
ONE = Size("1000", 1000, 1)
THREE = Size("1000", 1000, 3)
LARGE = Size("10000", 10_000, 1)


def row(size, who, what, cpu, wall=None, **more) -> Row:
    return Row(size, who, what, Cost(wall or cpu, cpu, 100.0), **more)


ROWS = [
    row(PAGES, LEIMU, COLD, 1.0, pages=1000),
    row(PAGES, STOCK, COLD, 25.0, pages=1000),
    row(PAGES, HUGO, COLD, 0.5, pages=1000),
    row(ONE, LEIMU, COLD, 2.0, pages=2000, largest=61_000),
    row(LARGE, LEIMU, COLD, 18.0, pages=17_000),
    row(THREE, LEIMU, COLD, 8.0, wall=5.0, pages=6000),
    row(THREE, LEIMU, NOTHING, 0.5),
    row(THREE, LEIMU, EDITED, 1.6),
    row(THREE, LEIMU, SAVE, 0.4, saves=200, growth=1.2),
]


def test_each_bound_is_judged_by_its_own_figure():
    judged = [(bound.figure and round(bound.figure, 3), bound.is_met) for bound in bounds(ROWS)]
    assert judged == [
        (0.04, True),
        (2.0, False),
        (1.6, True),
        (10.588, True),
        (1.6, False),
        (0.5, True),
        (0.4, True),
        (1.2, False),
        (61.0, False),
    ]


def test_a_bound_without_a_figure_is_neither_met_nor_missed():
    failed = Row(ONE, LEIMU, COLD, None, note="failed: not done")
    assert {bound.is_met for bound in bounds([failed])} == {None}
    assert {bound.is_met for bound in bounds([*ROWS[:-1], row(THREE, LEIMU, SAVE, 0.4, saves=10)])} == {
        None,
        True,
        False,
    }


def test_a_failure_is_a_line_and_ratios_are_to_cold_builds():
    table = "\n".join(lines([*ROWS[:3], Row(PAGES, "zensical", COLD, None, note="failed: ended with 1")]))
    assert "failed: ended with 1" in table
    assert " 0.040 " in table.splitlines()[0]
    (grown,) = growth([ROWS[3], ROWS[4]])
    assert grown.endswith("10.00 times the categories, 8.50 times the pages: 9.00 times the CPU")


def test_papers_grow_as_in_the_real_source():
    papers = [pages_of(synthetic_source(count, REAL)) - count for count in (16, 100, 1000)]
    each = [count / categories for count, categories in zip(papers, (16, 100, 1000), strict=True)]
    assert all(few > many for few, many in pairwise(each))
    assert 0.9 < each[-1] < 1.3
    assert synthetic_source(50, REAL) == synthetic_source(50, REAL)
    assert abs(pages_of(synthetic_source(categories_for(200), REAL)) - 200) < 20


def test_an_edit_changes_one_category_each_time(tmp_path: Path):
    source = tmp_path / "catalogue" / "sources" / "rules.md"
    source.parent.mkdir(parents=True)
    source.write_text(synthetic_source(40, REAL), encoding="utf-8")
    editor = Editor(40)
    before = source.read_text("utf-8").splitlines()
    for _ in range(41):
        address, words = editor.edit(tmp_path)
        after = source.read_text("utf-8").splitlines()
        assert [words in new for old, new in zip(before, after, strict=True) if old != new] == [True]
        before = after
    assert (address, words) == ("g1/c37/", "讲解改41版")


def test_a_command_that_fails_or_never_ends_is_told(tmp_path: Path):
    room = tmp_path / "project"
    room.mkdir()
    with pytest.raises(FailedError, match="ended with 3: …so it goes"):
        run(("/bin/sh", "-c", "echo so it goes; exit 3"), room, 10, {})
    with pytest.raises(FailedError, match="not done after"):
        run(("/bin/sleep", "5"), room, 0.2, {"PATH": "/bin"})
    assert run(("/bin/sh", "-c", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"), room, 10, {}).cpu > 0
