"""A real server: it shows saved edits, lives through half-typed ones, and says where they are."""

from __future__ import annotations

import pytest

from tests.site.scratch import SOUND, card, serving

pytestmark = pytest.mark.slow
PAGE = "jinrong/yinhang/"


def edited(scenario: str) -> str:
    return SOUND.replace("理财讲座", scenario)


def test_a_server_in_a_project(project, tmp_path):
    made = project(config="plugins: [leimu]\n")
    with serving(made.root, tmp_path / "log") as server:
        server.page(PAGE, "理财讲座")

        made.source.write_text(edited("新的场景"), encoding="utf-8")
        server.page(PAGE, "新的场景")
        assert server.told("Nothing but words has changed").count("Building documentation") == 1

        half = edited("半个表格").partition("</td></tr>\n<tr><th>资质")[0] + "<tr><th>资质要求（2选"
        made.source.write_text(half, encoding="utf-8")
        server.page(PAGE, "半个表格")
        assert "catalogue/sources/rules.md:" in server.told(" error malformed-html: ")

        made.source.write_bytes(b"\x00\xff\xfe\x81" * 40)
        server.told("Until then the site goes on without it.")
        server.page(PAGE, "半个表格")

        made.source.write_text(edited("又好了"), encoding="utf-8")
        server.page(PAGE, "又好了")


def test_a_server_sees_vocabulary_and_templates(project, tmp_path):
    made = project(SOUND.replace("小程序直播场景", "播什么"), config="plugins: [leimu]\n")
    labels = made.write("catalogue/labels.yml", "")
    template = made.write("templates/pages/redirect.html.jinja", "")
    with serving(made.root, tmp_path / "log") as server:
        server.told("Serving on")
        server.page(PAGE, "理财讲座")
        labels.write_text("scenario: [播什么]\n", encoding="utf-8")
        assert server.told("Reloading browsers").count("has no row for the scenario") == 1
        home = template.with_name("home.md.jinja")
        home.write_text("# 自己的首页\n", encoding="utf-8")
        server.page("", "自己的首页")
        home.write_text("\n{% if", encoding="utf-8")
        server.told("home.md.jinja:2: the template cannot be used")
        server.page("", "自己的首页")


def test_a_server_sees_the_names_of_papers(project, tmp_path):
    made = project(SOUND, config="plugins: [leimu]\n")
    names = made.write("catalogue/qualifications.yml", "# none yet\n")
    with serving(made.root, tmp_path / "log") as server:
        server.told("Serving on")
        names.write_text("金融许可证: [金融牌照]\n", encoding="utf-8")
        server.page(PAGE, "又称 金融牌照")
        names.write_text("金融许可证: [金融牌照, 金融牌照]\n", encoding="utf-8")
        server.told("qualifications.yml:1:15: the alias '金融牌照' of '金融许可证' is listed twice")


def test_a_server_over_one_file_of_no_project(tmp_path):
    source = tmp_path / "rules.md"
    source.write_text("## 金融业\n\n" + card(), encoding="utf-8")
    with serving(tmp_path, tmp_path / "log", "rules.md") as server:
        server.page(PAGE, "理财讲座")
        source.write_text(edited("新的场景"), encoding="utf-8")
        server.page(PAGE, "新的场景")
        # The first save has brought a title, the next brings nothing but words.
        source.write_text(edited("又一个"), encoding="utf-8")
        server.page(PAGE, "又一个")
        assert server.told("Nothing but words has changed").count("Building documentation") == 2


def test_a_server_started_on_a_broken_source_waits_for_it_to_be_mended(project, tmp_path):
    made = project(config="plugins: [leimu]\n")
    made.source.write_bytes(b"\x00\xff\xfe\x81" * 40)
    with serving(made.root, tmp_path / "log") as server:
        server.page("", "rules.md")
        made.source.write_text(SOUND, encoding="utf-8")
        server.page(PAGE, "理财讲座")


def test_a_server_sees_translations_and_what_readers_call_things(project, tmp_path):
    made = project(SOUND, config="plugins:\n  - leimu:\n      locales: [en]\n")
    entry = 'msgctxt "jinrong/yinhang.scope"\nmsgid "适用范围"\nmsgstr "{}"\n'
    file = made.write("catalogue/locales/en.po", 'msgid ""\nmsgstr ""\n\n' + entry.format("first words"))
    words = made.write("catalogue/synonyms.yml", "")
    with serving(made.root, tmp_path / "log") as server:
        server.page("en/" + PAGE, "first words")
        file.write_text('msgid ""\nmsgstr ""\n\n' + entry.format("other words"), encoding="utf-8")
        server.page("en/" + PAGE, "other words")

        file.write_text('msgid "', encoding="utf-8")
        assert "en.po:1: this is no line of a PO file." in server.told("Until then the site goes on without it.")
        server.page("en/" + PAGE, "other words")

        file.write_text('msgid ""\nmsgstr ""\n\n' + entry.format("last words"), encoding="utf-8")
        server.page("en/" + PAGE, "last words")

        words.write_text("categories: {jinrong/yinhang: [存钱罐]}\n", encoding="utf-8")
        server.page("assets/search/zh.json", "存钱罐")

        words.write_text("categories: {jinrong/none: [x]}\n", encoding="utf-8")
        server.told("the catalogue has no 'jinrong/none'")
        server.page("assets/search/zh.json", "存钱罐")
