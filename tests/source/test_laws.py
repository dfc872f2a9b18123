"""Laws of reading, on every source at hand, on mutilated ones and on what hypothesis makes up."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.catalogue import Catalogue, Category, Link, Qualification, Requirement, Source, Span
from generator.exports.json import to_json
from generator.pages import PageOptions, render
from generator.rules import judge
from generator.source import SourceError, papers, read_text
from generator.source.content import ZERO_WIDTH
from tests.profiles import examples

SEED = (Path(__file__).parents[2] / "catalogue/sources/mini-program-live.md").read_text(encoding="utf-8")
WRITTEN = """
<table>|</table>|<tr>|</tr>|<td>|</td>|<th>|</th>|<br>|</br>|<li/>|<ul>|</ul>|</a>|<p>|<!--|-->|<td|< br >|</trong>
<sapn>
<td rowspan=3>|<td colspan="2">|<script>|</script>|#|>! |>?|> |- |1. |`|**|[](id:x)|[链](https://x.example)|title: 甲
资质要求（3选1）|类目适用范围|一级类目|二级类目|《证》|1.《甲证》|&nbsp;|&lt;|&#12298;|&|【金融-银行】类目|   \x20
<a href="https://r.example/jinrong/bao.html">|<dx-alert infotype="notice" title="注">|</dx-alert>
"""
BREAKS = ("\n", "\r\n", "\n\n", "\r", "\t", "## 金融\n", "### 银行\n", "```\n", "---\n")
ODD = ("\u200b", "\ufeff", "\u3000", "\u00a0", "\x00", "\U000f0000", "\ufffd")
PIPE_TABLE = "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n"
PIECES = (*WRITTEN.strip().replace("\n", "|").split("|"), *BREAKS, *ODD, PIPE_TABLE)
documents = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=60).map("".join)


def shown(text: str) -> str:
    """Return what of some characters is visible, as compactly as can be compared."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"<[^<>]*>", "", text)
    return re.sub(rf"[\s{ZERO_WIDTH}]", "", unescape(text))


def assert_spans(catalogue: Catalogue) -> None:
    """Every span slices to the text that it claims."""
    for source in catalogue.sources:
        for link in source.links:
            assert_link(source, link)
        for repair in source.repairs:
            assert_inside(source, repair.span)
    for category in catalogue.categories:
        source = catalogue.source_of(category)
        assert_inside(source, category.span)
        assert shown(source.slice(category.heading)).endswith(shown(category.name)) or len(category.path) == 1
        for notice in category.notices:
            assert_inside(source, notice.span)
            for line in notice.text.split("\n"):
                assert_in_order(shown(line), shown(source.slice(notice.span)))
        for link in category.links:
            assert_link(source, link)
        for paper in papers_of(category.requirement):
            assert shown(source.slice(paper.span)) == shown(paper.name), paper
        assert_requirement(source, category.requirement)
        assert_fields(source, category)


def assert_fields(source: Source, category: Category) -> None:
    """Labels and cells lie in their source."""
    for field in category.fields:
        assert_inside(source, field.span)
        for cell in field.cells:
            assert_inside(source, cell.span)


def assert_requirement(source: Source, requirement: Requirement | None) -> None:
    """Every part of a requirement lies in its source, a part within its whole, and a stated choice is one."""
    if requirement is None:
        return
    assert_inside(source, requirement.span)
    if requirement.declared:
        stated = shown(source.slice(requirement.declared.span))
        assert any(mark in stated for mark in "选選"), stated
    for doubt in requirement.doubts:
        assert_inside(source, doubt.span)
    stack = [requirement.tree]
    while stack:
        node = stack.pop()
        assert_inside(source, node.span)
        for part in getattr(node, "parts", ()):
            assert node.span.start <= part.span.start <= part.span.end <= node.span.end, (node, part)
            stack.append(part)


def papers_of(requirement: object) -> Iterator[Qualification]:
    """Yield the papers of a requirement that may be None."""
    if requirement is not None:
        yield from papers(requirement.tree)  # type: ignore[attr-defined]


def assert_inside(source: Source, span: Span) -> None:
    """A span lies in its source."""
    assert 0 <= span.start <= span.end <= len(source.text)


def assert_link(source: Source, link: Link) -> None:
    """A link's spans hold its address and its words."""
    assert_inside(source, link.span)
    assert unescape(source.slice(link.href_span)).strip() == unescape(link.href), link
    assert source.slice(link.href_span) in source.slice(link.span)


