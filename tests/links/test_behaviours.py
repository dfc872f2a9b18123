"""What real servers answer, and the verdict that common sense gives: one server, every behaviour a path of it."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from generator.catalogue import Span
from generator.links.asking import ask
from generator.links.collecting import Target, Use
from generator.links.memory import Memory
from generator.links.networks import network
from generator.links.settings import LinkSettings, Patience
from generator.links.verdict import Answer
from tests.links.server import GOOD, Asked, Behaviour, Server, page, response, serving

pytestmark = pytest.mark.slow  # what does not answer takes its time

OK, MOVED, BROKEN, TIMEOUT, BLOCKED, REFUSED = "ok", "redirected", "broken", "timeout", "blocked", "refused"


@dataclass(frozen=True)
class Case:
    path: str
    wanted: str
    behaviour: Behaviour | bytes
    written: str | None = None
    """The address, where it is not the path alone; ``{base}`` is the server's."""


CASES: list[Case] = []


def case(path: str, wanted: str, behaviour: Behaviour | bytes, written: str | None = None) -> None:
    CASES.append(Case(path, wanted, behaviour, written))


def moved(status: int, location: str, *headers: str) -> bytes:
    return response(status, "", f"Location: {location}", *headers)


def in_turn(*answers: bytes) -> Behaviour:
    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(answers[min(asked.count, len(answers)) - 1])
        await writer.drain()

    return behave


def by_method(head: bytes, get: bytes) -> Behaviour:
    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head if asked.method == "HEAD" else get)
        await writer.drain()

    return behave


async def endless(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + GOOD.encode())
    while True:
        writer.write(b"<p>more</p>" * 1000)
        await writer.drain()


