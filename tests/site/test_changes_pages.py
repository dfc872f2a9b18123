"""What changed, in a whole site: its page and its feed in each language, and all that leads there."""

from __future__ import annotations

import logging
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
import yaml

from generator.site.host import build
from generator.site.reading import read
from generator.site.tree import write_tree
from tests.pages.atom import ATOM, links, valid
from tests.site.past import Past, past
from tests.site.scratch import SOUND, card

SITE = "https://help.example.com/docs/"
CONFIG = f"site_url: {SITE}\nplugins: [search, {{leimu: {{locales: [zh-Hant, en, fr]}}}}]\n"
PREFIXES = {"zh": "", "zh-Hant": "zh-Hant/", "en": "en/", "fr": "fr/"}
HOSTILE = "&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; \x07 &#x7; {{ x }} **b**"
LATER = SOUND + "\n" + card("信托", "xintuo", scenario=HOSTILE)


def grown(root: Path, config: str = CONFIG) -> Past:
    made = past(root, config, about="# 关于\n")
    made.commit(LATER)
    made.commit(LATER.replace("理财讲座", HOSTILE))
    return made


def built(made: Past, out: Path) -> Path:
    told: list[str] = []
    directory = build(made.settings, tell=told.append, site_dir=out).directory
    assert told == []
    return directory


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Past:
    return grown(tmp_path_factory.mktemp("changes") / "project")


@pytest.fixture(scope="module")
def site(made: Past) -> Path:
    return built(made, made.root.parent / "site")


