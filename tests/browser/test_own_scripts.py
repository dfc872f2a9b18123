"""What the theme's inline scripts did, done by files: light and dark, tabs, announcements, consent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import expect

from tests.browser.looks import painted, watch_looks
from tests.site.scratch import make_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

CONFIG = """\
site_name: 帮助中心
theme:
  name: material
  features: [content.tabs.link, announce.dismiss]
plugins: [search, leimu]
markdown_extensions:
  - pymdownx.tabbed: {alternate_style: true}
extra:
  consent: {title: 同意, description: 可以吗, cookies: {own: 本站}, actions: [accept, reject, manage]}
"""
TABS = '=== "甲"\n\n    一\n\n=== "乙"\n\n    二\n'
MAIN = '{% extends "base.html" %}{% block announce %}新{% endblock %}'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_project(tmp_path_factory.mktemp("own"), first=f"# 一\n\n{TABS}", second=f"# 二\n\n{TABS}")
    made.write("mkdocs.yml", CONFIG)
    made.write("templates/theme/main.html", MAIN)
    config: Any = load_config(str(made.config))
    build(config)
    return Path(config.site_dir)


@pytest.fixture
def address(static_server: Callable[[Path], str], site: Path) -> str:
    return static_server(site)


def test_the_tabs_that_a_reader_chose_are_chosen_on_every_page(page: Page, address: str) -> None:
    page.goto(address + "first/")
    expect(page.locator(".tabbed-set > input").nth(0)).to_be_checked()
    # Not by the mouse: the question for consent lies over the page.
    page.locator(".tabbed-labels label", has_text="乙").evaluate("label => label.querySelector('a, *')?.click()")
    expect(page.locator(".tabbed-set > input").nth(1)).to_be_checked()
    page.goto(address + "second/")
    expect(page.locator(".tabbed-set > input").nth(1)).to_be_checked()


def test_an_address_can_name_a_tab(page: Page, address: str) -> None:
    page.goto(address + "first/#__tabbed_1_2")
    expect(page.locator(".tabbed-set > input").nth(1)).to_be_checked()


def test_an_announcement_stays_away(page: Page, address: str) -> None:
    page.goto(address)
    bar = page.locator("[data-md-component=announce]")
    expect(bar).to_be_visible()
    bar.locator("button").evaluate("button => button.click()")
    page.goto(address + "first/", wait_until="domcontentloaded")
    assert bar.evaluate("bar => bar.hidden")


def test_consent_is_asked_for_once_and_can_be_taken_back(page: Page, address: str) -> None:
    page.goto(address)
    asked = page.locator(".md-consent__inner")
    expect(asked).to_be_visible()
    with page.expect_navigation():
        asked.get_by_role("button").first.click()
    assert page.evaluate("__md_get('__consent')") == {"own": True}
    page.goto(address + "first/")
    page.wait_for_timeout(400)
    expect(asked).to_be_hidden()
    expect(page.locator("[name=own]")).to_be_checked()
    with page.expect_navigation():
        page.evaluate("document.forms.consent.reset()")
    assert page.evaluate("__md_get('__consent')") == {}


@pytest.mark.parametrize("system", ["light", "dark"])
@pytest.mark.parametrize("choice", [None, 0, 1, 2])
def test_a_page_is_never_painted_in_the_wrong_look(
    browser: Browser, address: str, system: str, choice: int | None
) -> None:
    """The first look is the last one, on every frame: for each system and each choice of the reader."""
    context = browser.new_context(color_scheme="dark" if system == "dark" else "light")
    tab = context.new_page()
    tab.goto(address)
    if choice is not None:
        tab.evaluate("index => document.querySelector(`#__palette_${index}`).click()", choice)
    else:
        tab.evaluate("localStorage.clear()")
    watch_looks(tab)
    tab.reload()
    expected = {1: "default", 2: "slate"}.get(choice or 0, "slate" if system == "dark" else "default")
    seen = painted(tab)
    context.close()
    assert seen == {expected}


def test_what_the_bundle_remembers_is_kept_under_the_site(page: Page, address: str) -> None:
    page.goto(address + "first/")
    assert page.evaluate("__md_scope.href") == address
    page.evaluate("__md_set('x', {a: 1}); __md_set('y', 2, sessionStorage, new URL('/deep/', location))")
    assert page.evaluate("[localStorage['/.x'], sessionStorage['/deep/.y']]") == ['{"a":1}', "2"]
    assert page.evaluate("[__md_get('x').a, __md_get('none'), __md_hash('ab')]") == [1, None, 97 * 31 + 98]


def test_what_is_kept_badly_or_must_not_be_kept_stops_no_page(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("localStorage['/.__palette'] = '{'")
    page.reload()
    assert page.evaluate("__md_get('__palette').index") == 0
    page.evaluate("Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden') } })")
    assert page.evaluate("[__md_set('x', 1), __md_get('x')]") == [None, None]
