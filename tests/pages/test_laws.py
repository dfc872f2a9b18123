"""Laws of the pages, held against catalogues that nobody wrote."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalogue import Catalogue, Table, Tree
from generator.pages import PageOptions, render
from generator.pages.model import PageKind
from tests.pages.factory import Draft, catalogue
from tests.pages.published import is_own_script, published
from tests.profiles import examples

ALLOWED_SCHEMES = re.compile(r"(?:https?:|mailto:|tel:|(?![a-z][a-z0-9+.-]*:))", re.IGNORECASE)

ODD = [
    "<b>粗</b>", "<script>alert(1)</script>", "{{ x }}", "{% raw %}", "*a*", "__b__", "[a](b)", "`c`", "# d",
    ":smile:", "{#id}", "{: .x}", "&amp;", "&lt;", "a\n\nb", "- e", "    f", "</div>", "</details>", "<div>",
    "<img src=x onerror=y>", "\u3000", "~~~", "```", "<!-- g -->", "<Region>", "《许可证》", "markdown=1",
    "<p markdown=1>*h*</p>", "]]>", "<?php", "--- \n", "|a|b|", "[^1]", "\r\n\r\ni",
]  # fmt: skip
words = st.lists(
    st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)), max_size=4
).map(" ".join)
names = words.map(lambda text: " ".join(text.split()) or "无名")


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Return a catalogue of a few categories under one group, full of what might be taken for markup."""
    draft = Draft()

    def tree(depth: int) -> Tree:
        kind = draw(st.integers(0, 3 if depth else 1))
        if kind == 0:
            return draft.nothing()
        if kind == 1:
            return draft.paper(draw(names), holder=draw(names), scope=draw(words), remark=draw(words))
        parts = [tree(depth - 1) for _ in range(draw(st.integers(1, 3)))]
        return draft.choose(*parts, holder=draw(names)) if kind == 2 else draft.all_of(*parts, remark=draw(words))

    ids = [f"g/c{number}" for number in range(draw(st.integers(1, 2)))]
    for identifier in ids:
        fields = []
        for meaning in ("scenario", "scope", "requirement", None):
            texts = [draw(words) for _ in range(draw(st.integers(1, 2)))]
            htmls = [draw(st.sampled_from([text, escape(text, quote=False)])) for text in texts]
            cells = [draft.cell(html, text) for html, text in zip(htmls, texts, strict=True)]
            fields.append(draft.field(draw(names), *cells, meaning=meaning))
        body = (
            draft.block(draw(words)),
            draft.notice(draw(words), title=draw(st.none() | names)),
            draft.record(),
            draft.table([draw(words)]),
        )
        draft.category(identifier, draw(names), draw(names), tree=tree(2), fields=fields, body=body)
    draft.group("g", draw(names), *ids)
    draft.introduction.append(draft.block(draw(words)))
    return catalogue(draft, title=draw(names))


def squeeze(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]+", "", text)


def is_said(text: str, place: str) -> bool:
    """Tell whether the characters of a text come out in a place, in their order."""
    shown = iter(place)
    return all(character in shown for character in squeeze(text))


class Tables(HTMLParser):
    """Collects the text of every cell of a page, by the class of its table."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[tuple[str, str, str]] = []
        self.inside = False
        self.table = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.table = dict(attrs).get("class") or ""
        self.inside = self.inside or tag in {"td", "th"}
        if tag in {"td", "th"}:
            self.cells.append((self.table, tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.inside:
            table, tag, text = self.cells[-1]
            self.cells[-1] = (table, tag, text + data)


def cells(markup: str) -> tuple[list[str], list[str], list[str]]:
    """Return labels and cells of the table of original wording, and the cells of other tables, without white space."""
    reader = Tables()
    reader.feed(published(markup).html)
    original = [(tag, squeeze(text)) for table, tag, text in reader.cells if "lm-table--original" in table]
    others = [squeeze(text) for table, _, text in reader.cells if "lm-table--original" not in table]
    return [text for tag, text in original if tag == "th"], [text for tag, text in original if tag == "td"], others


SCRIPTED = {PageKind.FINDER, PageKind.COMPARE}
"""Pages with a form, and a script of the site that fills it."""


@pytest.mark.slow
@settings(max_examples=examples(60))
@given(catalogues())
def test_every_character_of_a_cell_comes_out(made: Catalogue) -> None:
    pages = {each.path: each.markdown for each in render(made, PageOptions()).pages}
    for category in made.categories:
        labels, shown, others = cells(pages[f"{category.id}.md"])
        written = [cell.text for field in category.fields for cell in field.cells]
        assert labels == [squeeze(field.label) for field in category.fields]
        assert len(written) == len(shown)
        assert [text for text, place in zip(written, shown, strict=True) if not is_said(text, place)] == []
        table = category.body[-1]
        assert isinstance(table, Table)
        assert is_said(table.rows[0].cells[0].text, others[-1])


@pytest.mark.slow
@settings(max_examples=examples(60))
@given(catalogues())
def test_words_never_become_markup_and_structure_survives_them(made: Catalogue) -> None:
    for page in render(made, PageOptions()).pages:
        tags = published(page.markdown).tags
        assert [tag for tag, _ in tags].count("h1") == 1
        blocks = page.markdown.split("---\n", 2)[2].strip("\n").split("\n\n")
        assert all(block.startswith(("#", "<")) for block in blocks)
        assert not [block for block in blocks if block.startswith("#") and "\n" in block]
        for tag, attributes in tags:
            assert tag not in {"style", "iframe", "object", "region"}
            assert tag != "script" or (is_own_script(tag, attributes) and page.kind in SCRIPTED)
            assert tag != "form" or page.kind in SCRIPTED
            assert tag != "input" or page.kind in SCRIPTED or attributes == {"type": "checkbox"}
            assert not [name for name in attributes if name.startswith("on") or name in {"style", "markdown"}]
            for address in (attributes.get("href"), attributes.get("src")):
                assert address is None or ALLOWED_SCHEMES.match(address)
