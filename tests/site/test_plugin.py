"""The plugin in MkDocs itself, over scratch projects."""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from generator.site.defaults import SEPARATOR
from tests.site.scratch import SOUND, WRONG, Project, card

ALL = "plugins: [search, leimu]\n"
YINHANG = "site/jinrong/yinhang/index.html"


def built(project: Project, **options: object) -> Path:
    """Build a project and return the directory of the site."""
    config = load_config(str(project.config), **options)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
    return Path(config.site_dir)


def test_every_category_and_group_has_its_page(project):
    made = project()
    site = built(made)
    assert "银行" in (site / "jinrong/yinhang/index.html").read_text(encoding="utf-8")
    assert (site / "index.html").is_file()
    assert len(list(site.glob("assets/leimu.*.css"))) == 1
    assert list(site.glob("*/index.html")), "a group has a page of its own"


def test_pages_load_nothing_from_another_host(project):
    site = built(project())
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        loads = re.findall(r'<(?:link[^>]+href|script[^>]+src|img[^>]+src)=["\']?(https?:)?//', html)
        assert loads == [], page
        assert "fonts.g" not in html, page


def test_the_theme_gets_what_the_project_leaves_open(project):
    made = project(config=ALL)
    config = load_config(str(made.config))
    config.plugins["leimu"].on_config(config)
    assert config.theme["language"] == "zh"
    assert config.theme["font"] is False
    assert len(config.theme["palette"]) == 3
    assert {"attr_list", "md_in_html", "tables", "toc"} <= set(config.markdown_extensions)
    assert config.mdx_configs["toc"]["permalink"] is True


def test_what_the_project_sets_stays(project):
    made = project()
    made.write(
        "mkdocs.yml",
        "site_name: x\ntheme: {name: material, language: en, features: [], palette: {primary: teal}}\n"
        "markdown_extensions: [{toc: {permalink: false}}]\n" + ALL,
    )
    config = load_config(str(made.config))
    config.plugins["leimu"].on_config(config)
    assert (config.theme["language"], config.theme["features"]) == ("en", [])
    assert config.theme["palette"] == {"primary": "teal"}
    assert config.mdx_configs["toc"]["permalink"] is False


def test_without_a_nav_the_groups_come_before_hand_written_pages(project):
    html = (built(project(about="# 关于我们\n")) / "index.html").read_text(encoding="utf-8")
    assert 0 < html.index('href="jinrong/"') < html.index('href="about/"')


def test_a_nav_takes_the_groups_where_it_says(project):
    made = project(config=ALL + "nav: [about.md, {类目: 'leimu:categories'}]\n", about="# 关于我们\n")
    html = (built(made, strict=True) / "index.html").read_text(encoding="utf-8")
    assert 0 < html.index('href="about/"') < html.index('href="jinrong/"')
    assert "leimu:categories" not in html


def shown_in_navigation(page: Path) -> list[str]:
    html = page.read_text(encoding="utf-8").partition('data-md-type="navigation"')[2].partition("data-md-type=")[0]
    return re.findall(r'<a href="([^"]+)" class="md-nav__link', html)


def test_the_navigation_opens_the_section_of_a_page_and_links_to_the_others(project):
    cars = card("二手车", "ershouche") + "\n" + card("新车", "xinche")
    cars = cars.replace("金融业", "汽车").replace("jinrong", "qiche")
    site = built(project(f"{SOUND}\n## 汽车\n\n{cars}"))
    there = shown_in_navigation(site / "qiche/xinche/index.html")
    assert {"../../jinrong/", "../", "../ershouche/"} <= set(there)
    assert not [link for link in there if "yinhang" in link]
    # A phone's drawer leads to the page of a section, and there to its categories.
    assert "yinhang/" in shown_in_navigation(site / "jinrong/index.html")


def test_a_hand_written_home_page_wins_quietly(project, caplog):
    made = project(index="# 我们的首页\n")
    html = (built(made, strict=True) / "index.html").read_text(encoding="utf-8")
    assert "我们的首页" in html
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_hand_written_page_wins_with_a_warning_that_names_both(project, caplog):
    made = project()
    made.write("docs/jinrong/yinhang.md", "# 手写\n")
    assert "手写" in (built(made) / "jinrong/yinhang/index.html").read_text(encoding="utf-8")
    warnings = [record.message for record in caplog.records if record.levelno == logging.WARNING]
    assert len(warnings) == 1
    assert warnings[0].count("jinrong/yinhang.md") == 2


@pytest.mark.parametrize("directory_urls", [True, False])
def test_the_markdown_of_a_hand_written_page_leads_to_what_there_is(project, directory_urls):
    made = project(SOUND + card("保险", "baoxian"))
    made.write("docs/own/guide.md", "# 手写\n\n[查](../finder.md#a) [比](../compare.md) [表](../matrix.md)\n")
    site = built(made, use_directory_urls=directory_urls)
    page = site / ("own/guide/index.md" if directory_urls else "own/guide.md")
    targets = re.findall(r"\]\(([^)#]*)", page.read_text(encoding="utf-8"))
    assert len(targets) == 3
    for target in targets:
        there = page.parent / target
        assert (there / "index.html" if there.is_dir() else there).is_file(), target


@pytest.mark.parametrize("name", ["llms.txt", "catalogue.csv"])
def test_a_hand_written_file_for_programs_wins_with_a_warning_in_its_own_language_alone(project, caplog, name):
    made = project(config="plugins: [{leimu: {locales: [en]}}]\n")
    made.write(f"docs/{name}", "ours\n")
    site = built(made)
    assert (site / name).read_text(encoding="utf-8") == "ours\n"
    assert "银行" in (site / "en" / name).read_text(encoding="utf-8")
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert warnings == [f"{name} is published instead of the generated file: rename it to have both"]


