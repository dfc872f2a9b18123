"""The nearest of many names, and what asking for it costs."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules import heading_anchors, nearest
from generator.rules import unknown_category_reference as reference
from generator.rules.heading_anchors import Anchors
from generator.rules.nearest import Names
from generator.rules.rule import Context
from generator.source import read_text
from tests.rules.factory import source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Category

WORDS = st.text("甲乙丙丁ab", min_size=1, max_size=6)


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Collect how many names were compared, for each word that was."""
    counts: list[int] = []

    def counting(word: str, names: list[str], **options: Any) -> list[str]:
        counts.append(len(names))
        return get_close_matches(word, names, **options)

    monkeypatch.setattr(nearest, "get_close_matches", counting)
    return counts


@given(WORDS, st.lists(WORDS, max_size=12))
def test_an_index_of_few_names_answers_as_comparing_all_does(word: str, names: list[str]) -> None:
    alone = [name for name in names if name.casefold() == word.casefold()]
    assert Names(names).nearest(word) == (alone[0] if alone else nearest.nearest(word, dict.fromkeys(names)))


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("第1234类许可", "第1234类许可证"),
        ("第4321类可证", "第4321类许可证"),
        ("STEP", "step"),
        ("无关", None),
        ("", None),
    ],
)
def test_among_many_names_the_nearest_is_found(word: str, near: str | None, compared: list[int]) -> None:
    names = Names(["step", *(f"第{number}类许可证" for number in range(5000))])
    assert (names.nearest(word), names.nearest(word)) == (near, near)
    assert sum(compared) <= 12


def test_anchors_make_the_names_of_headings_once(monkeypatch: pytest.MonkeyPatch, compared: list[int]) -> None:
    made: list[str] = []
    github = heading_anchors._github
    monkeypatch.setattr(heading_anchors, "_github", lambda heading: made.append(heading) or github(heading))
    anchors = Anchors(replace(source(""), headings=tuple(f"Step {number}" for number in range(100))))
    assert [anchors.meant(f"stepp-{number}") for number in range(100)] == [f"step-{number}" for number in range(100)]
    assert len(made) == 100
    assert max(compared) <= 12


class Walked(tuple["Category", ...]):
    """Categories that count how often somebody walks over them all."""

    __slots__ = ()
    walks = 0

    def __iter__(self) -> Iterator[Category]:
        Walked.walks += 1
        return super().__iter__()


def test_no_group_walks_over_all_categories(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Walked, "walks", 0)
    table = "<table><tr><th>资质要求</th><td>《许可证》</td></tr></table>"
    text = "\n\n".join(f"## 组{n}号\n\n需补充“无此{n}”类目。\n\n### 类{n}号\n\n{table}" for n in range(30))
    catalogue = read_text(text)
    found = list(reference.RULE.check(Context(replace(catalogue, categories=Walked(catalogue.categories)))))
    assert [finding.source for finding in found] == [0] * 30
    assert Walked.walks <= 4


def test_a_name_is_underlined_where_it_stands_with_and_without_markup() -> None:
    table = "<table><tr><th>资质要求</th><td>无</td></tr></table>"
    text = f"## 组\n\n新闻如下。需补充新闻类目，还需补充<b>新</b>闻类目。\n\n### 类\n\n{table}"
    for words in (text, text.replace("<b>新</b>", "新")):
        catalogue = read_text(words)
        found = reference.RULE.check(Context(catalogue))
        starts = [finding.span.start for finding in found]
        assert starts == [words.index("新闻类目"), words.rindex("新")]
