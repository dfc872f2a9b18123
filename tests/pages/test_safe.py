"""The sanitiser."""

from __future__ import annotations

import pytest

from generator.pages import safe

CASES = {
    "script": ("a<script>alert(1)</script>b", "ab"),
    "handler": ('<b onclick="x()">a</b>', "<b>a</b>"),
    "style": ('<p style="position:fixed" class="x" id="y">a</p>', "<p>a</p>"),
    "javascript": ('<a href="javascript:x()">a</a>', "<a>a</a>"),
    "data": ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
    "control in scheme": ('<a href="java\x01script:x()">a</a>', "<a>a</a>"),
    "reference to control in scheme": ('<a href="java&#1;script:x()">a</a>', "<a>a</a>"),
    "tab in scheme": ('<a href="java\tscript:x()">a</a>', "<a>a</a>"),
    "external": (
        '<a href="https://a.cn/?b=1&amp;c=2">a</a>',
        '<a href="https://a.cn/?b=1&amp;c=2" rel="noopener noreferrer">a</a>',
    ),
    "fragment": ('<a href="#b">a</a>', '<a href="#b">a</a>'),
    "relative": ('<a href="b/c.html">a</a>', '<a href="b/c.html">a</a>'),
    "remote picture": (
        '<img src="https://a.cn/b.png" alt="证">',
        '<a class="lm-picture" href="https://a.cn/b.png" rel="noopener noreferrer">证</a>',
    ),
    "picture of no scheme": (
        '<img src="//a.cn/b.png">',
        '<a class="lm-picture" href="//a.cn/b.png" rel="noopener noreferrer">b.png</a>',
    ),
    "picture in a link": (
        '<a href="https://a.cn"><img src="https://a.cn/b.png" alt="证"></a>',
        '<a href="https://a.cn" rel="noopener noreferrer"><span class="lm-picture">证</span></a>',
    ),
    "own picture": ('<img src="b.png">', '<img src="b.png" alt="" loading="lazy">'),
    "heading": ("<h1>a</h1>", "<h3>a</h3>"),
    "code": ("<pre>a\n\nb</pre>", "<pre>a&#10;&#10;b</pre>"),
    "table": (
        "<table><tr><td colspan=2>a</table>",
        f'{safe.SCROLLING}<table class="lm-table"><tbody><tr><td colspan="2">a</td></tr></tbody></table></div>',
    ),
    "unclosed": ("<ul><li>a<li>b", "<ul><li>a</li><li>b</li></ul>"),
    "stray": ("a</div></details>b", "ab"),
    "comment": ("a<!-- b -->c", "ac"),
}


@pytest.mark.parametrize(
    "address",
    [
        "/\\evil.example/x",
        "\\\\evil.example/x",
        " //evil.example/x",
        "/&#9;/evil.example/x",
        "https:evil.example/x",
        "https:/evil.example/x",
        "//evil.example/x",
        "HTTPS://evil.example/x",
    ],
)
def test_no_picture_of_another_host_is_loaded(address: str) -> None:
    assert "<img" not in safe.html(f'<img src="{address}" alt="a">')


@pytest.mark.parametrize("address", ["java\x01script:x()", "\x01javascript:x()", "java\nscript:x()", "vbscript:x", ""])
def test_no_link_leads_to_a_script(address: str) -> None:
    assert safe.href(address) is None


def test_a_fragment_of_too_many_tags_is_its_words() -> None:
    assert safe.html("<ul><li>" * 10_000 + "甲") == "甲"


@pytest.mark.parametrize("case", CASES)
def test_clean(case: str) -> None:
    given, wanted = CASES[case]
    assert safe.html(given) == wanted


@pytest.mark.parametrize(
    ("fragment", "words", "wanted"),
    [
        ("<b>甲</b>", "甲", "<b>甲</b>"),
        ("a <Region> b", "a <Region> b", "a &lt;Region&gt; b"),
        ("", "甲\n乙", "甲<br>乙"),
        ("甲<img src='https://a.cn/x.png' alt='图'>乙", "甲乙", None),
    ],
)
def test_no_character_is_lost(fragment: str, words: str, wanted: str | None) -> None:
    assert safe.faithful(fragment, words) == (wanted or safe.html(fragment))


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://a.cn", "https://a.cn"),
        (" mailto:a@b.cn ", "mailto:a@b.cn"),
        ("/document/1", "/document/1"),
        ("JavaScript:x", None),
        ("vbscript:x", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_addresses(address: str, wanted: str | None) -> None:
    assert safe.href(address) == wanted
