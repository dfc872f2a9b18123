"""A site in several languages: what a build writes, and what the command says of translations."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import polib
import pytest

from generator import cli
from generator.config import Settings, load_settings
from generator.site.host import build
from tests.site.scratch import SOUND, Project, card, make_project

CONFIG = """\
site_url: https://help.example.com/
copyright: 仅供参考
nav:
  - 首页: index.md
  - leimu:categories
  - 关于: about.md
  - 更多: [notes.md]
plugins:
  - search
  - leimu:
      locales: [zh-Hant, en, {fr: {floor: 50}}]
"""
ABOUT = "# 关于本站 {#about}\n\n见[笔记](notes.md)。\n"
NOTES = "---\nlang: en\n---\n\n# Notes\n\nSee [about](about.md) and ![a picture](shot.png).\n"


def settings_of(project: Project) -> Settings:
    settings = load_settings(project.config)
    assert settings is not None
    return settings


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = make_project(tmp_path_factory.mktemp("site") / "project", config=CONFIG, about=ABOUT, notes=NOTES)
    made.write("docs/en/about.md", "# About {#about}\n\nSee [the notes](notes.md).\n")
    (made.root / "docs/shot.png").write_bytes(b"\x89PNG")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made.root)
        assert cli.run(["locales", "update"]) == 0
    file = polib.pofile(str(made.root / "catalogue/locales/en.po"), wrapwidth=0)
    for entry in file:
        entry.msgstr = f"EN {re.sub('[^<>/a-z0-9]', '', entry.msgid)} {entry.msgctxt}"
    file.save()
    return made


@pytest.fixture(scope="module")
def site(project: Project) -> Path:
    told: list[str] = []
    built = build(settings_of(project), tell=told.append, site_dir=project.root / "out")
    assert told == []
    return built.directory


def html(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def head(site: Path, path: str) -> dict[str, list[str]]:
    text = html(site, path).partition("</head>")[0]
    return {
        "lang": re.findall(r'<html lang="([^"]+)"', text),
        "canonical": re.findall(r'<link rel="canonical" href="([^"]+)"', text),
        "hreflang": re.findall(r'hreflang="([^"]+)" href="[^"]+"', text),
        "robots": re.findall(r'<meta name="robots" content="([^"]+)"', text),
        "og": re.findall(r'<meta property="og:locale" content="([^"]+)"', text),
    }


PAGES = ("", "jinrong/", "jinrong/yinhang/", "qualifications/", "qualifications/jinrongxukezheng/", "about/", "notes/")


@pytest.mark.parametrize("prefix", ["", "zh-Hant/", "en/", "fr/"])
@pytest.mark.parametrize("page", PAGES)
def test_each_kind_of_page_exists_in_each_language(site: Path, prefix: str, page: str) -> None:
    assert head(site, prefix + page)["lang"] == [{"": "zh", "zh-Hant/": "zh-Hant", "en/": "en", "fr/": "fr"}[prefix]]


def test_a_page_names_its_translations_and_itself(site: Path) -> None:
    seen = head(site, "en/jinrong/yinhang/")
    assert seen["hreflang"] == ["zh", "zh-Hant", "en", "x-default"]
    assert seen["canonical"] == ["https://help.example.com/en/jinrong/yinhang/"]
    assert (seen["robots"], seen["og"]) == ([], ["en_US"])
    text = html(site, "en/jinrong/yinhang/")
    assert 'hreflang="x-default" href="https://help.example.com/jinrong/yinhang/"' in text


@pytest.mark.parametrize(
    ("page", "canonical"),
    [
        # Nobody has translated anything into French.
        ("fr/jinrong/yinhang/", "https://help.example.com/jinrong/yinhang/"),
        # The page is there in Chinese and in English.
        ("fr/about/", "https://help.example.com/about/"),
        # It is written in English, and has its place among the English pages.
        ("notes/", "https://help.example.com/en/notes/"),
    ],
)
def test_a_fallback_page_is_not_to_be_indexed_and_leads_to_the_original(site: Path, page: str, canonical: str) -> None:
    seen = head(site, page)
    assert (seen["robots"], seen["canonical"]) == (["noindex"], [canonical])


def test_a_fallback_page_says_so_in_the_readers_language(site: Path) -> None:
    assert "此页尚无中文译文，以下为原文。" in html(site, "notes/")
    assert 'lang="en" class="lm-foreign"' in html(site, "notes/")
    assert "此頁尚無中文譯文" in html(site, "zh-Hant/about/")
    assert "is not translated yet" not in html(site, "en/notes/")


def test_a_page_that_is_not_translated_is_mended_where_it_is_written(tmp_path: Path) -> None:
    config = "edit_uri: https://git.example.com/edit/docs/\n" + CONFIG
    made = make_project(
        tmp_path / "project", config=config, about=ABOUT, notes=NOTES.replace("![a picture](shot.png)", "")
    )
    built = build(settings_of(made), tell=lambda _said: None, site_dir=tmp_path / "out")
    assert 'href="https://git.example.com/edit/docs/about.md"' in html(built.directory, "fr/about/")


def test_a_dropped_translation_shows_the_source_in_a_box(project: Project, tmp_path: Path) -> None:
    path = project.root / "catalogue/locales/en.po"
    kept = path.read_text(encoding="utf-8")
    file = polib.pofile(kept, wrapwidth=0)
    for entry in file:
        if entry.msgctxt == "jinrong/yinhang.scope":
            entry.msgstr = ""
        if entry.msgctxt == "jinrong/yinhang.scenario":
            entry.flags.append("fuzzy")
    try:
        file.save(str(path))
        built = build(settings_of(project), tell=lambda _said: None, site_dir=tmp_path / "out")
    finally:
        path.write_text(kept, encoding="utf-8")
    text = html(built.directory, "en/jinrong/yinhang/")
    assert re.search(r'lm-pending__note">Not translated yet</p><div lang="zh">适用范围', text)
    assert re.search(r'lm-pending__note">The source has changed; not translated yet</p><div lang="zh">理财讲座', text)
    assert "50% of this page is translated" in text
    seen = head(built.directory, "en/jinrong/yinhang/")
    assert (seen["robots"], seen["canonical"]) == (["noindex"], ["https://help.example.com/jinrong/yinhang/"])
    # The pages that show nothing of it are as they were.
    for whole in ("en/", "en/jinrong/", "en/qualifications/jinrongxukezheng/"):
        assert head(built.directory, whole)["robots"] == [], whole


def test_a_paper_without_a_name_in_the_language_is_marked_where_it_is_named(project: Project, tmp_path: Path) -> None:
    path = project.root / "catalogue/locales/en.po"
    kept = path.read_text(encoding="utf-8")
    file = polib.pofile(kept, wrapwidth=0)
    for entry in file:
        if entry.msgid == "金融许可证":
            entry.msgstr = ""
    try:
        file.save(str(path))
        built = build(settings_of(project), tell=lambda _said: None, site_dir=tmp_path / "out")
    finally:
        path.write_text(kept, encoding="utf-8")
    text = html(built.directory, "en/jinrong/yinhang/")
    assert '<span class="lm-untranslated" lang="zh" title="Not translated yet">金融许可证</span>' in text
    assert head(built.directory, "en/qualifications/jinrongxukezheng/")["robots"] == ["noindex"]
    assert head(built.directory, "en/qualifications/")["robots"] == ["noindex"]


@pytest.mark.parametrize(("lacking", "robots"), [("理财讲座", []), ("银行", ["noindex"]), ("金融许可证", ["noindex"])])
def test_a_page_of_names_alone_is_a_fallback_where_a_name_is_not_translated(
    project: Project, tmp_path: Path, lacking: str, robots: list[str]
) -> None:
    made = Project(Path(shutil.copytree(project.root, tmp_path / "project", ignore=shutil.ignore_patterns("out"))))
    made.source.write_text(SOUND + card("证券", "zhengquan"), encoding="utf-8")
    path = made.root / "catalogue/locales/en.po"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made.root)
        assert cli.run(["locales", "update"]) == 0
    file = polib.pofile(str(path), wrapwidth=0)
    for entry in file:
        entry.msgstr = "" if entry.msgid == lacking else entry.msgstr or "EN new"
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    file.save()
    built = build(settings_of(made), tell=lambda _said: None, site_dir=tmp_path / "out").directory
    assert head(built, "en/")["robots"] == []
    assert {page: head(built, f"en/{page}/")["robots"] for page in ("finder", "matrix", "compare")} == dict.fromkeys(
        ("finder", "matrix", "compare"), robots
    )
    assert (head(built, "en/jinrong/yinhang/")["robots"] == []) == (lacking == "金融许可证")


def test_links_stay_in_the_readers_language(site: Path) -> None:
    for page in PAGES:
        text = html(site, f"en/{page}")
        body = text.partition("<body")[2]
        # But for the switch of languages, which is to lead elsewhere, and what all languages share.
        body = re.sub(r"<a [^>]*data-lm-language.*?</a>", "", body, flags=re.DOTALL)
        depth = f"en/{page}".count("/")
        for href in re.findall(r'<a [^>]*href="([^"#?]+)', body):
            if href.startswith(("http", "mailto:", "javascript:")):
                continue
            ups = href.count("../")
            assert ups < depth or "assets/sources/" in href, (page, href)


def test_a_page_tells_the_way_to_it_and_what_it_is(site: Path) -> None:
    text = html(site, "zh-Hant/jinrong/yinhang/")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert found
    data = json.loads(found[1])
    assert (data["@type"], data["@context"]) == ("BreadcrumbList", "https://schema.org")
    assert [(each["position"], each["name"], each["item"]) for each in data["itemListElement"]] == [
        (1, "規則", "https://help.example.com/zh-Hant/"),
        (2, "金融業", "https://help.example.com/zh-Hant/jinrong/"),
        (3, "銀行", "https://help.example.com/zh-Hant/jinrong/yinhang/"),
    ]
    told = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', text))
    assert told["title"] == "銀行"
    assert told["url"] == "https://help.example.com/zh-Hant/jinrong/yinhang/"
    assert told["type"] == "article"
    assert told["description"].startswith("銀行：2選1。")


def test_the_switch_keeps_the_page(site: Path) -> None:
    links = re.findall(r'<a href="([^"]+)" hreflang="([^"]+)"', html(site, "en/jinrong/yinhang/"))
    assert [(href, code) for href, code in links] == [
        ("../../../jinrong/yinhang/", "zh"),
        ("../../../zh-Hant/jinrong/yinhang/", "zh-Hant"),
        ("./", "en"),
        ("../../../fr/jinrong/yinhang/", "fr"),
    ]


def test_the_navigation_is_that_of_the_language(site: Path) -> None:
    text = html(site, "zh-Hant/jinrong/yinhang/")
    nav = text.partition('data-md-component="sidebar"')[2].partition("<article")[0]
    assert "關於" in nav
    assert "銀行" in nav
    assert "关于" not in nav
    assert "僅供參考" in text


def test_pictures_of_a_page_that_is_not_translated_are_found(site: Path) -> None:
    assert 'src="../../shot.png"' in html(site, "fr/notes/")
    assert (site / "shot.png").is_file()


def test_the_map_of_the_site_has_no_fallback_and_all_translations(site: Path) -> None:
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    places = re.findall(r"<loc>([^<]+)</loc>", text)
    assert "https://help.example.com/en/jinrong/yinhang/" in places
    assert not [place for place in places if "/fr/" in place]
    assert "https://help.example.com/notes/" not in places
    entry = text.partition("<loc>https://help.example.com/jinrong/yinhang/</loc>")[2].partition("</url>")[0]
    assert re.findall(r'hreflang="([^"]+)"', entry) == ["zh", "zh-Hant", "en", "x-default"]


def test_the_error_page_speaks_all_languages_and_each_directory_its_own(site: Path) -> None:
    text = (site / "404.html").read_text(encoding="utf-8")
    assert [word for word in ("此页不存在", "此頁不存在", "This page does not exist") if word not in text] == []
    english = (site / "en/404.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in english
    assert re.search(r'lang="zh" data-lm-prefix="/" hidden', english)


@pytest.mark.parametrize(("prefix", "group"), [("", "金融业"), ("zh-Hant/", "金融業"), ("fr/", "金融业")])
def test_each_language_has_its_catalogue_for_programs(site: Path, prefix: str, group: str) -> None:
    data = json.loads((site / prefix / "catalogue.json").read_text(encoding="utf-8"))
    assert data["categories"][0]["path"][0] == group
    assert json.loads((site / prefix / "catalogue.schema.json").read_text(encoding="utf-8"))["title"]
    assert group in (site / prefix / "catalogue.csv").read_text(encoding="utf-8")
    assert (site / prefix / "catalogue.xlsx").read_bytes().startswith(b"PK")


def test_the_theme_speaks_the_language_of_the_page(site: Path) -> None:
    assert 'placeholder="Search"' in html(site, "en/")
    assert 'placeholder="搜索"' in html(site, "")
    assert 'title="Link to this section"' in html(site, "en/jinrong/yinhang/")
    assert 'title="链接到此处"' in html(site, "jinrong/yinhang/")


# -- The command ------------------------------------------------------------------------------------------------


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    config = "plugins:\n  - leimu:\n      locales: [en, {fr: {floor: 50}}]\n"
    made = make_project(tmp_path / "project", config=config)
    monkeypatch.chdir(made.root)
    return made


def test_update_writes_files_and_is_quiet_the_second_time(scratch: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["locales", "update"]) == 0
    assert "Wrote " in capsys.readouterr().err
    before = {path: path.stat().st_mtime_ns for path in (scratch.root / "catalogue/locales").iterdir()}
    assert {path.name for path in before} == {"en.po", "fr.po"}
    assert cli.run(["locales", "update"]) == 0
    assert capsys.readouterr().err.count("is up to date.") == 2
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_only_a_language_that_leimu_does_not_speak_has_its_words_to_translate(scratch: Project) -> None:
    cli.run(["locales", "update"])
    contexts = {
        code: {entry.msgctxt for entry in polib.pofile(str(scratch.root / f"catalogue/locales/{code}.po"))}
        for code in ("en", "fr")
    }
    assert "interface.{n} categories" in contexts["fr"]
    assert not [context for context in contexts["en"] if context.startswith("interface.")]


def test_the_words_of_a_project_reach_the_page(scratch: Project, tmp_path: Path) -> None:
    cli.run(["locales", "update", "fr"])
    path = scratch.root / "catalogue/locales/fr.po"
    file = polib.pofile(str(path), wrapwidth=0)
    for entry in file:
        if entry.msgctxt == "interface.{n} categories":
            assert len(entry.msgstr_plural) >= 1
            entry.msgstr_plural = {0: "{n} catégorie", 1: "{n} catégories"}
    file.save()
    built = build(settings_of(scratch), tell=lambda _said: None, site_dir=tmp_path / "out")
    assert "1 catégorie<" in html(built.directory, "fr/jinrong/")


def test_extract_writes_a_template(scratch: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["locales", "extract"]) == 0
    file = polib.pofile(str(scratch.root / "catalogue/locales/catalogue.pot"))
    scope = next(entry for entry in file if entry.msgctxt == "jinrong/yinhang.scope")
    assert scope.occurrences == [("catalogue/sources/rules.md", "14")]
    assert scope.comment == "jinrong/yinhang/"
    assert cli.run(["locales", "extract"]) == 0
    assert "is up to date" in capsys.readouterr().err


@pytest.mark.usefixtures("scratch")
def test_the_status_fails_below_the_floor(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["locales", "status"]) == 1
    seen = capsys.readouterr()
    assert seen.out.splitlines()[0].split() == [
        "locale", "percent", "translated", "by", "OpenCC", "fuzzy", "untranslated", "obsolete"
    ]  # fmt: skip
    assert [line.split()[:2] for line in seen.out.splitlines()[1:]] == [["en", "0.0"], ["fr", "0.0"]]
    assert seen.err == "fr: 0.0 % is translated, and 50 % is demanded.\n"
    assert cli.run(["locales", "status", "en"]) == 0
    assert cli.run(["locales", "status", "en", "--floor", "1"]) == 1


def test_a_language_that_the_project_does_not_have_is_told(
    scratch: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["locales", "update", "de"]) == 2
    assert f"de: the project has no such locale; it has en, fr. Add it to locales in {scratch.config}." in (
        capsys.readouterr().err
    )


def test_prune_deletes_what_is_left_over(scratch: Project, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["locales", "update", "en"])
    path = scratch.root / "catalogue/locales/en.po"
    file = polib.pofile(str(path), wrapwidth=0)
    for entry in file:
        entry.msgstr = "x"
    file.save()
    scratch.source.write_text(SOUND.replace("理财讲座", "完全不同"), encoding="utf-8")
    cli.run(["locales", "update", "en"])
    assert "理财讲座" in path.read_text(encoding="utf-8")
    scratch.source.write_text(SOUND.replace("<td>理财讲座</td>", "<td>-</td>"), encoding="utf-8")
    cli.run(["locales", "update", "en", "--prune"])
    assert "理财讲座" not in path.read_text(encoding="utf-8")
    assert capsys.readouterr().out.splitlines()[-1].split()[-1] == "0"


@pytest.mark.parametrize(
    "command", [["check"], ["locales", "status"], ["locales", "update"], ["build"], ["render", "t"]]
)
def test_a_broken_file_ends_every_command_with_a_sentence(
    scratch: Project, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = scratch.write("catalogue/locales/en.po", 'msgid "a\n')
    assert cli.run(command) == 2
    assert f"{path}:1: this is no line of a PO file." in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == 'msgid "a\n'


@pytest.mark.usefixtures("scratch")
def test_the_rules_judge_the_translations_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["locales", "update", "en"])
    capsys.readouterr()
    assert cli.run(["check"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"untranslated \(R701\): en: “.*” and \d+ more strings with it have no translation", out)
    assert out.count("untranslated (R701): en:") < 8
    assert "in catalogue/locales/en.po" in out


def test_a_link_that_leaves_the_language_is_told(scratch: Project, capsys: pytest.CaptureFixture[str]) -> None:
    scratch.write("docs/about.md", "# 关于\n")
    scratch.write("docs/en/notes.md", "# Notes\n\n[About](../about.md)\n\n[fine](notes.md) [web](https://x.example/)\n")
    cli.run(["check"])
    assert "locale-link (R705): docs/en/notes.md:3: the link to ../about.md leads out" in capsys.readouterr().out


PAYLOAD = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>"


def test_nothing_that_a_translator_writes_becomes_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = CONFIG.replace("plugins:", "site_description: 说明\nplugins:")
    made = make_project(
        tmp_path / "project", config=config, about=ABOUT, notes=NOTES.replace("![a picture](shot.png)", "")
    )
    monkeypatch.chdir(made.root)
    cli.run(["locales", "update", "fr"])
    path = made.root / "catalogue/locales/fr.po"
    file = polib.pofile(str(path), wrapwidth=0)
    for entry in file:
        if entry.msgid_plural:
            entry.msgstr_plural = dict.fromkeys((0, 1), PAYLOAD)
        else:
            entry.msgstr = PAYLOAD
    file.save()
    built = build(settings_of(made), tell=lambda _said: None, site_dir=tmp_path / "out")
    pages = [
        *(built.directory / "fr").rglob("*.html"),
        built.directory / "404.html",
        built.directory / "index.html",
    ]
    assert len(pages) > 8
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script>alert" not in text, page
        assert not re.search(r"<img[^>]*onerror", text), page


def test_a_site_without_directory_addresses_has_its_languages_too(tmp_path: Path) -> None:
    config = "use_directory_urls: false\n" + CONFIG
    made = make_project(
        tmp_path / "project", config=config, about=ABOUT, notes=NOTES.replace("![a picture](shot.png)", "")
    )
    built = build(settings_of(made), tell=lambda _said: None, site_dir=tmp_path / "out")
    text = (built.directory / "zh-Hant/jinrong/yinhang.html").read_text(encoding="utf-8")
    assert '<a href="../../jinrong/yinhang.html" hreflang="zh"' in text
    assert 'href="https://help.example.com/zh-Hant/jinrong/yinhang.html"' in text
    assert '"l":"zh-Hant/jinrong/yinhang.html"' in (built.directory / "assets/search/zh-Hant.json").read_text()
