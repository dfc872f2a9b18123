"""Ids: ASCII, unique, from links and pinyin, kept over renamings, redirected where a page moves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.source import ReadSettings, SourceError, read_text, write_ids
from generator.source.slugs import LONGEST, from_link, slug
from tests.profiles import examples

ADDRESS = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?(?:/[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)*")


def card(group: str, name: str, link: str | None = None) -> str:
    words = f'<a href="{link}">《甲证》</a>' if link else "《甲证》"
    return f"## {group}\n\n### {name}\n\n<table><tr><th>资质要求</th><td>{words}</td></tr></table>\n\n"


@pytest.mark.parametrize(
    ("href", "wanted"),
    [
        ("https://rules.example/material/jinrong/yinhang.html", "jinrong/yinhang"),
        ("https://rules.example/Jinrong/YinHang.htm?x=1#y", "jinrong/yinhang"),
        ("https://rules.example/454/12554.html", None),
        ("https://rules.example/jinrong/index.html", None),
        ("https://rules.example/yinhang.html", None),
        ("https://rules.example/jinrong/yinhang", None),
        ("https://rules.example/jin%20rong/yinhang.html", None),
        ("http://[broken/a/b.html", None),
        ("https://rules.example/jinrong/" + "a" * 400 + ".html", None),
    ],
)
def test_an_official_link_gives_the_address(href: str, wanted: str | None) -> None:
    assert from_link(href) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("银行", "yinhang"),
        ("重庆", "chongqing"),
        ("视频客服", "shipinkefu"),
        ("证券/期货", "zhengquan-qihuo"),
        ("股票（港股/美股）", "gupiao-ganggu-meigu"),
        ("SaaS 市场", "saas-shichang"),
        ("ＡＢＣ", "abc"),
        ("index", "index-1"),
        ("🙂", "u1f642"),
        ("", "untitled"),
    ],
)
def test_pinyin_gives_the_address(text: str, wanted: str) -> None:
    assert slug(text) == wanted


@settings(max_examples=examples(200))
@given(st.text(max_size=120))
def test_any_text_gives_an_address(text: str) -> None:
    assert ADDRESS.fullmatch(slug(text))
    assert len(slug(text)) <= LONGEST


def test_ids_are_unique_whatever_the_names() -> None:
    link = "https://rules.example/jinrong/yinhang.html"
    text = (
        card("金融", "银行", link)
        + card("金融", "银行", link)
        + card("金融", "银 行")
        + "## yinhang\n\n"
        + card("金融", "银行")
    )
    ids = [category.id for category in read_text(text).categories]
    assert ids[0] == "jinrong/yinhang"
    assert len(set(ids)) == len(ids) == 4


def kept(tmp_path: Path) -> ReadSettings:
    return ReadSettings(ids=tmp_path / "ids.yml")


def test_a_renamed_heading_keeps_its_address(tmp_path: Path) -> None:
    before = read_text(card("工具", "视频客服") + card("金融", "银行", "https://r.example/jinrong/yinhang.html"))
    path = tmp_path / "ids.yml"
    assert write_ids(path, before) is True
    assert write_ids(path, before) is False
    text = card("工具类", "视频客服") + card("金融业", "商业银行", "https://r.example/jinrong/yinhang.html")
    after = read_text(text, settings=kept(tmp_path))
    assert [category.id for category in after.categories] == ["gongju/shipinkefu", "jinrong/yinhang"]
    assert after.moved == ()
    assert write_ids(path, after) is True
    renamed = read_text(card("工具类", "在线视频客服"), settings=kept(tmp_path))
    assert [category.id for category in renamed.categories] == ["gongju/shipinkefu"]


def test_a_category_that_is_gone_keeps_its_address_for_its_return(tmp_path: Path) -> None:
    path = tmp_path / "ids.yml"
    both = card("金融", "银行") + card("金融", "保险")
    write_ids(path, read_text(both))
    without = read_text(card("金融", "保险"), settings=kept(tmp_path))
    write_ids(path, without)
    again = read_text(both, settings=kept(tmp_path))
    assert [category.id for category in again.categories] == ["jinrong/yinhang", "jinrong/baoxian"]


def test_a_person_moves_a_page_and_its_old_address_redirects(tmp_path: Path) -> None:
    path = tmp_path / "ids.yml"
    path.write_text(
        "categories:\n- id: bank\n  path: [金融, 银行]\n  was: [money/bank]\ngroups:\n- id: finance\n  name: 金融\n",
        encoding="utf-8",
    )
    text = card("金融", "银行", "https://r.example/jinrong/yinhang.html")
    catalogue = read_text(text, settings=kept(tmp_path))
    assert catalogue.categories[0].id == "bank"
    assert catalogue.groups[0].id == "finance"
    assert set(catalogue.moved) == {("money/bank", "bank"), ("jinrong/yinhang", "bank")}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("categories: [", "no valid YAML"),
        ("- 1", "must hold the lists"),
        ("other: []", "must hold the lists"),
        ("categories: 1", "must be lists"),
        ("categories: [1]", "must have the keys"),
        ("categories: [{id: ../up, path: [甲]}]", "is no id"),
        ("categories: [{id: /abs, path: [甲]}]", "is no id"),
        ("categories: [{id: a, path: [甲]}, {id: a, path: [乙]}]", "two entries"),
        ("categories: [{id: a, path: [[甲]]}]", "must be text"),
        ("categories: [{id: a, path: [甲], was: b}]", "must be a list"),
        ("categories: [{id: index, path: [甲]}]", "for themselves"),
        ("categories: [{id: jinrong/index, path: [甲]}]", "for themselves"),
    ],
)
def test_a_broken_file_of_ids_is_refused_with_its_name(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "ids.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=reason) as caught:
        read_text(card("甲", "乙"), settings=kept(tmp_path))
    assert str(path) in str(caught.value)


def test_a_tag_in_the_file_of_ids_makes_no_object(tmp_path: Path) -> None:
    path = tmp_path / "ids.yml"
    path.write_text(
        "categories:\n- id: !!python/object/apply:os.getcwd []\n  path: !!timestamp foo\n", encoding="utf-8"
    )
    with pytest.raises(SourceError, match="is no id"):
        read_text(card("甲", "乙"), settings=kept(tmp_path))


def test_a_new_category_does_not_take_the_address_of_another_groups_old_one(tmp_path: Path) -> None:
    path = tmp_path / "ids.yml"
    write_ids(path, read_text(card("金融", "其他") + card("金融", "银行") + card("教育", "学校")))
    after = read_text(card("金融", "银行") + card("教育", "学校") + card("教育", "其他"), settings=kept(tmp_path))
    assert [category.id for category in after.categories] == ["jinrong/yinhang", "jiaoyu/xuexiao", "jiaoyu/qita"]


def test_a_failing_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ids.yml"
    catalogue = read_text(card("金融", "银行"))
    write_ids(path, catalogue)
    old = path.read_bytes()
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_ids(path, read_text(card("金融", "保险")))
    assert path.read_bytes() == old
    assert [file.name for file in tmp_path.iterdir()] == ["ids.yml"]


def test_two_thousand_categories_of_one_name_have_ids_of_their_own() -> None:
    text = "## 金融\n\n" + "### 银行\n\n<table><tr><th>资质要求</th><td>-</td></tr></table>\n\n" * 2_000
    ids = [category.id for category in read_text(text).categories]
    assert len(set(ids)) == 2_000


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("title: !!timestamp foo", "foo"),
        ("title: !!bool foo", "foo"),
        ('title: !!int ""', None),
        ("title: 0x" + "F" * 5000, "0x" + "F" * 5000),
        ("title: yes", "yes"),
        ("title: 12:30", "12:30"),
        ("title: 007", "007"),
        ("title: 2024-13-45", "2024-13-45"),
        ("title: [甲]", None),
        ("title: &a [*a]", None),
    ],
)
def test_a_title_is_what_is_written(front: str, title: str | None) -> None:
    assert read_text(f"---\n{front}\n---\n").title == title


def test_many_marks_before_what_is_no_yaml_are_read_at_once() -> None:
    # A pattern with two ways to read each mark would need 2 ** 4000 steps.
    assert read_text("---\n" + "# " * 4000 + "\n@x\n---\n").sources[0].repairs == ()


def test_a_renamed_group_keeps_its_address(tmp_path: Path) -> None:
    path = tmp_path / "ids.yml"
    write_ids(path, read_text(card("教育", "学校") + card("金融", "银行")))
    after = read_text(card("培训", "学校") + card("理财", "银行"), settings=kept(tmp_path))
    assert [category.id for category in after.categories] == ["jiaoyu/xuexiao", "jinrong/yinhang"]
    assert {group.name: group.id for group in after.groups} == {"培训": "jiaoyu", "理财": "jinrong"}


def test_front_matter_counts_with_windows_line_ends() -> None:
    source = read_text(b"---\r\ntitle: \xe7\x94\xb2\r\nid: tea\r\n---\r\n\r\nx\r\n").sources[0]
    assert (source.title, source.id) == ("甲", "tea")
