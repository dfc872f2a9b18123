"""The browser itself: that pages are drawn, in Chinese, and that nothing leaves this machine."""

from __future__ import annotations


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


def test_another_host_is_out_of_reach(browser):
    context = browser.new_context()
    tab = context.new_page()
    failed = []
    tab.on("requestfailed", lambda request: failed.append(request.failure))
    tab.set_content("<img src='http://leimu.invalid/a.png'>")
    tab.wait_for_function("document.images[0].complete")
    context.close()
    assert failed == ["net::ERR_NAME_NOT_RESOLVED"]
