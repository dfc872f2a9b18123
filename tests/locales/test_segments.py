"""HTML as strings to translate: cut up and put together it is the same; what a translator writes stays words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.locales.segments import Segment, _run, placeholders, plain, replace, split

PIECES = st.one_of(
    st.sampled_from(
        ["文字", " ", "\n", "a < b", "&amp;", "&lt;1&gt;", "<!-- 注 -->", "<", ">", "&nbsp;", "“引”", "</div"]
    ),
    st.sampled_from(["<a href='https://x.example/?a=1&amp;b=2'>", "</a>", "<br>", "<br/>", "<p>", "</p>", "<strong>"]),
    st.sampled_from(["</strong>", "<img src='x.png' alt='图'>", "<ul><li>", "</li></ul>", "<td colspan='2'>", "</td>"]),
    st.sampled_from(["<em class='x'>", "</em>"]),
)


def texts(html: str) -> list[str]:
    return [piece.text for piece in split(html) if isinstance(piece, Segment)]


@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_is_cut_up_is_whole_again_but_for_white_space_and_references(html: str) -> None:
    again, _lines = replace(html, lambda text: text)
    twice, _ = replace(again, lambda text: text)
    assert twice == again
    assert texts(again) == texts(html)
    assert [piece for piece in split(html) if isinstance(piece, str) and piece.startswith("<br")] == [
        piece for piece in split(again) if isinstance(piece, str) and piece.startswith("<br")
    ]


@pytest.mark.parametrize(
    ("html", "strings"),
    [
        ("<p>可使用 <a href='x'>标签</a> 进行接入。</p>", ["可使用 <a1>标签</a1> 进行接入。"]),
        ("<a href='x'>整段</a>", ["整段"]),
        ("<a href='x'>1. 甲<br>2. 乙</a>", ["1. 甲", "2. 乙"]),
        ("甲<br/>乙<br>", ["甲", "乙"]),
        ("<ul>\n<li>一\n 二</li>\n<li><b>三</b>四</li></ul>", ["一 二", "<b>三</b>四"]),
        ("<a href='1'>甲</a>与<a href='2'>乙</a>", ["<a1>甲</a1>与<a2>乙</a2>"]),
        ("看<img src='x'>图", ["看<img1/>图"]),
        ("5 &lt; 6 &amp; 7", ["5 &lt; 6 &amp; 7"]),
        ("<p> </p>", []),
        ("", []),
    ],
)
def test_a_string_is_what_stands_between_two_breaks(html: str, strings: list[str]) -> None:
    assert texts(html) == strings


def test_tags_go_where_the_translator_puts_their_placeholders() -> None:
    html = "<p>可使用 <a href='x'>标签</a> <strong>接入</strong>。</p>"
    said, words = replace(html, lambda _text: "<strong>Connect</strong> by <a1>tag</a1>.")
    assert said == "<p><strong>Connect</strong> by <a href='x'>tag</a>.</p>"
    assert words == "Connect by tag."


def test_markup_that_the_source_does_not_have_is_words() -> None:
    said, words = replace("<p>甲</p>", lambda _text: "<script>x</script> 1 < 2 <a9>")
    assert said == "<p>&lt;script>x&lt;/script> 1 &lt; 2 &lt;a9></p>"
    assert "1 < 2" in words


def test_placeholders_and_plain_words() -> None:
    assert placeholders("见 <a1>说明</a1> 与 <img1/>") == ["</a1>", "<a1>", "<img1/>"]
    assert plain("见 <a1>说明</a1>  &amp; &lt;b&gt;") == "见 说明 & <b>"


@pytest.mark.parametrize(
    "text",
    ["", " ", "&nbsp;", "甲", "  甲 乙\n丙 ", "a &amp; b", "a &lt;b&gt; &amp;amp; > c", "&#32;x&#32;", " a&nbsp;"],
)
def test_words_without_tags_are_split_as_those_with_tags(text: str) -> None:
    assert [each for each in split(text) if each] == [each for each in _run([text]) if each]