def test_the_edit_button_leads_to_the_line_of_the_source(project):
    made = project(config="plugins: [{leimu: {edit_url: 'https://edit.example.com/{path}#L{line}'}}]\n")
    html = (built(made) / "jinrong/yinhang/index.html").read_text(encoding="utf-8")
    assert "https://edit.example.com/catalogue/sources/rules.md#L7" in html


def test_a_build_goes_on_over_an_error_and_a_strict_one_stops(project, caplog):
    made = project(WRONG)
    site = built(made)
    assert (site / "jinrong/yinhang/index.html").is_file()
    told = [record for record in caplog.records if record.name == "mkdocs.plugins.leimu"]
    assert [record.levelno for record in told] == [logging.WARNING]
    assert re.match(r"catalogue/sources/rules\.md:\d+:\d+ error count-mismatch: ", told[0].message)
    with pytest.raises(Abort, match="strict"):
        built(made, strict=True)


def test_a_warning_is_told_and_trips_nothing(project, caplog):
    made = project(WRONG, config="plugins: [{leimu: {findings: {count-mismatch: warning}}}]\n")
    with caplog.at_level(logging.INFO):
        built(made, strict=True)
    told = [record for record in caplog.records if record.name == "mkdocs.plugins.leimu"]
    assert [(record.levelname, " warning count-mismatch: " in record.message) for record in told] == [("INFO", True)]


def test_ids_are_kept_unless_the_catalogue_has_errors(project):
    made = project(WRONG)
    ids = made.root / "catalogue" / "ids.yml"
    built(made)
    assert not ids.exists()
    made.source.write_text(SOUND, encoding="utf-8")
    built(made)
    assert "jinrong/yinhang" in ids.read_text(encoding="utf-8")


def test_a_page_that_moved_leaves_a_way_to_its_new_address(project):
    made = project()
    made.write(
        "catalogue/ids.yml",
        "categories:\n- id: jinrong/yinhang\n  path: [金融业, 银行]\n  was: [bank]\ngroups: []\n",
    )
    stub = (built(made) / "bank" / "index.html").read_text(encoding="utf-8")
    assert "../jinrong/yinhang/" in stub


BROKEN = [
    ("plugins: [{leimu: {sorces: x}}]\n", None, "Did you mean 'sources'?"),
    ("plugins: [{leimu: {sources: nowhere}}]\n", None, "nowhere"),
    ("plugins: [{leimu: {findings: {missing-raw: off}}}]\n", None, "missing-row"),
    (ALL, ("catalogue/labels.yml", "a: [b"), "labels.yml"),
    (ALL, ("templates/pages/home.md.jinja", "{% if"), "home.md.jinja:1"),
    (ALL, ("templates/theme/main.html", "\n{% if"), "main.html:2"),
]


@pytest.mark.parametrize(("config", "file", "words"), BROKEN)
def test_a_build_stops_with_one_sentence(project, caplog, config, file, words):
    made = project(config=config)
    if file:
        made.write(*file)
    with pytest.raises(Abort):
        built(made)
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 1
    assert words in errors[0]


def serving(project: Project) -> Callable[[], Path]:
    """Begin to serve; call it for every build.  MkDocs keeps the plugin between them."""
    load_config(str(project.config)).plugins.on_startup(command="serve", dirty=False)

    def build_again() -> Path:
        config = load_config(str(project.config))
        build(config, serve_url="http://127.0.0.1/")
        return Path(config.site_dir)

    return build_again


HALF_TYPED = [
    ("catalogue/labels.yml", "a: [b"),
    ("catalogue/ids.yml", "a: [b"),
    ("templates/pages/category.md.jinja", "{% if"),
    ("templates/theme/main.html", "{% if"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("file", "text"), HALF_TYPED)
def test_while_serving_the_pages_keep_their_last_good_state(project, caplog, file, text):
    made = project()
    again = serving(made)
    again()
    broken = made.write(file, text)
    site = again()
    assert "银行" in (site / "jinrong/yinhang/index.html").read_text(encoding="utf-8")
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert [Path(file).name in error for error in errors] == [True]
    assert "Until then" in errors[0]
    broken.unlink()
    caplog.clear()
    made.source.write_text("## 金融业\n\n" + card(scenario="新的场景"), encoding="utf-8")
    assert "新的场景" in (again() / "jinrong/yinhang/index.html").read_text(encoding="utf-8")
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_server_that_never_read_anything_says_so_on_its_home_page(project):
    made = project()
    shutil.rmtree(made.root / "catalogue")
    again = serving(made)
    html = (again() / "index.html").read_text(encoding="utf-8")
    assert "there is no such file or directory" in html.partition("<article")[2]


def test_search_parts_chinese_words_where_the_project_says_nothing_of_it(project):
    index = json.loads((built(project(config=ALL)) / "search/search_index.json").read_text(encoding="utf-8"))
    assert index["config"]["lang"] == ["zh"]
    assert index["config"]["separator"] == SEPARATOR


def test_search_stays_as_the_project_wants_it(project):
    config = "plugins: [{search: {lang: en}}, leimu]\n"
    index = json.loads((built(project(config=config)) / "search/search_index.json").read_text(encoding="utf-8"))
    assert index["config"]["lang"] == ["en"]