def assert_in_order(wanted: str, text: str) -> None:
    """The characters stand in the text in this order, quotation marks and markup between them."""
    rest = iter(text)
    assert all(character in rest for character in wanted), (wanted, text)


def read_or_refuse(text: str) -> Catalogue | None:
    """Read a document; a refusal is as good."""
    try:
        return read_text(text)
    except SourceError:
        return None


def test_spans_of_the_seed() -> None:
    catalogue = read_text(SEED)
    assert len(catalogue.categories) == 17
    assert_spans(catalogue)
    # In the seed no markup interrupts a name, so a slice is the name itself.
    for category in catalogue.categories:
        source = catalogue.source_of(category)
        for paper in papers_of(category.requirement):
            assert source.slice(paper.span) == paper.name
        assert source.slice(category.heading).endswith(category.name)
        for field in category.fields:
            assert source.slice(field.span) == field.label
            for cell in field.cells:
                assert shown(source.slice(cell.span)) == re.sub(r"\s", "", cell.text)
        declared = category.requirement.declared if category.requirement else None
        if declared:
            assert source.slice(declared.span) == f"{declared.among}选{declared.choose}"


@settings(max_examples=examples(300))
@given(documents)
@example("<table><tr><td>a</td></tr>\n## x\n<table")
@example("> <table>\n> <tr><td>甲</td></tr>\n> </table>")
@example("## a\n\n```\n<table>")
@example("a\n\n##\u200b")
def test_reading_never_fails(text: str) -> None:
    catalogue = read_or_refuse(text)
    if catalogue is not None:
        assert_spans(catalogue)
        assert to_json(catalogue)["version"] == 1
        assert judge(catalogue) == judge(read_text(text))


@settings(max_examples=examples(100))
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        sources = read_text(data).sources
    except SourceError as error:
        message = str(error)
        sources = ()
    else:
        message = ""
    assert sources or message.startswith("source.md: ")


@pytest.mark.parametrize("round_", range(60))
def test_mutilated_seed(round_: int) -> None:
    """Characters and lines cut out of, doubled in and moved about the real source: read, in spans, whole."""
    chance = random.Random(round_)
    text = SEED
    for _ in range(chance.randint(1, 12)):
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.choice((1, 1, 3, 20, 200)))
        piece = text[start:end]
        place = chance.randrange(len(text))
        text = chance.choice(
            (
                text[:start] + text[end:],
                text[:place] + piece + text[place:],
                text[:start] + chance.choice(PIECES) + text[start:],
            )
        )
    catalogue = read_or_refuse(text)
    assert catalogue is not None
    assert_spans(catalogue)


def cell_characters(catalogue: Catalogue) -> Iterator[str]:
    """Yield the text of every cell of every table."""
    for source in catalogue.sources:
        for table in source.tables:
            for row in table.rows:
                for cell in row.cells:
                    yield cell.text


def assert_published(catalogue: Catalogue) -> None:
    """Every text character of a table cell comes out somewhere on a page."""
    pages = shown("\n".join(page.markdown for page in render(catalogue, PageOptions()).pages)).replace("\\", "")
    for text in cell_characters(catalogue):
        for line in text.split("\n"):
            assert shown_plain(line) in pages, line


def shown_plain(line: str) -> str:
    """Return shown text as it is compared."""
    return re.sub(rf"[\s{ZERO_WIDTH}\\]", "", line)


def test_every_cell_of_the_seed_is_published() -> None:
    assert_published(read_text(SEED))


@settings(max_examples=examples(60))
@given(
    st.lists(
        st.lists(
            st.text(alphabet="甲乙丙丁金融许可证1234567890、（）：-/《》abc|*_#", max_size=12), min_size=1, max_size=4
        ),
        min_size=1,
        max_size=5,
    ),
    st.booleans(),
)
def test_every_cell_is_published(rows: list[list[str]], headed: bool) -> None:
    cells = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>\n" for row in rows)
    head = "<tr><th>要求</th><th>说明</th></tr>\n" if headed else ""
    assert_published(read_text(f"## 组\n\n### 名\n\n<table>\n{head}{cells}</table>\n"))


def test_no_place_reaches_past_the_text_where_a_comment_never_ends() -> None:
    text = "<td<!-- rowspan=3>"
    for repair in read_text(text).sources[0].repairs:
        assert 0 <= repair.span.start <= repair.span.end <= len(text), repair