def html(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def article(text: str) -> str:
    return text.partition("<article")[2].partition("</article>")[0]


TITLES = [("zh", "更新记录"), ("zh-Hant", "更新紀錄"), ("en", "What changed"), ("fr", "What changed")]


@pytest.mark.parametrize(("locale", "title"), TITLES)
def test_each_language_has_its_page_and_an_entry_that_leads_there(site: Path, locale: str, title: str) -> None:
    prefix = PREFIXES[locale]
    text = html(site, f"{prefix}changes/")
    assert re.search(rf"<h1[^>]*>{title}<", text)
    assert text.count("<h2 id=") == 3
    home = html(site, prefix)
    assert re.search(rf'<a href="changes/" class="md-nav__link">\s*<span class="md-ellipsis">\s*{title}\s', home)
    assert 'content="noindex"' not in text


def test_the_map_of_the_site_has_it_in_every_language(site: Path) -> None:
    locations = re.findall(r"<loc>([^<]+)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))
    assert {f"{SITE}{prefix}changes/" for prefix in PREFIXES.values()} <= set(locations)


def test_the_words_of_the_sources_are_marked_where_the_reader_has_another_language(site: Path) -> None:
    assert 'lang="' not in article(html(site, "changes/"))
    english = article(html(site, "en/changes/"))
    assert re.search(r'Scenario</span>\s*<span lang="zh"><del>理财讲座</del><ins>&lt;script&gt;', english)


@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_hostile_words_stay_words(site: Path, prefix: str) -> None:
    text = article(html(site, f"{prefix}changes/"))
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt;" in text
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text)


@pytest.mark.parametrize("locale", PREFIXES)
def test_the_feed_of_each_language_is_valid_and_leads_to_what_is_there(site: Path, locale: str) -> None:
    prefix = PREFIXES[locale]
    feed = valid((site / prefix / "changes.atom").read_bytes(), f"{SITE}{prefix}", locale)
    assert links(feed) == {"self": f"{SITE}{prefix}changes.atom", "alternate": f"{SITE}{prefix}changes/"}
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 3
    bodies = "".join(entry.findtext(f"{ATOM}content") or "" for entry in entries)
    assert "<script" not in bodies
    assert "secret" not in ET.tostring(feed, encoding="unicode").lower()
    for address in [*(links(entry)["alternate"] for entry in entries), *re.findall(r'href="([^"]+)"', bodies)]:
        path, fragment = urldefrag(unescape(address).removeprefix(SITE))
        assert f'id="{fragment}"' in html(site, path) if fragment else html(site, path)


def test_no_entry_of_two_feeds_has_the_same_name(site: Path) -> None:
    names = [
        identifier.text
        for prefix in PREFIXES.values()
        for identifier in ET.parse(site / prefix / "changes.atom").iter(f"{ATOM}id")
    ]
    assert len(names) == len(set(names)) == 4 * len(PREFIXES)


@pytest.mark.parametrize("locale", PREFIXES)
def test_every_page_names_the_feed_of_its_language(site: Path, locale: str) -> None:
    prefix = PREFIXES[locale]
    for path in ("", "changes/", "jinrong/yinhang/", "qualifications/", "about/"):
        (found,) = re.findall(r'<link rel="alternate" type="application/atom\+xml"[^>]*>', html(site, prefix + path))
        (address,) = re.findall(r'href="([^"]+)"', found)
        assert urljoin(f"{SITE}{prefix}{path}", address) == f"{SITE}{prefix}changes.atom"
        assert "hreflang" not in found
        assert re.search(r'title="[^"]+"', found)


@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_links_of_the_page_lead_somewhere(site: Path, prefix: str) -> None:
    path = f"{prefix}changes/"
    text = html(site, path)
    addresses = re.findall(r'href="([^"]+)"', article(text))
    assert len(addresses) > 5
    for address in addresses:
        there, fragment = urldefrag(unescape(address))
        target = urljoin(SITE + path, there).removeprefix(SITE)
        file = site / unquote(target)
        assert (file / "index.html" if target.endswith("/") or not target else file).is_file(), address
        assert not fragment or f'id="{fragment}"' in text


def test_a_category_says_when_it_changed(site: Path) -> None:
    assert '<time datetime="2026-03-03">最近更新于 2026年3月3日</time>' in html(site, "jinrong/yinhang/")
    assert '<time datetime="2026-03-02">Last changed on Mar 2, 2026</time>' in html(site, "en/jinrong/xintuo/")


@pytest.mark.slow
def test_a_second_build_gives_the_same_bytes(made: Past, site: Path, tmp_path: Path) -> None:
    again = built(made, tmp_path / "again")
    (made.root / ".leimu-history.json").unlink()
    fresh = built(made, tmp_path / "fresh")
    for prefix in PREFIXES.values():
        for path in ("changes/index.html", "changes.atom", "jinrong/yinhang/index.html", "index.html"):
            bytes_ = (site / prefix / path).read_bytes()
            assert (again / prefix / path).read_bytes() == (fresh / prefix / path).read_bytes() == bytes_


def test_without_a_history_all_of_it_is_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    made = grown(tmp_path / "project")
    (made.root / ".git").rename(tmp_path / "elsewhere")
    site = built(made, tmp_path / "site")
    assert not list(site.rglob("changes*"))
    for page in site.rglob("*.html"):
        assert not re.search(r"changes/|changes\.atom|<time", page.read_text(encoding="utf-8")), page
    assert not [record for record in caplog.records if record.levelno > logging.INFO]
    assert not (made.root / ".leimu-history.json").exists()


def test_a_setting_switches_it_off(made: Past, tmp_path: Path) -> None:
    site = build(replace(made.settings, changes=0), tell=print, site_dir=tmp_path / "site").directory
    assert not list(site.rglob("changes*"))


def test_without_an_address_of_the_site_there_is_a_page_and_no_feed(tmp_path: Path) -> None:
    made = grown(tmp_path / "project", CONFIG.partition("\n")[2])
    site = built(made, tmp_path / "site")
    assert not list(site.rglob("*.atom"))
    assert "atom" not in html(site, "changes/")
    assert html(site, "en/changes/").count("<h2 id=") == 3


def test_the_tree_has_the_same(made: Past, site: Path, tmp_path: Path) -> None:
    settings = made.settings
    tree = write_tree(tmp_path / "tree", settings, read(settings)).directory
    for locale, prefix in PREFIXES.items():
        docs = tree / (f"docs.{locale}" if prefix else "docs")
        assert (docs / "changes.atom").read_bytes() == (site / prefix / "changes.atom").read_bytes()
        assert (docs / "changes.md").read_text(encoding="utf-8").count("<time datetime") == 3
        config = yaml.safe_load((tree / (f"mkdocs.{locale}.yml" if prefix else "mkdocs.yml")).read_text("utf-8"))
        assert config["extra"]["leimu"]["feed"]["path"] == "changes.atom"
        assert "changes.md" in str(config["nav"])


@pytest.mark.slow
def test_a_host_without_the_plugin_names_the_feed_too(made: Past, tmp_path: Path) -> None:
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    settings = made.settings
    tree = write_tree(tmp_path / "tree", settings, read(settings)).directory
    mkdocs_build(load_config(str(tree / "mkdocs.en.yml"), site_dir=str(tmp_path / "site")))
    for path, address in (("", "changes.atom"), ("changes/", "../changes.atom")):
        (found,) = re.findall(r"<link[^>]+atom[^>]+>", html(tmp_path / "site", path))
        assert f'href="{address}"' in found
