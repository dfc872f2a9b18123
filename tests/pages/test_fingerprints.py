"""Pages whose fingerprints are the same are the same, whatever has been edited elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

from generator.catalogue import Block, Catalogue, Category, Span
from generator.locales.settings import Locale
from generator.locales.translating import Words, translate
from generator.pages import PageOptions, render
from generator.pages.fingerprints import TAKERS, Fingerprints
from generator.pages.later import LatePage
from generator.source import read_text
from tests.profiles import examples
from tests.site.scratch import SOUND

REAL = Path(__file__).parents[2] / "catalogue/sources/mini-program-live.md"
MESSY = Path(__file__).parents[1] / "messy.md"
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in (REAL, MESSY)}
ENGLISH = Words(
    Locale("en", "English", Path("en.po")),
    "zh",
    {("jinrong.name", "金融业"): "Finance", ("tiyu.name", "体育"): "Sports"},
    frozenset([("jinrong/yinhang.name", "银行")]),
)
PIECES = [
    "",
    "\n",
    "》",
    "《",
    "及",
    "2. 《医疗机构执业许可证》<br>",
    "3选1",
    "<td>",
    "</td>",
    "## 体育\n",
    "### 银行\n",
    "，",
    "甲",
]


def pages(catalogue: Catalogue, **options: object) -> dict[str, LatePage]:
    rendered = render(catalogue, PageOptions(late=True, **options))  # type: ignore[arg-type]
    return {page.path: page for page in rendered.pages if isinstance(page, LatePage)}


def compared(one: Mapping[str, LatePage], other: Mapping[str, LatePage]) -> int:
    """Hold pages with one fingerprint against each other; return how many there are."""
    same = 0
    for path in one.keys() & other.keys():
        mark = one[path].fingerprint
        if mark is None or mark != other[path].fingerprint:
            continue
        same += 1
        for name in ("title", "is_fallback", "edit", "description", "markdown", "plain"):
            assert getattr(one[path], name) == getattr(other[path], name), (path, name)
    return same


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str]:
    """Return a source, and the same with a few edits."""
    text = edited = SOURCES[draw(st.sampled_from(sorted(SOURCES)))]
    for _ in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            lines = edited.split("\n")
            place = draw(st.integers(0, len(lines) - 1))
            lines[place : place + 1] = draw(st.sampled_from([[], [lines[place]] * 2, [lines[place], ""]]))
            edited = "\n".join(lines)
        else:
            place, length = draw(st.integers(0, len(edited))), draw(st.integers(0, 3))
            edited = edited[:place] + draw(st.sampled_from(PIECES)) + edited[place + length :]
    return text, edited


@rules(max_examples=examples(60, deep=2_000))
@given(edits(), st.booleans())
def test_pages_with_one_fingerprint_are_one(pair: tuple[str, str], translated: bool) -> None:
    before, after = map(read_text, pair)
    if translated:
        before, after = (translate(each, ENGLISH) for each in (before, after))
    locale = "en" if translated else "zh"
    compared(pages(before, locale=locale), pages(after, locale=locale))


def test_an_edit_of_a_cell_leaves_the_pages_of_others() -> None:
    text = SOURCES[REAL.name]
    before = read_text(text)
    scenario, start = before.categories[3].scenario, before.categories[3].span.start
    assert scenario
    old, new = pages(before), pages(read_text(text[:start] + text[start:].replace(scenario, scenario + "等", 1)))
    differing = {path for path in old if old[path].fingerprint and old[path].fingerprint != new[path].fingerprint}
    assert f"{before.categories[3].id}.md" in differing
    assert compared(old, new) == sum(page.fingerprint is not None for page in old.values()) - len(differing)
    of_categories = {f"{each.id}.md" for each in before.categories}
    assert len(of_categories & differing) == 1


def test_a_line_more_changes_what_names_the_lines_below_it() -> None:
    text = SOURCES[REAL.name]
    before = read_text(text)
    place = before.categories[-1].span.start
    old, new = pages(before), pages(read_text(f"{text[:place]}\n{text[place:]}"))
    last = f"{before.categories[-1].id}.md"
    assert old[last].fingerprint != new[last].fingerprint
    assert old[f"{before.categories[0].id}.md"].fingerprint == new[f"{before.categories[0].id}.md"].fingerprint


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_page_shows_nothing_of_what_others_say(name: str) -> None:
    catalogue = read_text(SOURCES[name])
    whole = pages(catalogue)
    for kept in catalogue.categories:
        others = tuple(each if each is kept else _hollow(each) for each in catalogue.categories)
        hollow = replace(catalogue, categories=others)
        path = f"{kept.id}.md"
        assert compared({path: whole[path]}, pages(hollow)) == 1


def _hollow(category: Category) -> Category:
    """Return a category of which nothing is left but its name."""
    empty = dict.fromkeys(("fields", "notices", "links", "body"), ())
    return replace(category, breadcrumb=None, scenario=None, scope=None, requirement=None, **empty)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options",
    [
        {"locale": "en"},
        {"site_name": "甲"},
        {"directory_urls": False},
        {"edit_url": "https://e.example/{path}#{line}"},
        {"source_url": "https://s.example/"},
        {"prefix": "en/"},
        {"words": {"Home": "Start"}},
        {"taken": frozenset({"index.md"})},
        {"url": "https://u.example/"},
        {"changed": {"jinrong/yinhang": date(2026, 1, 2)}},
    ],
)
def test_what_pages_are_made_with_is_in_them(options: dict[str, object]) -> None:
    catalogue = read_text(SOUND)
    path = "jinrong/yinhang.md"
    assert pages(catalogue)[path].fingerprint == pages(read_text(SOUND))[path].fingerprint
    assert pages(catalogue)[path].fingerprint != pages(catalogue, **options)[path].fingerprint


def test_why_a_word_is_not_translated_is_seen() -> None:
    catalogue = read_text(SOURCES[REAL.name])
    category = catalogue.categories[0]
    assert category.scenario
    context = f"{category.id}.scenario"
    marks = {
        pages(translate(catalogue, replace(ENGLISH, fuzzy=fuzzy)))[f"{category.id}.md"].fingerprint
        for fuzzy in (frozenset(), frozenset([(context, category.scenario)]))
    }
    assert len(marks) == 2


def test_all_that_a_thing_holds_is_taken() -> None:
    text = SOUND.replace("<table>", "[x](https://a.example/)\n\n<table>")
    block = read_text(text).categories[0].body[1]
    assert isinstance(block, Block)
    out: list[object] = []
    TAKERS[Block](block, out)
    assert out == [
        "Block", block.text, block.html, 0, block.kind, 1,
        "Link", "https://a.example/", "x", block.links[0].role,
    ]  # fmt: skip
    moved: list[object] = []
    TAKERS[Block](replace(block, span=Span(90, 99)), moved)
    assert moved == out


def test_an_outline_is_made_once() -> None:
    from generator.pages.edition import Edition

    prints = Fingerprints(Edition(read_text(SOURCES[REAL.name]), PageOptions()))
    assert prints.outline is prints.outline
