"""The built site as it would be served: Debian's nginx with the configuration of deploy/, and a browser."""

from __future__ import annotations

import http.client
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.looks import painted, watch_looks
from tests.browser.nginx import DEPLOY, nginx
from tests.precompressing import precompress

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
PREFIXES = {"zh": "", "en": "en/", "zh-Hant": "zh-Hant/"}
OURS = {
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Cache-Control",
}
FOR_EVER = "public, max-age=31536000, immutable"
COLLECT = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", event =>
        violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


@dataclass(frozen=True)
class Served:
    """The site on disk, and where it is served."""

    folder: Path
    url: str

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Ask for a path as it stands; nothing is followed, and nothing unpacked."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=20)
        try:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=given)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def served(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("deployed") / "site"
    shutil.copytree(built, folder)
    (folder / ".well-known").mkdir()
    for name in ("notes.md", "feed.atom", "app.webmanifest", ".secret", ".well-known/x.txt"):
        (folder / name).write_text("甲" * 1000, encoding="utf-8")
    assert precompress(folder).returncode == 0
    with nginx(folder) as url:
        yield Served(folder, url)


# ------------------------------------------------------------------------------------------------- what is answered


def hashed(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if re.search(r"\.[0-9a-f]{8}(\.min)?\.(css|js)$", path.name)]


def test_every_answer_bears_every_header_once(served: Served) -> None:
    script = next(served.folder.glob("assets/leimu.*.js")).name
    answers = {
        path: served.ask(path)
        for path in (
            "/",
            "/en/jinrong/",
            f"/assets/{script}",
            "/catalogue.json",
            "/nothing",
            "/en/nothing",
            "/en",
            "/.git/",
        )
    }
    answers["304"] = served.ask("/", If_None_Match=str(answers["/"][1]["ETag"]))
    answers["HEAD"] = served.ask("/", "HEAD")
    answers["POST"] = served.ask("/", "POST")
    assert [answers[name][0] for name in ("/", "/nothing", "/en", "304", "HEAD", "POST")] == [
        200,
        404,
        301,
        304,
        200,
        405,
    ]
    for path, (_status, headers, _body) in answers.items():
        assert {name: len(headers.get_all(name, [])) for name in OURS} == dict.fromkeys(OURS, 1), path
        # That one is the operator's to set, and so is what the server is called.
        assert "Strict-Transport-Security" not in headers
        assert headers["Server"] == "nginx"


def test_the_policy_allows_nothing_inline_and_no_other_host(served: Served) -> None:
    policy = {part.split()[0]: part.split()[1:] for part in served.ask("/")[1]["Content-Security-Policy"].split("; ")}
    assert policy.pop("img-src") == ["'self'", "data:"]
    assert (
        policy["default-src"] == policy["base-uri"] == policy["form-action"] == policy["frame-ancestors"] == ["'none'"]
    )
    assert {value for values in policy.values() for value in values} == {"'self'", "'none'"}
    assert policy["script-src"] == policy["style-src"] == policy["worker-src"] == ["'self'"]


def test_files_named_by_their_content_are_kept_for_ever_and_nothing_else_is(served: Served) -> None:
    names = {path.relative_to(served.folder).as_posix() for path in hashed(served.folder)}
    assert {name.split(".")[0] for name in names} >= {"assets/leimu", "assets/leimu-head", "assets/javascripts/bundle"}
    for name in names:
        assert served.ask(f"/{name}")[1]["Cache-Control"] == FOR_EVER
        assert served.ask(f"/{name}", Accept_Encoding="gzip")[1]["Cache-Control"] == FOR_EVER
    others = ["", "en/about/", "assets/leimu-search.js", "assets/leimu.svg", "assets/search/zh.json", "catalogue.xlsx"]
    # What is missing today may be there tomorrow, under whatever name.
    for name in [*others, "sitemap.xml", "nothing", "assets/leimu.00000000.js", "en"]:
        assert served.ask(f"/{name}")[1]["Cache-Control"] == "no-cache", name


def test_what_the_reader_has_already_is_not_sent_again(served: Served) -> None:
    for path in ("/", "/assets/leimu-search.js", f"/{hashed(served.folder)[0].relative_to(served.folder)}"):
        for encoding in ("identity", "gzip"):
            _status, headers, _body = served.ask(path, Accept_Encoding=encoding)
            again, kept, body = served.ask(path, Accept_Encoding=encoding, If_None_Match=headers["ETag"])
            assert (again, body, kept["Cache-Control"]) == (304, b"", headers["Cache-Control"])
            # A weak one would mean that the server compressed it itself.
            assert headers["ETag"].startswith('"')


def test_the_compressed_copy_is_sent_as_it_lies_there(served: Served) -> None:
    for name in (
        "index.html",
        "en/jinrong/index.html",
        "assets/leimu-search.js",
        "assets/search/zh.json",
        "sitemap.xml",
    ):
        path = "/" + name.removesuffix("index.html")
        status, headers, body = served.ask(path, Accept_Encoding="gzip, deflate, br")
        assert (status, headers["Content-Encoding"], headers["Vary"]) == (200, "gzip", "Accept-Encoding")
        assert body == (served.folder / f"{name}.gz").read_bytes()
        status, plain, body = served.ask(path)
        assert (plain["Content-Encoding"], plain["Vary"]) == (None, "Accept-Encoding")
        assert body == (served.folder / name).read_bytes()
        assert plain["Content-Type"] == headers["Content-Type"]
    assert served.ask("/catalogue.xlsx", Accept_Encoding="gzip")[1]["Content-Encoding"] is None


def test_brotli_goes_before_gzip_where_the_module_is(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>甲</title>" + "<p>乙</p>" * 500, encoding="utf-8")
    assert precompress(tmp_path, brotli=True).returncode == 0
    with nginx(tmp_path, brotli=True) as url:
        here = Served(tmp_path, url)
        for accepted, ending in (("gzip, br", "br"), ("gzip", "gz"), ("identity", "")):
            _status, headers, body = here.ask("/", Accept_Encoding=accepted)
            assert body == (tmp_path / f"index.html.{ending}".rstrip(".")).read_bytes()
            assert headers["Content-Encoding"] == {"br": "br", "gz": "gzip", "": None}[ending]
            assert set(headers.keys()) >= OURS


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/nothing", "text/html; charset=utf-8"),
        ("/assets/leimu-search.js", "application/javascript; charset=utf-8"),
        ("/assets/leimu.svg", "image/svg+xml"),
        ("/assets/search/en.json", "application/json; charset=utf-8"),
        ("/catalogue.csv", "text/csv; charset=utf-8"),
        ("/catalogue.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("/sitemap.xml", "text/xml; charset=utf-8"),
        ("/notes.md", "text/markdown; charset=utf-8"),
        ("/feed.atom", "application/atom+xml; charset=utf-8"),
        ("/app.webmanifest", "application/manifest+json; charset=utf-8"),
    ],
)
def test_files_have_their_types(served: Served, path: str, kind: str) -> None:
    assert served.ask(path)[1]["Content-Type"] == kind
    assert served.ask(path, Accept_Encoding="gzip")[1]["Content-Type"] == kind


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/nothing", "404.html"),
        ("/jinrong/nothing/at/all", "404.html"),
        ("/en/nothing", "en/404.html"),
        ("/en/jinrong/nothing/", "en/404.html"),
        ("/zh-Hant/jinrong/x.html", "zh-Hant/404.html"),
        ("/fr/nothing", "404.html"),
        ("/english/nothing", "404.html"),
        # A directory without a page, and what is nobody's business, are not there either.
        ("/assets/", "404.html"),
        ("/assets/search/", "404.html"),
        ("/.secret", "404.html"),
        ("/en/.git/config", "en/404.html"),
        ("/en/../.secret", "404.html"),
        ("/%2e%2e/%2esecret", "404.html"),
    ],
)
def test_what_is_not_there_is_said_in_the_language_of_the_address(served: Served, path: str, page: str) -> None:
    status, _headers, body = served.ask(path)
    if ".." in path or "%2e%2e" in path:
        assert status in {400, 404}
        assert "甲" not in body.decode()
    else:
        assert (status, body) == (404, (served.folder / page).read_bytes())
    status, headers, body = served.ask(path, Accept_Encoding="gzip")
    if headers["Content-Encoding"]:
        assert (status, body) == (404, (served.folder / f"{page}.gz").read_bytes())


