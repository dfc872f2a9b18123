"""What every test may use: a network guard, a static file server, and a real Chromium."""

from __future__ import annotations

import ipaddress
import os
import shutil
import sys
import threading
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests import profiles, templates

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

DISABLED_FEATURES = (
    # Playwright's own: of two such lists Chromium takes the last. A test says so if this one falls behind.
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints",
    "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch", "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    # What drops down from the address bar is a web page of the browser's own, loaded anew for every context though
    # nobody types there: of the 1.6 s of the processor that a context took, all but 0.4.
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",
)  # fmt: skip
CHROMIUM_ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=" + ",".join(DISABLED_FEATURES),
    # No name resolves: a page that asks another host for something gets nothing, wherever the tests run.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"", "localhost"}


def _refuse_other_hosts(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "localhost"  # else: the path of a Unix socket
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    if not is_loopback(name):
        message = f"{name}: a test talks to another host. Talk to 127.0.0.1 only; static_server starts a server there."
        raise RuntimeError(message)


def pytest_configure(config: pytest.Config) -> None:
    """Refuse connections to other hosts for the whole run; an audit hook sees every library's sockets.

    Messages are told in English.
    """
    coverage = config.pluginmanager.getplugin("_cov")
    if coverage and hasattr(config, "workerinput"):
        # pytest-cov begins to count before it knows that this is a worker, and once more when it does. The first is of
        # no use, and would take over whenever the second pauses: then `no_cover` would save nothing.
        coverage.cov_controller.pause()
    sys.addaudithook(_refuse_other_hosts)
    profiles.load()
    # Expected messages are English, whoever runs the tests.
    os.environ["LANGUAGE"] = "en"


UNCOUNTED = ("browser", "fuzz", "hypothesis")
"""Markers of tests that run the same lines over and over, or mostly those of a browser."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no core waits for the last of them while the other is done."""
    for item in items:
        if any(item.get_closest_marker(name) for name in UNCOUNTED):
            item.add_marker("no_cover")
    tests: dict[Path, list[pytest.Item]] = {}
    for item in items:
        tests.setdefault(item.path, []).append(item)
    items[:] = [item for path in sorted(tests, key=lambda path: _order(tests[path])) for item in tests[path]]


def _order(file: list[pytest.Item]) -> tuple[bool, int]:
    path = file[0].path
    slow = sum(item.get_closest_marker("slow") is not None for item in file)
    # A page takes about as long as a slow test; the second of the two that want the hostile site finds it built.
    drives = len(file) * (file[0].get_closest_marker("browser") is not None)
    return not path.match("browser/test_hostile.py"), -max(slow, drives, 150 * path.match("browser/test_hostile*.py"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    """Count no lines while what a browser or made-up documents are for is built; pytest-cov sees to the test alone."""
    coverage = item.config.pluginmanager.getplugin("_cov")
    if coverage is None or not any(item.get_closest_marker(name) for name in ("browser", "fuzz")):
        return (yield)
    coverage.cov_controller.pause()
    try:
        return (yield)
    finally:
        coverage.cov_controller.resume()


@pytest.fixture(scope="session", autouse=True)
def _compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compile each template once for all that the processes of a run build."""
    shared = tmp_path_factory.getbasetemp()
    templates.keep_in((shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared) / "templates")


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *given: object, headers_too: Mapping[str, str], directory: str) -> None:
        self.headers_too = headers_too
        super().__init__(*given, directory=directory)  # type: ignore[arg-type]

    def end_headers(self) -> None:
        """Send the headers that were asked for."""
        for name, value in self.headers_too.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Keep requests out of the test report."""


@contextmanager
def serving(folder: Path, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve a folder on 127.0.0.1, with further headers, and give its URL, which ends in a slash."""
    handler = partial(_Handler, headers_too=headers or {}, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def static_server() -> Iterator[Callable[[Path], str]]:
    """Serve folders on 127.0.0.1: call it with a folder, get its URL, which ends in a slash."""
    with ExitStack() as servers:
        yield lambda folder: servers.enter_context(serving(folder))


def chromium_path() -> str | None:
    """Return the Chromium to drive: $LEIMU_CHROMIUM, else Debian's, else None."""
    return os.environ.get("LEIMU_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one Chromium for the whole run; a missing one fails the test and says what to install."""
    from playwright.sync_api import sync_playwright

    path = chromium_path()
    if path is None:
        pytest.fail(
            "chromium: not found, and this test drives it. Install it with: sudo apt-get install chromium",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=CHROMIUM_ARGUMENTS,
            chromium_sandbox=os.geteuid() != 0,  # Chromium's sandbox refuses to run as root
        )
        yield chromium
        chromium.close()


def strangers_asked(context: BrowserContext) -> list[str]:
    """Return a list that fills with the addresses at other hosts that pages of a context ask for.

    Chromium itself refuses all other hosts, so requests are only listened to: one that is held up until Python has
    judged it takes longer than most of what a page does, and whoever holds requests up goes without Chromium's cache.
    """
    strangers: list[str] = []

    def note(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and not is_loopback(parts.hostname or ""):
            strangers.append(url)

    context.on("request", lambda request: note(request.url))
    context.on("page", lambda tab: tab.on("websocket", lambda socket: note(socket.url)))
    return strangers


@pytest.fixture
def page(browser: Browser, static_server: Callable[[Path], str]) -> Iterator[Page]:
    """Open a fresh tab; the test fails if the page asks another host for anything or a script throws.

    It goes before the servers: a worker that still loads when its server is gone would throw.
    """
    assert static_server
    context = browser.new_context(locale="zh-CN")
    strangers = strangers_asked(context)
    tab = context.new_page()
    thrown: list[str] = []
    tab.on("pageerror", lambda error: thrown.append(str(error)))
    yield tab
    context.close()
    assert not strangers, "the page asked other hosts"
    assert not thrown, "a script of the page threw"
