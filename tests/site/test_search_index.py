"""The index of the search: what it holds of each page, and what it costs."""

from __future__ import annotations

import json
import re
from gzip import compress
from pathlib import Path
from typing import Any

import pytest

from generator.config import load_settings
from generator.pages import Asset
from generator.site.languages import Language, languages
from generator.site.reading import read
from generator.site.search_index import FORMAT, WORKER, HandWritten, IndexMaker, idle_words, search_address
from generator.site.synonyms import Synonyms, read_synonyms
from generator.source import read_text
from tests.site.scratch import SOUND

ROOT = Path(__file__).parents[2]
CATALOGUE = read_text(SOUND, "rules.md")
CHINESE = Language("zh", "简体中文", "", CATALOGUE)


def made(*written: HandWritten, words: Synonyms | None = None) -> dict[str, Any]:
    maker = IndexMaker((CHINESE,), words or Synonyms(), directory_urls=True)
    index: dict[str, Any] = json.loads(maker.make(CHINESE, written, home="首页"))
    return index


def doc(index: dict[str, Any], address: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in index["docs"] if each["l"] == address)
    return found


def test_a_category_has_its_names_papers_and_texts() -> None:
    words = Synonyms(categories={"jinrong/yinhang": ("存款",)})
    index = made(words=words)
    bank = doc(index, "jinrong/yinhang/")
    assert (bank["t"], bank["k"], bank["u"], bank["a"]) == ("银行", "c", "金融业", ["存款"])
    assert [index["docs"][number]["t"] for number in bank["r"]] == ["金融许可证", "金融机构许可证"]
    assert ["", "", "理财讲座"] in bank["s"]
    # The sentence that names the category says nothing more, and stands on every page.
    assert not [text for _anchor, _title, text in bank["s"] if "具备" in text]


def test_the_index_and_the_worker_have_one_format() -> None:
    worker = (ROOT / "templates" / WORKER).read_text(encoding="utf-8")
    assert re.findall(r"^const FORMAT = (\d+)$", worker, re.MULTILINE) == [str(FORMAT)]
    index = made(
        HandWritten("about.md", "# 关于\n\n开头。\n"), words=Synonyms(categories={"jinrong/yinhang": ("存款",)})
    )
    assert index["format"] == FORMAT
    # What the worker reads. Pages stay open while it changes: whoever changes it makes FORMAT one more, in both.
    assert (FORMAT, set(index), set().union(*index["docs"])) == (
        1,
        {"about", "docs", "format", "idle", "pinyin", "traditional", "wording", "words"},
        set("abklnorstux"),
    )


def test_the_address_of_the_search_changes_with_the_worker_alone() -> None:
    def address(code: str, *files: tuple[str, bytes]) -> str:
        return search_address(code, [Asset(path, content) for path, content in files])

    here = address("zh", (WORKER, b"a"), ("assets/leimu.svg", b"x"))
    assert re.fullmatch(r"assets/leimu-search\.js\?index=search/zh\.json%3F[0-9a-f]{8}", here)
    assert address("zh", (WORKER, b"a"), ("assets/leimu.svg", b"y")) == here
    assert address("en", (WORKER, b"a")) == here.replace("zh", "en")
    assert address("zh", (WORKER, b"b")) != here


def test_papers_groups_lists_and_the_home_page_are_found_too() -> None:
    kinds = {each["l"]: each["k"] for each in made()["docs"]}
    assert kinds["qualifications/jinrongxukezheng/"] == "q"
    assert kinds["jinrong/"] == "g"
    assert kinds["qualifications/"] == "p"
    assert kinds[""] == "h"


def test_a_page_has_its_sections_with_their_anchors() -> None:
    text = (
        "---\nx: 1\n---\n\n# 关于 {#about}\n\n开头。\n\n## 隐私 {#privacy}\n\n不收集 `数据`。\n\n"
        "## How it works\n\n| 表 |\n|---|\n| 格 |\n"
    )
    page = doc(made(HandWritten("about.md", text)), "about/")
    assert (page["t"], page["k"], page["b"]) == ("关于", "p", 1)
    assert page["s"] == [
        ["", "", "开头。"],
        ["privacy", "隐私", "不收集 数据 。"],
        ["how-it-works", "How it works", "表 格"],
    ]


def test_a_page_in_another_language_is_known_by_its_title_and_a_quiet_one_by_its_beginnings() -> None:
    text = "# Title\n\n" + "words " * 100
    assert doc(made(HandWritten("a.md", text, is_foreign=True)), "a/")["s"] == []
    assert len(doc(made(HandWritten("a.md", text, boost=0.1)), "a/")["s"][0][2]) == 160
    assert made(HandWritten("a.md", "")) == made()


def test_characters_that_sound_alike_stand_together() -> None:
    index = made()
    assert {"银", "引"} <= set(index["pinyin"]["yin"])
    # Those in use by all their readings.
    assert "行" in index["pinyin"]["hang"]
    assert "行" in index["pinyin"]["xing"]


def test_traditional_characters_have_their_simplified_ones() -> None:
    pairs = made()["traditional"]
    table = dict(zip(pairs[::2], pairs[1::2], strict=True))
    assert (table["銀"], table["證"], table.get("融")) == ("银", "证", None)


def test_the_words_of_taiwan_mean_those_of_the_mainland() -> None:
    catalogue = read_text(SOUND.replace("理财讲座", "网络视频"), "rules.md")
    language = Language("zh", "简体中文", "", catalogue)
    index = json.loads(IndexMaker((language,), Synonyms(), directory_urls=True).make(language, (), home="x"))
    assert index["wording"]["网路"] == "网络"
    assert index["wording"]["影片"] == "视频"


def test_the_same_catalogue_makes_the_same_bytes() -> None:
    makers = [IndexMaker((CHINESE,), Synonyms(), directory_urls=True) for _ in range(2)]
    assert makers[0].make(CHINESE, (), home="x") == makers[1].make(CHINESE, (), home="x")


def test_idle_words_hold_none_that_names_a_category() -> None:
    words = idle_words()
    assert len(words) == len(set(words)) > 100
    assert all(isinstance(word, str) for word in words)
    assert not {"直播", "银行", "保险", "医院"} & set(words)


@pytest.mark.parametrize("number", range(3))
def test_the_first_search_of_our_own_site_costs_less_than_sixty_kilobytes(number: int) -> None:
    settings = load_settings(ROOT / "mkdocs.yml")
    assert settings is not None
    catalogue = read(settings)
    spoken = languages(settings, catalogue)
    maker = IndexMaker(spoken, read_synonyms(settings.synonyms, catalogue), directory_urls=True)
    language = spoken[number]
    pages = [HandWritten(path.name, path.read_text(encoding="utf-8"), 0.1) for path in (ROOT / "docs").glob("*.md")]
    index = maker.make(language, pages, home="x")
    worker = (ROOT / "templates" / WORKER).read_bytes()
    assert len(compress(index, 9)) + len(compress(worker, 9)) < 60_000
