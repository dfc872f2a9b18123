"""What an editor sees: a save in the editor, and the page in the browser follows by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.site.scratch import SOUND, make_project, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

# A server builds within a second or two; a machine under load may take longer.
PATIENCE = 30_000


def test_the_page_follows_the_editor(page: Page, tmp_path: Path):
    made = make_project(tmp_path / "project", config="plugins: [leimu]\n")
    with serving(made.root, tmp_path / "log") as server:
        server.page("jinrong/yinhang/", "理财讲座")
        page.goto(server.url + "jinrong/yinhang/")
        content = page.locator("article")
        expect(content).to_contain_text("理财讲座")

        made.source.write_text(SOUND.replace("理财讲座", "新的场景"), encoding="utf-8")
        expect(content).to_contain_text("新的场景", timeout=PATIENCE)

        made.source.write_text(SOUND.partition("<tr><th>资质")[0].replace("理财讲座", "半个表格"), encoding="utf-8")
        expect(content).to_contain_text("半个表格", timeout=PATIENCE)
        said = server.told(" error malformed-html: ")
        assert "catalogue/sources/rules.md:11:1 error malformed-html: " in said

        made.source.write_text(SOUND, encoding="utf-8")
        expect(content).to_contain_text("理财讲座", timeout=PATIENCE)
        expect(content).to_contain_text("金融许可证")


def test_the_search_follows_the_editor(page: Page, tmp_path: Path):
    made = make_project(tmp_path / "project", config="use_directory_urls: false\nplugins: [search, leimu]\n")
    with serving(made.root, tmp_path / "log") as server:
        server.page("jinrong/yinhang.html", "理财讲座")
        page.goto(server.url + "jinrong/yinhang.html")
        box, first = page.locator("[data-md-component=search-query]"), page.locator(".md-search-result__item h1").first
        box.click()
        page.keyboard.type("理财讲座")
        expect(first).to_have_text("银行")
        page.keyboard.press("Escape")

        made.source.write_text(SOUND.replace("理财讲座", "烘焙"), encoding="utf-8")
        expect(page.locator("article.md-content__inner")).to_contain_text("烘焙", timeout=PATIENCE)
        box.click()
        page.keyboard.type("烘焙")
        expect(first).to_have_text("银行")
