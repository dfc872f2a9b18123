"""No page holds a script or a style of its own: all of them are files, of names that change with their content."""

from __future__ import annotations

import re
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from generator.config import load_settings
from generator.pages import assets
from generator.site.reading import read
from generator.site.tree import write_tree
from tests.site.scratch import Project

HASHED = re.compile(r"\.([0-9a-f]{8})(\.min)?\.(css|js)$")
DATA = {"application/json", "application/ld+json"}
EVERYTHING = """\
site_name: 帮助中心
site_url: https://help.example.com/
theme:
  name: material
  features: [content.tabs.link, announce.dismiss]
plugins: [search, {leimu: {locales: [en]}}]
markdown_extensions:
  - pymdownx.tabbed: {alternate_style: true}
extra:
  version: {provider: mike}
  consent: {title: 同意, description: 可以吗}
"""
PAGE = '# 关于\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n=== "甲"\n\n    一\n\n=== "乙"\n\n    二\n'
MAIN = '{% extends "base.html" %}{% block announce %}新{% endblock %}{% block outdated %}旧{% endblock %}'


class Page(HTMLParser):
    """What a page loads, and what in it a strict policy would stop."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.stopped: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.stopped += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        self.stopped += [tag] if tag == "style" else []
        if tag == "script" and "src" not in given and given.get("type") not in DATA:
            self.stopped.append(str(self.get_starttag_text()))
        if tag == "script" and "src" in given:
            self.loaded.append(given["src"] or "")
        if tag == "link" and given.get("rel") == "stylesheet":
            self.loaded.append(given["href"] or "")


def pages(site: Path) -> dict[str, Page]:
    found = {path.relative_to(site).as_posix(): Page(path.read_text("utf-8")) for path in site.rglob("*.html")}
    assert found
    return found


def built(made: Project, command: str = "build") -> Path:
    config = load_config(str(made.config))
    config.plugins.on_startup(command=command, dirty=False)
    build(config)
    return Path(config.site_dir)


@pytest.fixture
def everything(project) -> Project:
    """Every part of the theme that comes with a script of its own, and a page that has moved."""
    made = project(about=PAGE)
    made.write("mkdocs.yml", EVERYTHING)
    made.write("templates/theme/main.html", MAIN)
    made.write(
        "catalogue/ids.yml", "categories:\n- {id: jinrong/yinhang, path: [金融业, 银行], was: [bank]}\ngroups: []\n"
    )
    return made


def test_no_page_holds_what_a_strict_policy_stops(everything):
    found = pages(built(everything))
    assert {"index.html", "404.html", "en/404.html", "bank/index.html", "assets/sources/rules.html"} <= set(found)
    assert {path: page.stopped for path, page in found.items() if page.stopped} == {}


def test_the_parts_of_the_theme_load_theirs(everything):
    html = (built(everything) / "about/index.html").read_text(encoding="utf-8")
    for part in ("tabs", "announce", "outdated", "consent"):
        assert html.count(f'data-part="{part}"') == 1
    assert "data-linked" in html


def test_a_page_without_such_parts_loads_two_scripts_of_ours(project):
    [*loaded] = pages(built(project()))["jinrong/yinhang/index.html"].loaded
    ours = [HASHED.sub("", path.rpartition("/")[2]) for path in loaded if "leimu" in path and path.endswith(".js")]
    assert ours == ["leimu-head", "leimu"]


def test_all_that_pages_load_is_there_and_named_by_its_content(everything):
    site = built(everything)
    for path, page in pages(site).items():
        for address in page.loaded:
            file = site / urlsplit(urljoin(f"https://help.example.com/{path}", address)).path.lstrip("/")
            name = HASHED.search(file.name)
            assert name, address
            if file.name.startswith("leimu"):
                assert sha256(file.read_bytes()).hexdigest()[:8] == name[1]
            assert file.is_file(), address


def test_another_content_has_another_name(project):
    made = project()
    (before,) = built(made).glob("assets/leimu.*.css")
    made.write("templates/assets/leimu.css", "p { color: red }")
    (after,) = built(made).glob("assets/leimu.*.css")
    assert before.name != after.name
    assert after.read_text(encoding="utf-8") == "p { color: red }"
    assert f"assets/{after.name}" in (made.root / "site/index.html").read_text(encoding="utf-8")


def test_files_of_other_names_keep_them(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/own.js").touch()
    found = {asset.path: asset.name for asset in assets((tmp_path,))}
    assert (found["assets/own.js"], found["assets/leimu-search.js"], found["assets/leimu.svg"]) == ("", "", "")
    assert sum(bool(name) for name in found.values()) == 5


def test_a_server_that_could_not_read_anything_yet_has_the_scripts_all_the_same(project):
    made = project()
    made.source.write_bytes(b"---\ntitle: [\n---\n")
    (made.root / "catalogue/ids.yml").write_text("categories: 1\n", encoding="utf-8")
    site = built(made, "serve")
    home = pages(site)["index.html"]
    assert home.stopped == []
    assert all((site / address).is_file() for address in home.loaded)


def test_the_tree_tells_its_host_the_names(everything):
    settings = load_settings(everything.config)
    assert settings
    tree = write_tree(everything.root / "tree", settings, read(settings)).directory
    config = load_config(str(tree / "mkdocs.yml"))
    build(config)
    found = pages(tree / "site")
    assert {path: page.stopped for path, page in found.items() if page.stopped} == {}
    for page in (found["index.html"], found["404.html"]):
        ours = [address.lstrip("/") for address in page.loaded if "leimu" in address]
        assert "leimu-head" in ours[1]
        assert all((tree / "site" / address).is_file() for address in ours)