async def drip(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


async def silent(_asked: Asked, _writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def hang_on_head(asked: Asked, writer: asyncio.StreamWriter) -> None:
    if asked.method == "HEAD":
        await asyncio.sleep(30)
    writer.write(response(200, "%PDF", kind="application/pdf"))


async def hang_up(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def needs_cookie(asked: Asked, writer: asyncio.StreamWriter) -> None:
    if "seen=1" in asked.headers.get("cookie", ""):
        writer.write(response(200, GOOD))
    else:
        writer.write(moved(302, asked.path, "Set-Cookie: seen=1; Path=/"))


# statuses
for status in (200, 203):
    case(f"/s{status}", OK, response(status, GOOD))
for status in (400, 404, 405, 406, 409, 410, 414, 422, 500, 501, 502, 503, 505, 520):
    case(f"/s{status}", BROKEN, response(status, page("x")))
case("/s504", TIMEOUT, response(504, page("x")))
for status in (401, 403, 418, 429, 451, 999):
    case(f"/s{status}", BLOCKED, response(status, page("x")), f"{{slow}}/s{status}")
# HEAD lies
for status in (403, 404, 405, 500, 501):
    case(f"/head{status}.pdf", OK, by_method(response(status), response(200, "%PDF", kind="application/pdf")))
case("/head-hangs.pdf", OK, hang_on_head)
case("/gone.pdf", BROKEN, response(404, "x"))
# redirects
case("/r301", MOVED, moved(301, "/s200"))
case("/r308", MOVED, moved(308, "/s200"))
case("/r302", OK, moved(302, "/s200"))
case("/r303", OK, moved(303, "/s200"))
case("/r307", OK, moved(307, "/s200"))
case("/r301-twice", MOVED, moved(301, "/r301"))
case("/r301-to-404", BROKEN, moved(301, "/s404"))
case("/r301-to-403", BLOCKED, moved(301, "/s403"))
case("/r302-to-301", OK, moved(302, "/r301"))
case("/loop", BROKEN, moved(302, "/loop"))
case("/no-location", BROKEN, response(302, ""))
case("/to-file", REFUSED, moved(302, "file:///etc/passwd"))
case("/to-home", BROKEN, moved(301, "/"))
case("/members", BLOCKED, moved(302, "/user/login?next=%2Fmembers"))
case("/user/login", OK, response(200, GOOD))
case("/", OK, response(200, GOOD))
case("/cookie", OK, needs_cookie)
case("/refresh", OK, response(200, page("", head='<meta http-equiv="refresh" content="0; url=/s200">')))
case("/refresh-gone", BROKEN, response(200, page("", head="<meta http-equiv=refresh content=\"0;URL='/s404'\">")))
case("/deep", BROKEN, moved(302, "/deep2"))
case("/deep2", BROKEN, moved(302, "/s404"))
# what may pass
case("/once503", OK, in_turn(response(503, "x"), response(200, GOOD)))
case("/once429", OK, in_turn(response(429, "x", "Retry-After: 0"), response(200, GOOD)), "{slow}/once429")
case("/once500", OK, in_turn(response(500, "x"), response(200, GOOD)))
case("/slow-down", BLOCKED, response(429, "x", "Retry-After: 86400"), "{slow}/slow-down")
# broken HTTP and time
case("/endless", OK, endless)
case("/drip", TIMEOUT, drip)
case("/silent", TIMEOUT, silent)
case("/hang-up", BROKEN, hang_up)
case("/garbage", BROKEN, b"SSH-2.0-OpenSSH_9.2\r\nConnection: close\r\n\r\n")
case("/truncated", BROKEN, b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5000\r\n\r\n<html>")
case(
    "/huge", OK, b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: 1073741824\r\n\r\n" + b"PK" * 999
)
BOMB = gzip.compress(GOOD.encode() + b"<p>x</p>" * 2_000_000)
case("/bomb", OK, response(200, BOMB, "Content-Encoding: gzip"))
# fragments
MARKS = page(
    '<h1 id="one">一</h1><a name="two">二</a><p id="类目">x</p><p id="user-content-three">三</p>' + "文字" * 200
)
for fragment in ("one", "two", "类目", "%E7%B1%BB%E7%9B%AE", "three", "top", "", ":~:text=一", "!/x", "one:~:text=x"):
    case("/marks", OK, response(200, MARKS), f"{{base}}/marks#{fragment}")
case("/marks", BROKEN, response(200, MARKS), "{base}/marks#four")
case("/js", OK, response(200, page('<div id="app"></div><script src="/a.js"></script>')), "{base}/js#four")
case(
    "/gbk",
    OK,
    response(200, page('<p id="类目">中文</p>' * 9).encode("gbk"), kind="text/html; charset=GBK"),
    "{base}/gbk#类目",
)
case(
    "/gbk-meta",
    OK,
    response(200, page("<p id='类目'>中文</p>", head="<meta charset=gb2312>").encode("gbk"), kind="text/html"),
    "{base}/gbk-meta#类目",
)
case("/gbk-gone", BROKEN, response(200, page("", "页面不存在", "<meta charset=gbk>").encode("gbk"), kind="text/html"))
case("/manual.pdf", OK, response(200, "%PDF", kind="application/pdf"), "{base}/manual.pdf#page=3")
case("/blob/x.py", OK, response(200, MARKS), "{base}/blob/x.py#L10-L20")
# soft failures
case("/soft1", BROKEN, response(200, page("<p>页面不存在</p>", "出错了")))
case("/soft2", BROKEN, response(200, page("x", "404 Not Found")))
case("/soft3", BROKEN, response(200, page("<h1>Page not found</h1>", "Example")))
case("/empty", BROKEN, response(200, ""))
case("/empty-page", BROKEN, response(200, page("", "")))
case("/wall", BLOCKED, response(200, page("Checking your browser", "Just a moment...")))
case("/wall-503", BLOCKED, response(503, page("Checking your browser", "Just a moment...")))
case("/members-area", BLOCKED, response(200, page('<form><input type="password"></form>', "用户登录")))
case("/about-404", OK, response(200, page("<p>如何处理 404 页面不存在的错误。</p>" * 60, "排查 404 错误的方法")))
# spellings
for written in ("{base}/s200?a=1&b=2", "{base}/%73200", "{base}/x/../s200", "HTTP://{host}/s200", " {base}/s200 "):
    case("/s200", OK, response(200, GOOD), written)
case("/中文", OK, response(200, GOOD), "{base}/中文")
case("/中文", OK, response(200, GOOD), "{base}/%E4%B8%AD%E6%96%87")
case("/a b", OK, response(200, GOOD), "{base}/a b")
case("/a b", OK, response(200, GOOD), "{base}/a%20b")
case("/(c)[d]", OK, response(200, GOOD), "{base}/(c)[d]")
case("/s204", OK, response(204))
# more that real servers do
NAV = "<nav>" + "<a href='/x'>导航</a> " * 200 + "</nav>"
case("/chrome-404", BROKEN, response(200, page(f"{NAV}<h1>页面不存在</h1>", "某某帮助中心")))
case("/chrome-404-en", BROKEN, response(200, page(f"{NAV}<h1>Page not found</h1>", "Help")))
case("/oops", BROKEN, response(200, page(f"{NAV}<h1>Oops! That page can’t be found.</h1>", "Help")))
case("/to-404", BROKEN, moved(302, "/404.html"))
case("/404.html", OK, response(200, GOOD), "{base}/404.html")
case("/for-sale", BROKEN, response(200, page("This domain is for sale. Buy this domain.", "a.example")))
case("/deleted", BROKEN, response(200, page("该内容已被发布者删除", "")))
case("/plain-404", BROKEN, response(200, "404 Not Found", kind="text/plain"))
case("/plain", OK, response(200, "words", kind="text/plain"), "{base}/plain#x")
case("/json", OK, response(200, '{"a": 1}', kind="application/json"))
case("/refresh-header", OK, response(200, GOOD, "Refresh: 0; url=/s200"))
case("/refresh-header-gone", BROKEN, response(200, GOOD, "Refresh: 0; url=/s404"))
case("/refresh-slow", OK, response(200, page("文字" * 99, head='<meta http-equiv="refresh" content="600">')))
case(
    "/noscript",
    OK,
    response(200, page("文字" * 99, head='<noscript><meta http-equiv="refresh" content="0;url=/s404"></noscript>')),
)
case("/waf", BLOCKED, response(202, "", "x-amzn-waf-action: challenge"))
case("/sso-redirect", BLOCKED, moved(302, "/cas/entry?service=x"))
case("/cas/entry", OK, response(200, GOOD))
case("/auth-docs", MOVED, moved(301, "/docs/auth/overview"))
case("/docs/auth/overview", OK, response(200, GOOD))
case("/login", OK, response(200, page('<form><input type="password"></form>', "用户登录")))
case("/captcha", BLOCKED, response(200, page("请完成安全验证后继续访问", "安全验证")))
case("/spaces", OK, moved(302, "/a b"))
case("/raw-utf8", OK, moved(302, "/中文"))
case("/relative/x", OK, moved(302, "../s200"))
case("/empty-location", BROKEN, moved(302, ""))
case("/bad-location", BROKEN, moved(302, "http://["))
case("/to-mail", REFUSED, moved(302, "mailto:a@a.example"))
case("/to-data", REFUSED, moved(302, "data:text/html,x"))
case("/early-hints", OK, b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + response(200, GOOD))
case("/bare-lf", OK, response(200, GOOD).replace(b"\r\n", b"\n"))
case("/no-reason", OK, response(200, GOOD).replace(b"200 X", b"200"))
case("/http10", OK, response(200, GOOD, "Connection: close").replace(b"HTTP/1.1", b"HTTP/1.0"))
case("/no-length", OK, b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\n\r\n" + GOOD.encode())
case("/chunked", OK, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
case("/bad-chunk", BROKEN, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\nabc")
case("/long-header", BROKEN, response(200, GOOD, "X: " + "x" * 200_000))
case("/http09", BROKEN, b"<html>hello</html>\r\nConnection: close")
case("/no-colon", OK, response(200, GOOD, "This is no header"))
case("/strange-packing", OK, response(200, GOOD, "Content-Encoding: utf-8"))
case("/bad-gzip", BROKEN, response(200, "no gzip at all", "Content-Encoding: gzip"))
case("/s300", OK, response(300, GOOD))
case("/s304", BROKEN, b"HTTP/1.1 304 X\r\n\r\n")
case("/s206", OK, response(206, GOOD))
case("/s100", TIMEOUT, b"HTTP/1.1 100 Continue\r\n\r\n")
case(
    "/utf16",
    OK,
    response(200, ("\ufeff" + page('<p id="甲">x</p>')).encode("utf-16-le"), kind="text/html"),
    "{base}/utf16#甲",
)
case("/wrong-charset", OK, response(200, page('<p id="类目">中文</p>' * 9).encode("gbk")), "{base}/wrong-charset#类目")
case("/no-kind", OK, response(200, GOOD, kind=None))
case("/only-picture", OK, response(200, page('<img src="/x.png">', "")))
case("/nothing-to-see", BROKEN, response(200, page("<!-- x -->&nbsp;<div></div>", "")))
case("/marks", BROKEN, response(200, MARKS), "{base}/marks#ONE")
case("/wiki", OK, response(200, page('<span id="社"></span>' + "字" * 300)), "{base}/wiki#.E7.A4.BE")
case(
    "/comment",
    BROKEN,
    response(200, page("<!-- <p id='x'></p> --><script>'<p id=\"x\">'</script>" + "字" * 300)),
    "{base}/comment#x",
)
case("/input", BROKEN, response(200, page("<input name='x'>" + "字" * 300)), "{base}/input#x")
case("/late", OK, response(200, page("字" * 200_000 + "<p id='x'></p>")), "{base}/late#x")
case("/moved-mark", MOVED, moved(301, "/marks"), "{base}/moved-mark#one")
case("/moved-mark", BROKEN, moved(301, "/marks"), "{base}/moved-mark#five")
case("/hang-body", TIMEOUT, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n<p>")
case("/r301-302", MOVED, moved(301, "/r302"))
for hop in range(15):
    case(f"/hop{hop}", OK, moved(302, f"/hop{hop + 1}"))
case("/hop15", OK, response(200, GOOD))
case("/far0", BROKEN, moved(302, "/far1"))
for hop in range(1, 30):
    case(f"/far{hop}", BROKEN if hop < 10 else OK, moved(302, f"/far{hop + 1}"))
case("/far30", OK, response(200, GOOD))
case("/s200", OK, response(200, GOOD), "{base}/s200?")
case("/s200", OK, response(200, GOOD), "{base}/s200#")
case("/s200", OK, response(200, GOOD), "{base}\\s200")
case("/s200", OK, response(200, GOOD), "http:\\\\{host}/s200")
case("/s200", OK, response(200, GOOD), "http://user:secret@{host}/s200")
case("/s200", REFUSED, response(200, GOOD), "http://a b.example/")
case("/s200", REFUSED, response(200, GOOD), "http://127.0.0.2:99999/")
# ways to a forbidden address
for written in (
    "http://127.0.0.9:{port}/",
    "http://2130706441:{port}/",
    "http://0177.0.0.011:{port}/",
    "http://0x7f.9:{port}/",
    "http://[::ffff:127.0.0.9]:{port}/",
    "http://x@127.0.0.9:{port}/",
    "http://forbidden.example:{port}/",
    "http://127.0.0.2@127.0.0.9:{port}/",
    "http://169.254.169.254/latest/",
    "http://[::1]:{port}/",
    "http://10.0.0.1/",
    "http://１２７.0.0.9:{port}/",
    "ftp://{host}/",
    "file:///etc/passwd",
    "http://[fd00::1]/",
    "http://0.0.0.0:{port}/",
):
    case("/s200", REFUSED, response(200, GOOD), written)
for number, location in enumerate(
    ("http://127.0.0.9:1/", "//2130706441/", "http://forbidden.example:1/", "http://[::ffff:7f00:9]/")
):
    case(f"/lured{number}", REFUSED, moved(302, location))
case(
    "/lured-by-page",
    REFUSED,
    response(200, page("", head='<meta http-equiv="refresh" content="0;url=http://127.0.0.9/">')),
)
case("/s200", BROKEN, response(200, GOOD), "http://127.0.0.2:1/")


@pytest.fixture(scope="module")
def answers() -> Iterator[tuple[Server, dict[str, Answer]]]:
    behaviours = {case.path: case.behaviour for case in CASES}
    with serving(behaviours) as server, serving(behaviours, "127.0.0.3") as slow:
        server.other = slow.base
        urls = list(dict.fromkeys(url(case, server) for case in CASES))
        settings = LinkSettings(
            allow=(network("127.0.0.2"), network("127.0.0.3")),
            deny=(network("127.0.0.9"),),
            timeout=3,
            retries=1,
            concurrency=64,
            per_host=32,
            pause=0,
            first_pause=0.02,
            connect=tuple(f"forbidden.example:{port}:127.0.0.9:{port}" for port in (1, server.port)),
        )
        targets = [Target(each, (Use(0, Span(0, 0)),)) for each in urls]
        yield server, {answer.target.url: answer for answer in ask(targets, settings, Memory(None), Patience())}


def url(case: Case, server: Server) -> str:
    written = case.written or f"{{base}}{case.path}"
    return written.format(base=server.base, slow=server.other, port=server.port, host=f"{server.host}:{server.port}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.written or case.path)
def test_the_verdict_is_that_of_common_sense(case: Case, answers: tuple[Server, dict[str, Answer]]) -> None:
    server, given = answers
    answer = given[url(case, server)]
    assert answer.verdict == case.wanted, answer
    assert answer.reason


def test_a_permanent_redirect_gives_its_last_address(answers: tuple[Server, dict[str, Answer]]) -> None:
    server, given = answers
    assert given[f"{server.base}/r301-twice"].redirect == f"{server.base}/s200"
    assert given[f"{server.base}/r301-twice"].status == 200


def test_what_is_large_is_not_read_to_its_end(answers: tuple[Server, dict[str, Answer]]) -> None:
    server, _given = answers
    assert server.count("/endless") == 1
    assert len(CASES) >= 120
