"""Pages: charsets, marks, redirects that a page makes, and what no reader sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.links.documents import Document, decode, refresh

HTML = "<p id='类目'>类目</p>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (HTML.encode(), "text/html"),
        (HTML.encode("utf-8-sig"), "text/html; charset=gbk"),
        (HTML.encode("gbk"), "text/html; charset=GB2312"),
        (HTML.encode("gb18030"), 'text/html; charset="gb18030"'),
        (b"<meta charset=gbk>" + HTML.encode("gbk"), "text/html"),
        (b'<META http-equiv="Content-Type" content="text/html; charset=gb2312">' + HTML.encode("gbk"), "text/html"),
        ("<p id='類目'>".encode("big5"), "text/html; charset=big5"),
        (("\ufeff" + HTML).encode("utf-16-le"), "text/html"),
        (("\ufeff" + HTML).encode("utf-16-be"), ""),
        (HTML.encode(), "text/html; charset=no-such-charset"),
    ],
)
def test_every_charset_that_pages_have(body: bytes, kind: str) -> None:
    page = Document(decode(body, kind))
    assert page.holds("类目") or page.holds("類目")


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("0;url=/x", "/x"),
        ("0; URL='/x'", "/x"),
        (" 5 , url = /x ", "/x"),
        ("0;/x", "/x"),
        ("0.5;url=/x", "/x"),
        ("30;url=/x", None),
        ("0", None),
        ("", None),
        ("x;url=/y", None),
        ("0;url=", None),
    ],
)
def test_refreshing(content: str, wanted: str | None) -> None:
    assert refresh(content) == wanted


def test_what_a_page_holds_and_what_it_does_not() -> None:
    page = Document(
        "<title>一 <b>二</title><h1>三 <i>四</i></h1><!-- <p id=a> --><script>'<p id=b>'</script><p id='c d'>"
        "<template><p id=e></p></template><a name=f></a><input name=g><p id='user-content-h'>五"
    )
    assert " ".join(page.title.split()) == "一 二"
    assert page.headings[0] == "三 四"
    assert page.text == "三 四 五"
    held = {mark for mark in ("a", "b", "c d", "c%20d", "f", "g", "h", "user-content-h") if page.holds(mark)}
    assert held == {"c d", "c%20d", "f", "h", "user-content-h"}


def test_an_end_that_ends_nothing_harms_nothing() -> None:
    assert Document("</script></p><p>x").text == "x"
    assert Document("<script><noscript></script>x</noscript>y").text == "xy"


@given(st.text(alphabet="<>/!-[]\"'= abcdeh1ptsyle&;#\n"))
def test_nothing_makes_reading_fail(text: str) -> None:
    page = Document(text)
    assert isinstance(page.text, str)
    assert page.holds("no such place") is False
