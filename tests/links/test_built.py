"""The check of a built site: what is a fault, what is none, and that nothing makes it stumble."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.links.built import BuiltSite, PageUse, check_site
from generator.links.elements import read_page

FILES = {
    "index.html": '<html lang="zh"><body><h1 id="home">首页</h1><a name="old">',
    "guide/index.html": '<html lang="zh"><h2 id="start"><h2 id="第一步"><h2 id="Case"><p id="100%">',
    "guide/part.html": "<p id=x>",
    "plain.html": "<p id='plain'>",
    "类目/教育.html": "<p id=y>",
    "caf\u00e9/index.html": "",
    "assets/a.css": "",
    "assets/i.svg": "<svg id=no>",
    "assets/a b.png": "",
    "empty/readme.txt": "",
    "404.html": "",
}
DOCS = "https://help.example/docs/"


def site(root: Path, page: str, at: str = "p/index.html", base: str | None = None, **more: str) -> BuiltSite:
    """Check a site that has the usual files and one page more."""
    for name, text in {**FILES, **more, at: page}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return check_site(root, base)


def kinds(found: BuiltSite) -> list[str]:
    return [fault.kind for fault in found.faults]


@pytest.mark.parametrize(
    "url",
    [
        "", ".", "./", "..", "../", "../guide/", "../guide", "../guide/index.html", "../guide/part",
        "../guide/part.html",
        "../plain", "../plain.html", "/", "/guide/", "/guide", "/plain.html", "/index.html", "/./guide//",
        "../guide/?q=1", "?q=1", "../assets/a.css?v=3", "../assets/a%20b.png", "../assets/a b.png", " ../guide/\n",
        "../类目/教育.html", "../类目/教育", "../%E7%B1%BB%E7%9B%AE/%E6%95%99%E8%82%B2.html", "../caf\u00e9/",
        "../cafe\u0301/",
        "../caf%C3%A9/", "../cafe%CC%81/", "..\\guide\\", "%2e%2e/guide/", "../gu\nide/", "../guide//",
        "../guide/./part.html",
        "../guide/x/../part.html",
        "#", "#top", "#TOP", "#here", "#:~:text=abc", "#here:~:text=abc", "../guide/#start",
        "../guide#start", "?x#here",
        "../guide/#第一步", "../guide/#%E7%AC%AC%E4%B8%80%E6%AD%A5", "../guide/#100%", "../guide/#100%25",
        "/#home", "/#old",
        "../assets/i.svg#anything", "../assets/a.css#L3",
        "mailto:a@b.example", "mailto:", "tel:+861", "javascript:void(0)", "data:text/plain,x",
        "weixin://dl", "blob:x",
    ],
)  # fmt: skip
def test_what_leads_somewhere_is_no_fault(tmp_path: Path, url: str) -> None:
    found = site(tmp_path, f'<p id="here"><a href="{url}">')
    assert found.faults == ()
    assert found.web == ()


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("../nothing/", "missing-file"),
        ("nothing.html", "missing-file"),
        ("/nothing.css", "missing-file"),
        ("../plain/", "missing-file"),
        ("../plain.html/", "missing-file"),
        ("../empty/", "missing-file"),
        ("../empty", "missing-file"),
        ("../Guide/", "missing-file"),
        ("../guide/Part.html", "missing-file"),
        ("../assets/A.css", "missing-file"),
        ("../%FF%00.html", "missing-file"),
        ("../类目/医疗.html", "missing-file"),
        ("#gone", "missing-anchor"),
        ("#case", "missing-anchor"),
        ("../guide/#gone", "missing-anchor"),
        ("../guide/#case", "missing-anchor"),
        ("../guide/#home", "missing-anchor"),
        ("../plain#gone", "missing-anchor"),
        ("/#gone:~:text=x", "missing-anchor"),
        ("../../", "leaves-site"),
        ("../../guide/", "leaves-site"),
        ("/../guide/", "leaves-site"),
        ("%2E%2E/%2e./x", "leaves-site"),
        ("file:///C:/x.png", "leaves-site"),
        ("C:\\x.png", "leaves-site"),
    ],
)
def test_what_leads_nowhere_is_a_fault(tmp_path: Path, url: str, kind: str) -> None:
    found = site(tmp_path, f'<p>\n  <a href="{url}">')
    assert kinds(found) == [kind]
    assert found.faults[0].url == url
    assert found.faults[0].use == PageUse("p/index.html", 2, 12)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="gone">', "<a href=gone>", "<a href='gone'>", "<A HREF=gone>", '<a\n\thref = "gone"\n>',
        "<a/href=gone >",
        '<area href="gone">', '<link rel="stylesheet" href="gone">', '<link rel="shortcut icon" href="gone">',
        '<link rel="canonical" href="gone">', '<link rel="alternate" hreflang="en" href="gone">',
        "<link rel=next href=gone>",
        '<img src="gone">', '<img srcset="gone 2x">',
        '<img src="../assets/i.svg" srcset="../assets/i.svg, gone 2x">',
        '<script src="gone"></script>', '<source src="gone">', '<source srcset="gone">',
        '<iframe src="gone"></iframe>',
        '<video src="gone">', '<video poster="gone">', '<audio src="gone">', '<form action="gone">',
        '<object data="gone">',
        '<svg><use href="gone#x"/></svg>', '<svg><use xlink:href="gone"/></svg>', '<a href="g&#111;ne">',
        '<a href="g&#x6f;ne">',
        '<a title="<a>" href="gone">', "<a title='\">' href=gone>", '<a title=it\'s href="gone">',
        '<a href="gone" href="..">',
        '<!-- x --><a href="gone">', '<!--><a href="gone">', '<!---><a href="gone">',
        '<script></script><a href="gone">',
        '<script>"<!--"</script ><a href="gone">', '<style></STYLE><a href="gone">',
        '<title>x</title><a href="gone">',
        '<template></template><a href="gone">', '<noscript><a href="gone"></noscript>', '<? x ><a href="gone">',
        '<!doctype html><a href="gone">', "</><a href=gone>", "< a><a href=gone>",
        '<svg><title/><style/></svg><a href="gone">',
        "<a b=\"'\" c='\"' href=gone>",
    ],
)  # fmt: skip
def test_every_element_that_links_is_read(tmp_path: Path, html: str) -> None:
    found = site(tmp_path, html)
    assert [(fault.kind, fault.url.partition("#")[0]) for fault in found.faults] == [("missing-file", "gone")]


@pytest.mark.parametrize(
    "html",
    [
        '<!-- <a href="gone"> -->', '<!-- <a href="gone">', '<!--\n--\n> <a href="gone"> --!>',
        '<script>"<a href=gone>"</script>',
        '<script><a href="gone">', "<style><a href=gone></style>", "<template><a href=gone></template>",
        "<template><template></template><a href=gone></template>", "<textarea><a href=gone></textarea>",
        "<title><a href=gone></title>",
        '<a title="<a href=gone>">', "<a data-href=gone>", "<p href=gone>", "<? <a href=gone",
        "<!x <a href=gone", "</p <a href=gone>",
        '<a href="gone', "<a href=gone", '<link rel="preconnect" href="gone">',
        '<link rel="dns-prefetch" href="gone">',
        "<plaintext><a href=gone>", "&lt;a href=gone&gt;", "<iframe><a href=gone></iframe>", '<img srcset=" , ,">',
    ],
)  # fmt: skip
def test_what_is_no_link_is_not_read(tmp_path: Path, html: str) -> None:
    found = site(tmp_path, html)
    assert found.faults == ()
    assert found.local == ()


@pytest.mark.parametrize(
    ("html", "mark"),
    [
        ('<p id="a&amp;b">', "a&b"), ("<P ID=x>", "x"), ("<a name=n>", "n"), ("<svg><symbol id='s'/>", "s"),
        ("<noscript><p id=q>", "q"), ('<label id="__search">', "__search"),
    ],
)  # fmt: skip
def test_places_of_a_page(html: str, mark: str) -> None:
    assert read_page(html).marks == {mark}


@pytest.mark.parametrize(
    "html", [
        "<input name=n>", "<!-- <p id=x> -->", "<template><p id=x></template>", "<p data-id=x>",
        "<p id=''>", "<p id>"]
)  # fmt: skip
def test_what_is_no_place(html: str) -> None:
    assert read_page(html).marks == set()


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("?a=1&amp;b=2", "?a=1&b=2"), ("?a=1&copy=2", "?a=1&copy=2"), ("?a&copy;", "?a©"),
        ("&copy2", "&copy2"), ("&lt", "<"),
        ("&nonsense;", "&nonsense;"), ("&#" + "9" * 5000 + ";x", "\ufffdx"),
        ("&#0;&#xD800;", "\ufffd\ufffd"), ("a&b", "a&b"),
    ],
)  # fmt: skip
def test_character_references(written: str, url: str) -> None:
    assert [link.url for link in read_page(f'<a href="{written}">').links] == [url]


def test_pictures_of_a_srcset_have_their_places() -> None:
    links = read_page('<img\n srcset="a.png 1x,\n  b.png 2x, data:image/png;base64,AA== 3x,c.png" src=d.png>').links
    assert [(link.url, link.line, link.column) for link in links] == [
        ("a.png", 2, 10),
        ("b.png", 3, 3),
        ("data:image/png;base64,AA==", 3, 13),
        ("c.png", 3, 43),
        ("d.png", 3, 54),
    ]


def test_columns_count_characters() -> None:
    assert [tuple(link[:3]) for link in read_page("类目 <a href=甲><a href=乙>\r\n<a href=丙>").links] == [
        ("甲", 1, 12),
        ("乙", 1, 22),
        ("丙", 2, 9),
    ]


@pytest.mark.parametrize(
    ("base", "url", "kind"),
    [
        ("../guide/", "part.html", None),
        ("../guide/index.html", "part.html", None),
        ("/guide/", "part.html", None),
        ("../guide/", "#start", None),
        ("../guide/", "#here", "missing-anchor"),
        ("../guide/", "", None),
        ("../guide/", "plain.html", "missing-file"),
        ("..", "guide/", None),
        ("../guide", "guide/part.html", None),
        ("../guide", "part.html", "missing-file"),
        ("mailto:x", "../guide/", None),
    ],
)
def test_the_base_of_a_page_is_honoured(tmp_path: Path, base: str, url: str, kind: str | None) -> None:
    found = site(tmp_path, f'<base href="{base}"><base href="/nowhere/"><p id=here><a href="{url}">')
    assert kinds(found) == ([kind] if kind else [])


def test_a_base_on_the_web_takes_its_links_there(tmp_path: Path) -> None:
    found = site(tmp_path, '<base href="//cdn.example/a/b"><img src="c.png"><a href="/d#e">')
    assert [url for url, _ in found.web] == ["http://cdn.example/a/c.png", "http://cdn.example/d#e"]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/docs/guide/", None), ("/docs/", None), ("/docs", None), ("https://help.example/docs/guide/#start", None),
        ("//help.example/docs/guide/", None), ("HTTPS://HELP.example:443/docs/plain.html", None),
        ("../../docs/guide/", None),
        ("https://help.example/docs/gone/", "missing-file"),
        ("https://help.example/docs/guide/#gone", "missing-anchor"),
        ("https://help.example/docs/%E7%B1%BB%E7%9B%AE/%E6%95%99%E8%82%B2", None),
        ("https://help.example/docs", None),
        ("/guide/", "leaves-site"), ("/", "leaves-site"), ("/docsx/", "leaves-site"), ("../../", "leaves-site"),
    ],
)  # fmt: skip
def test_links_of_a_site_below_its_host(tmp_path: Path, url: str, kind: str | None) -> None:
    found = site(tmp_path, f'<a href="{url}">', base=DOCS)
    assert kinds(found) == ([kind] if kind else [])
    assert found.web == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://help.example/", "https://help.example/other", "http://help.example/docs/",
        "https://help.example:8443/docs/",
        "https://help.example/docs/../x", "https://help.example.evil/docs/", "https://a.example/guide/",
        "https://[", "http:",
    ],
)  # fmt: skip
def test_the_rest_of_the_web_is_handed_back(tmp_path: Path, url: str) -> None:
    found = site(tmp_path, f'<a href="{url}">\n<img src="{url}">', base=DOCS)
    assert found.faults == ()
    assert found.web == ((url, (PageUse("p/index.html", 1, 10), PageUse("p/index.html", 2, 11))),)


def test_a_base_without_its_slash_is_the_same(tmp_path: Path) -> None:
    assert site(tmp_path, '<a href="/docs/guide/">', base="https://help.example/docs").faults == ()


@pytest.mark.parametrize("base", ["docs", "ftp://help.example/", "https://"])
def test_a_base_that_is_no_address_is_refused(tmp_path: Path, base: str) -> None:
    with pytest.raises(ValueError, match="is no address that a site can have"):
        check_site(tmp_path, base)


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("../Guide/", "the file is called guide/index.html: a web server tells upper from lower case"),
        ("../guide/PART", "the file is called guide/part.html: a web server tells upper from lower case"),
        ("../plain.html/", "leave out the slash at the end: it is no directory"),
        ("../guide/#case", "the place is called Case: case matters"),
        ("/guide/?x", "write /docs/guide/?x"),
        ("/gone/", None),
        ("gone", None),
        ("#gone", None),
    ],
)
def test_hints(tmp_path: Path, url: str, hint: str | None) -> None:
    found = site(tmp_path, f'<a href="{url}">', base=DOCS)
    assert [fault.hint for fault in found.faults] == [hint]


def test_local_addresses_are_told_from_the_root_on(tmp_path: Path) -> None:
    found = site(tmp_path, '<a href="../guide/#start"><a href="/guide/#start"><a href="..?q"><a href="#">')
    assert [(url, len(uses)) for url, uses in found.local] == [("/guide/#start", 2), ("/", 1), ("/p/index.html", 1)]
    assert found.pages == 8


LOCALES = {
    "en/index.html": '<html lang="en">',
    "en/guide/index.html": '<html lang="en"><p id=s>',
    "zh-Hant/index.html": '<html lang="zh-Hant">',
    "it/index.html": '<html lang="zh">',
    "pt/index.html": '<html lang="pt-BR">',
}


@pytest.mark.parametrize(
    ("at", "html"),
    [
        ("p/index.html", '<a href="../en/">'),
        ("p/index.html", '<a href="/en/guide/#s">'),
        ("p/index.html", '<a href="/zh-Hant/">'),
        ("p/index.html", '<link rel="next" href="/pt/">'),
        ("en/p/index.html", '<a href="../../">'),
        ("en/p/index.html", '<a href="/guide/">'),
        ("en/p/index.html", '<a href="/pt/">'),
        ("en/p/index.html", '<a href="/it/">'),
        ("en/x.html", '<a href="/plain.html">'),
    ],
)
def test_a_link_into_another_language_is_a_fault(tmp_path: Path, at: str, html: str) -> None:
    assert kinds(site(tmp_path, html, at, **LOCALES)) == ["leaves-locale"]


@pytest.mark.parametrize(
    ("at", "html"),
    [
        ("p/index.html", '<a href="/en/" hreflang="en">'),
        ("p/index.html", '<link rel="alternate" href="/en/">'),
        ("p/index.html", '<a href="/it/">'),
        ("it/p.html", '<a href="/guide/">'),
        ("en/p/index.html", '<a href="../guide/">'),
        ("en/p/index.html", '<a href="/en/">'),
        ("en/p/index.html", '<link rel="stylesheet" href="../../assets/a.css">'),
        ("en/p/index.html", '<img src="/assets/i.svg">'),
        ("en/p/index.html", '<link rel="canonical" href="/guide/">'),
        ("404.html", '<a href="/en/">'),
        ("en/404.html", '<a href="/">'),
        ("old.html", '<meta http-equiv="refresh" content="0; url=en/"><a href="en/">'),
        ("en.html", '<a href="guide/">'),
    ],
)
def test_a_link_within_a_language_or_to_a_named_one_is_none(tmp_path: Path, at: str, html: str) -> None:
    assert site(tmp_path, html, at, **LOCALES).faults == ()


def test_a_directory_in_the_language_of_the_root_is_no_other_language(tmp_path: Path) -> None:
    assert site(tmp_path, '<a href="/zh/">', **{"zh/index.html": '<html lang="zh">'}).faults == ()


def test_the_page_in_the_readers_language_is_named(tmp_path: Path) -> None:
    fault = site(tmp_path, '<a href="/guide/">', "en/p/index.html", **LOCALES).faults[0]
    assert fault.message == "it leads from a page in en to one in zh"
    assert fault.hint == "link to en/guide/index.html, or mark a switch of languages with hreflang"


def test_faults_stand_in_the_order_of_pages_and_places(tmp_path: Path) -> None:
    found = site(tmp_path, "<img src=g2 srcset=g3>\n<a href=g4>", **{"a.html": "<a href=g1>", "z.html": "<a href=g5>"})
    assert [fault.url for fault in found.faults] == ["g1", "g2", "g3", "g4", "g5"]


def test_decomposed_names_on_the_disk_are_found(tmp_path: Path) -> None:
    name = normalize("NFD", "caf\u00e9s")
    assert site(tmp_path, '<a href="../caf\u00e9s/#x">', **{f"{name}/index.html": "<p id=x>"}).faults == ()


def test_symbolic_links_are_followed_within_the_site_only(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "site"
    for directory in (outside, root):
        directory.mkdir()
        (directory / "secret.html").write_text("<p id=x><a href=gone>", encoding="utf-8")
    (root / "out").symlink_to(outside)
    (root / "file.html").symlink_to(outside / "secret.html")
    (root / "latest").symlink_to("guide")
    (root / "loop").symlink_to(".")
    (root / "self").symlink_to("self")
    (root / "same.html").symlink_to("plain.html")
    urls = [
        "out/secret.html",
        "file.html",
        "self/x",
        "latest/#start",
        "same.html#plain",
        "loop/loop/guide/",
        "latest/#no",
    ]
    found = site(root, "".join(f"<a href={url}>" for url in urls), "index.html")
    assert [(fault.url, fault.kind) for fault in found.faults[:-1]] == [
        *((url, "missing-file") for url in urls[:3]),
        ("latest/#no", "missing-anchor"),
    ]
    assert found.faults[-1].use.file == "secret.html"


def test_names_that_are_no_utf_8_can_be_told(tmp_path: Path) -> None:
    site(tmp_path, "")
    with open(os.path.join(os.fsencode(tmp_path), b"\xff.html"), "wb") as file:  # noqa: PTH118, PTH123 - names in bytes
        file.write(b'<a href="%FF.html"><a href="%FE.html">')
    found = check_site(tmp_path)
    assert [(fault.url, fault.use.file) for fault in found.faults] == [("%FE.html", "\ufffd.html")]
    repr(found).encode("utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_no_page(tmp_path: Path) -> None:
    site(tmp_path, "")
    os.mkfifo(tmp_path / "pipe.html")
    assert check_site(tmp_path).pages == 8


def test_a_mark_of_byte_order_is_no_part_of_a_page(tmp_path: Path) -> None:
    assert site(tmp_path, "\ufeff<a href=gone>").faults[0].use == PageUse("p/index.html", 1, 9)


def test_a_site_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        check_site(tmp_path / "nowhere")


def test_an_empty_site_has_no_faults(tmp_path: Path) -> None:
    assert check_site(tmp_path) == BuiltSite(0, (), (), ())


_PIECES = st.sampled_from(
    [
        b"<a href=", b"<img srcset='", b'<base href="', b"<html lang=en>", b"<!--", b"-->", b"<script>",
        b"</script>", b"<template>",
     b'"', b"'", b">", b"=", b"&#", b"&", b"//", b"http://[", b"..", b"%", b"#", b"?", b"\\", b"\xff",
     b"\x00", "类".encode(), b" ", b"\n"]
)  # fmt: skip


@given(st.lists(st.one_of(_PIECES, st.binary(max_size=8)), max_size=40).map(b"".join))
def test_anything_is_a_page(page: bytes) -> None:
    with tempfile.TemporaryDirectory() as root:
        for name in ("index.html", "en.html"):
            (Path(root) / name).write_bytes(page)
        for base in (None, DOCS):
            found = check_site(Path(root), base)
            assert found.pages == 2
            repr(found).encode("utf-8")


# Long texts run the same lines over and over, three times as long where each is counted.
@pytest.mark.no_cover
@pytest.mark.parametrize(
    "piece",
    [
        "<", "<a ", "<a b=", '<a b="', "<a b='", "<!--", "<!", "</", "</a", "</a ", "<script>",
        "<title/>", "<template>", "&#", "&a",
        "<a href=x>", "<a href=x>\n", '<img srcset="', ",", "<a/", "= ", "<a id=x ", "\\", "../", "%2f",
        "/", "<a href='#",
        "--!", "<p id=", "x ", "<a\n", "<textarea", "</textarea",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", '<a href="{}">', '<img srcset="{}">', "<a {}>", "<!--{}", "<script>{}"])
def test_time_grows_with_length_alone(tmp_path: Path, piece: str, around: str) -> None:
    (tmp_path / "index.html").write_text(around.format(piece * 30_000), encoding="utf-8")
    before = time.process_time()
    check_site(tmp_path)
    assert time.process_time() - before < 3


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "page",
    [
        "".join(f"<p id=a{number}><a href=#b{number}>" for number in range(20_000)),
        "".join(f"<a href=gone{number}>" for number in range(20_000)),
        f"<base href={'a/' * 20_000}>" + "".join(f"<a href=gone{number}>" for number in range(20_000)),
        f"<a href={'a/' * 100_000}><a href={'../' * 100_000}><a href={'a/../' * 100_000}>",
    ],
    ids=["places", "files", "base", "path"],
)
def test_many_faults_take_no_longer_than_many_links(tmp_path: Path, page: str) -> None:
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    (tmp_path / "a").symlink_to(".")
    before = time.process_time()
    assert check_site(tmp_path).faults
    assert time.process_time() - before < 5
