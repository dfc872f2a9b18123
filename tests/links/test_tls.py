"""Encryption and names: certificates that are good and bad, hosts that nobody knows, names that lie."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from generator.catalogue import Span
from generator.config import load_settings
from generator.links import asking
from generator.links.asking import ask
from generator.links.collecting import Target, Use
from generator.links.memory import Memory
from generator.links.networks import network
from generator.links.settings import LinkSettings, Patience
from generator.links.verdict import Answer
from generator.site.linking import check_online
from tests.links.server import GOOD, Server, page, response, serving

ROOT = Path(__file__).parents[2]
OPEN = LinkSettings(allow=(network("127.0.0.2"),), timeout=5, retries=0, pause=0, first_pause=0.01)

pytestmark = pytest.mark.slow  # servers on loopback


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


def context(authority: trustme.CA, *names: str, expired: bool = False) -> ssl.SSLContext:
    until = datetime.now(UTC) - timedelta(days=1) if expired else None
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, not_after=until).configure_cert(made)
    return made


def answer(url: str, settings: LinkSettings = OPEN) -> Answer:
    (given,) = ask([Target(url, (Use(0, Span(0, 0)),))], settings, Memory(None), Patience())
    return given


def under_name(server: Server, name: str) -> LinkSettings:
    return replace(OPEN, connect=(f"{name}:443:{server.host}:{server.port}",))


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[Server]:
    with serving({"/": response(200, GOOD)}, tls=context(authority, "good.example", "127.0.0.2")) as running:
        yield running


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_the_right_name_is_good(server: Server) -> None:
    assert answer("https://good.example/", under_name(server, "good.example")).verdict == "ok"
    assert answer(f"{server.base}/").verdict == "ok"


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_name_is_not(server: Server) -> None:
    given = answer("https://bad.example/", under_name(server, "bad.example"))
    assert given.verdict == "broken"
    assert "certificate" in given.reason


def test_a_certificate_of_nobody_that_is_known_is_not(server: Server) -> None:
    assert answer(f"{server.base}/").verdict == "broken"


@pytest.mark.usefixtures("trusted")
def test_an_expired_certificate_is_not(authority: trustme.CA) -> None:
    with serving({"/": response(200, GOOD)}, tls=context(authority, "127.0.0.2", expired=True)) as server:
        assert answer(f"{server.base}/").verdict == "broken"


def test_a_server_that_speaks_no_tls_is_broken() -> None:
    with socket.create_server(("127.0.0.2", 0)) as listening:

        def speak() -> None:
            with suppress(OSError):
                while True:
                    connection, _address = listening.accept()
                    with connection, suppress(OSError):
                        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                        connection.recv(4096)

        thread = threading.Thread(target=speak)
        thread.start()
        try:
            assert answer(f"https://127.0.0.2:{listening.getsockname()[1]}/").verdict == "broken"
        finally:
            # Ends the wait for a further connection; one that went on would throw in the midst of another test.
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.mark.usefixtures("trusted")
def test_a_redirect_to_encryption_is_permanent(server: Server) -> None:
    with serving({"/": response(301, "", f"Location: {server.base}/")}) as plain:
        given = answer(f"{plain.base}/")
        assert (given.verdict, given.redirect) == ("redirected", f"{server.base}/")


@pytest.mark.usefixtures("trusted")
def test_http_2_is_offered(authority: trustme.CA) -> None:
    offered: list[str | None] = []
    made = context(authority, "127.0.0.2")
    made.set_alpn_protocols(["h2"])
    with socket.create_server(("127.0.0.2", 0)) as listening:

        def accept() -> None:
            connection, _address = listening.accept()
            with made.wrap_socket(connection, server_side=True) as wrapped:
                offered.append(wrapped.selected_alpn_protocol())

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        answer(f"https://127.0.0.2:{listening.getsockname()[1]}/", replace(OPEN, timeout=2))
        thread.join(5)
    assert offered == ["h2"]


def test_a_host_that_nobody_knows_is_broken_at_once() -> None:
    given = answer("https://nobody.invalid/")
    assert given.verdict == "broken"
    assert not given.passing
    assert "nobody.invalid" in given.reason


def test_a_name_that_leads_home_is_refused() -> None:
    with serving({"/": response(200, GOOD)}, "127.0.0.9") as server:
        settings = replace(OPEN, connect=(f"public.example:80:127.0.0.9:{server.port}",))
        assert answer("http://public.example/", settings).verdict == "refused"
        assert answer(f"http://localhost:{server.port}/").verdict == "refused"
        assert server.seen == []


def names(monkeypatch: pytest.MonkeyPatch, **known: str) -> None:
    """Let this machine know the addresses of some hosts of ``.example``, and of no other."""
    asking._resolved.cache_clear()

    def lookup(host: str, *_more: object, **_named: object) -> list[tuple[object, ...]]:
        if (address := known.get(host.removesuffix(".example"))) is None:
            raise socket.gaierror(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)


def test_a_proxy_on_a_closed_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving({"/": response(200, GOOD)}, "127.0.0.9") as server:
        monkeypatch.setenv("http_proxy", server.base)
        names(monkeypatch, home="192.168.0.1")
        assert answer("http://public.example/").verdict == "refused"
        assert server.seen == []


def test_a_proxy_that_is_allowed_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving({"http://public.example/": response(200, GOOD)}) as server:
        monkeypatch.setenv("http_proxy", server.base)
        names(monkeypatch, home="192.168.0.1")
        assert answer("http://public.example/").verdict == "ok"
        # A name that this machine knows to be its own is not asked of a proxy either.
        assert answer("http://home.example/").verdict == "refused"
        # What a proxy would fetch for it is as closed as what it fetches itself.
        assert answer("http://10.0.0.1/").verdict == "refused"
        assert [asked.path for asked in server.seen] == ["http://public.example/"]


def test_a_port_that_nobody_listens_at_is_broken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.2", 0))
        assert answer(f"http://127.0.0.2:{taken.getsockname()[1]}/").verdict == "broken"


@pytest.mark.usefixtures("trusted")
def test_the_links_of_this_project_against_a_stand_in_of_the_two_hosts(authority: trustme.CA, tmp_path: Path) -> None:
    settings = load_settings(ROOT / "mkdocs.yml")
    assert settings
    hosts = ("developers.weixin.qq.com", "cloud.tencent.com")
    gone = "/miniprogram/product/material/jinrong/baoxian.html"
    with serving({}, tls=context(authority, *hosts)) as server:
        server.other_answer = response(200, page("<h1>资质要求</h1>" + "内容" * 200))
        server.behaviours[gone] = response(404, page("x"))
        connect = tuple(f"{host}:443:{server.host}:{server.port}" for host in hosts)
        links = replace(settings.links, allow=(network("127.0.0.2"),), connect=connect, cache=tmp_path / "c", retries=0)
        checked = check_online(replace(settings, links=links))
        verdicts = {answer.target.url: answer.verdict for answer in checked.answers}
        assert len(verdicts) == 17
        assert {url for url, verdict in verdicts.items() if verdict != "ok"} == {f"https://{hosts[0]}{gone}"}
        assert {asked.headers["host"] for asked in server.seen} == set(hosts)
        assert [finding.rule for finding in checked.judged.findings] == ["broken-link"]
        assert checked.catalogue.sources[0].slice(checked.judged.findings[0].span).endswith("baoxian.html")
