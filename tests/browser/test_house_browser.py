"""The browser itself: that pages are drawn, in Chinese, and that nothing leaves this machine."""

from __future__ import annotations

import sys

import pytest
from playwright.sync_api import Error

from tests.conftest import CHROMIUM_ARGUMENTS, DISABLED_FEATURES, strangers_asked


def test_a_served_page_is_drawn_and_its_script_runs(page, static_server, tmp_path):
    (tmp_path / "index.html").write_text(
        "<!doctype html><meta charset=utf-8><p id=a></p><script>a.textContent = '类' + '目'</script>", encoding="utf-8"
    )
    page.goto(static_server(tmp_path))
    assert page.locator("#a").inner_text() == "类目"


def test_chinese_has_glyphs_of_its_own(page):
    """Without a Chinese font every character is the same empty box, as wide and as dark as the next."""
    page.set_content("<canvas id=c width=80 height=40></canvas>")
    ink = page.evaluate(
        """characters => characters.map(character => {
            const context = c.getContext('2d', {willReadFrequently: true})
            context.clearRect(0, 0, 80, 40)
            context.font = '32px sans-serif'
            context.fillText(character, 4, 32)
            return context.getImageData(0, 0, 80, 40).data.reduce((sum, value) => sum + value, 0)
        })""",
        ["一", "类", "龘", "目"],
    )
    assert len(set(ink)) == len(ink)
    assert ink[0] < ink[1] < ink[2]


# By name and by number; neither is anybody's.
STRANGERS = ["http://leimu.invalid", "http://192.0.2.1", "http://[2001:db8::1]"]


@pytest.mark.parametrize("host", STRANGERS)
def test_another_host_is_out_of_reach(browser, host):
    context = browser.new_context()
    asked = strangers_asked(context)
    tab = context.new_page()
    failed = []
    tab.on("requestfailed", lambda request: failed.append(request.failure))
    tab.set_content(f"<img src='{host}/a.png'>")
    tab.wait_for_function("document.images[0].complete")
    context.close()
    assert failed == ["net::ERR_NAME_NOT_RESOLVED"]
    assert asked == [f"{host}/a.png"]


def test_another_host_is_out_of_reach_of_what_a_page_starts(browser, static_server, tmp_path):
    (tmp_path / "index.html").write_text("<!doctype html>", encoding="utf-8")
    context = browser.new_context()
    asked = strangers_asked(context)
    tab = context.new_page()
    tab.goto(static_server(tmp_path))
    ends = tab.evaluate(
        """host => Promise.all([
            new Promise(tell => new WebSocket(host.replace('http', 'ws')).onerror = () => tell('refused')),
            new Promise(tell => {
                const script = `fetch('${host}/b').catch(() => postMessage('refused'))`
                new Worker(URL.createObjectURL(new Blob([script]))).onmessage = event => tell(event.data)
            }),
        ])""",
        STRANGERS[1],
    )
    context.close()
    assert ends == ["refused", "refused"]
    assert sorted(asked) == ["http://192.0.2.1/b", "ws://192.0.2.1/"]


@pytest.fixture
def tracer():
    return sys.gettrace()


def test_no_lines_are_counted_here(tracer):
    """Where each is counted, building what a browser is shown takes three times as long."""
    assert (tracer, sys.gettrace()) == (None, None)


def test_what_playwright_disables_stays_disabled(browser, tmp_path):
    program = tmp_path / "chromium"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@" >"$0.given"\n', encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(Error, match="closed"):
        browser.browser_type.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
    mark = "--disable-features="
    given = program.with_suffix(".given").read_text(encoding="utf-8").splitlines()
    playwrights, last = (set(each.removeprefix(mark).split(",")) for each in given if each.startswith(mark))
    assert playwrights <= last == set(DISABLED_FEATURES)


def test_a_context_opens_no_page_of_the_browsers_own(browser):
    """Such a page takes longer than most tests do."""
    context = browser.new_context()
    context.new_page()
    targets = browser.new_browser_cdp_session().send("Target.getTargets", {"filter": [{}]})["targetInfos"]
    context.close()
    assert [each["url"] for each in targets if each["url"].startswith("chrome://")] == []
