"""Collecting: every spelling of a link, each address once, every use with its place."""

from __future__ import annotations

import pytest

from generator.links.collecting import collect
from generator.source import read_text

URL = "https://a.example/x"


def collected(text: str) -> list[tuple[str, list[tuple[int, int]]]]:
    catalogue = read_text(text)
    source = catalogue.sources[0]
    return [
        (
            target.url,
            [(source.position(use.span.start).line, source.position(use.span.start).column) for use in target.uses],
        )
        for target in collect(catalogue)
    ]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (f"见[说明]({URL})。", 7),
        (f"见<{URL}>。", 3),
        (f"见![图]({URL})。", 7),
        (f'见<a href="{URL}">说明</a>。', 11),
        (f"见<img src='{URL}'>。", 12),
        (f"见 {URL}。", 3),
        (f"见 {URL}, 谢谢", 3),
        (f"(见 {URL})", 4),
        (f"<td>{URL}</td>", 5),
    ],
)
def test_every_spelling_is_found_at_its_place(text: str, column: int) -> None:
    assert collected(text) == [(URL, [(1, column)])]


def test_a_reference_link_is_used_where_its_address_stands() -> None:
    assert collected(f"见[说明][a] [a]。\n\n[a]: {URL}?a=1&amp;b=2 '标题'\n") == [
        (f"{URL}?a=1&b=2", [(1, 7), (1, 11), (3, 6)])
    ]
    assert collected(f"[a]:\n <{URL}>\n") == [(URL, [(2, 3)])]


def test_an_address_is_told_once_with_all_its_uses() -> None:
    text = f"[甲]({URL})\n\n{URL}\n\n[乙](#b)\n\n[丙]({URL})\n"
    assert collected(text) == [(URL, [(1, 5), (3, 1), (7, 5)]), ("#b", [(5, 5)])]


@pytest.mark.parametrize(
    "text", [f"`{URL}`", f"```\n{URL}\n```", f"<!-- {URL} -->", "https://", f'<p data-x="{URL}">x</p>', "[a]()"]
)
def test_code_comments_and_what_is_no_address_are_left_alone(text: str) -> None:
    assert collected(text) == []


def test_brackets_belong_to_an_address_that_opens_them() -> None:
    assert [url for url, _places in collected(f"({URL}_(y)) {URL}/[z].")] == [f"{URL}_(y)", f"{URL}/[z]"]


def test_character_references_are_decoded() -> None:
    assert [url for url, _places in collected(f'<a href="{URL}?a=1&amp;b=2">x</a>')] == [f"{URL}?a=1&b=2"]