def test_certificates_can_be_issued(served: Served) -> None:
    assert served.ask("/.well-known/x.txt")[0] == 200


@pytest.mark.parametrize("path", ["/en", "/jinrong/jijin", "/zh-Hant/about", "/assets"])
def test_an_address_without_its_slash_leads_to_the_one_with_it(served: Served, path: str) -> None:
    for host in ("help.example.com", "127.0.0.1:1"):
        status, headers, _body = served.ask(f"{path}?a=1", Host=host)
        # No host and no port: behind a proxy the server knows neither.
        assert (status, headers["Location"]) == (301, f"{path}/?a=1")


def test_hsts_is_left_to_the_operator_and_said_so() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert len(re.findall(r"^ *# add_header Strict-Transport-Security ", text, re.MULTILINE)) == 1
    assert not re.search(r"^ *add_header Strict-Transport-Security", text, re.MULTILINE)
    assert "HSTS is yours to switch on" in text


# ------------------------------------------------------------------------------------------------------ what is shown


@dataclass
class Watched:
    """What a tab complained of, and whom it asked."""

    said: list[str]
    asked: list[str]


@pytest.fixture
def watched(page: Page) -> Watched:
    """Collect violations of the policy and all that the console says, of workers too."""
    seen = Watched([], [])
    page.add_init_script(COLLECT)
    page.on("console", lambda message: seen.said.append(f"{message.type}: {message.text}"))
    page.on("request", lambda request: seen.asked.append(request.url))
    page.on("requestfailed", lambda request: seen.said.append(f"failed: {request.url}"))
    return seen


def test_copies_of_the_sources_keep_the_policy_too(page: Page, served: Served, watched: Watched) -> None:
    for file in (served.folder / "assets" / "sources").glob("*.html"):
        page.goto(f"{served.url}assets/sources/{file.name}", wait_until="networkidle")
        assert page.evaluate("violations") == []
        assert page.locator("ol").evaluate("list => getComputedStyle(list).fontFamily") != "serif"
    assert watched.said == []


def test_the_policy_is_in_force_and_a_breach_is_seen(page: Page, served: Served, watched: Watched) -> None:
    """The tests above would see what they look for."""
    page.goto(served.url, wait_until="networkidle")
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
        document.body.insertAdjacentHTML("beforeend", '<p style="color: red" onclick="window.ran = true">x</p>');
        document.body.lastElementChild.click();
    }""")
    page.wait_for_timeout(200)
    directives = {violation.partition(":")[0] for violation in page.evaluate("violations")}
    assert directives == {"script-src-elem", "script-src-attr", "style-src-attr"}
    assert page.evaluate("window.ran") is None
    assert watched.said


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_look_is_remembered_and_never_flashes(browser: Browser, served: Served, system: str) -> None:
    context = browser.new_context(color_scheme="dark" if system == "dark" else "light", locale="zh-CN")
    page = context.new_page()
    watch_looks(page)
    page.goto(served.url)
    own, other = ("slate", "default") if system == "dark" else ("default", "slate")
    assert painted(page) == {own}
    toggle = page.locator("[data-md-component=palette] label:visible")
    # From the system's to light, then to dark.
    for _ in range(1 if system == "dark" else 2):
        toggle.click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", other)
    for path in ("", "jinrong/jijin/", "en/", "nothing/"):
        page.goto(served.url + path)
        assert painted(page) == {other}, path
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", other)
    context.close()


FOUND = {
    "zh": ("jijin", "jinrong/jijin/"),
    "en": ("business licence", "qualifications/yingyezhizhao/"),
    "zh-Hant": ("銀行", "jinrong/yinhang/"),
}


@pytest.mark.parametrize("code", PREFIXES)
def test_the_search_finds(page: Page, served: Served, watched: Watched, code: str) -> None:
    words, path = FOUND[code]
    page.goto(served.url + PREFIXES[code])
    box = page.locator("[data-md-component=search-query]")
    box.click()
    # All at once: letter by letter, the answer to the last may take the place of the one that is clicked.
    box.fill(words)
    first = page.locator(f".md-search-result__item a[href*='{path}']").first
    expect(first).to_be_visible()
    first.click()
    expect(page).to_have_url(re.compile(re.escape(served.url + PREFIXES[code] + path)))
    assert page.evaluate("violations") == []
    assert watched.said == []
