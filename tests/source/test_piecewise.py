"""A source that is read again part by part is what it is when it is read as a whole."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.catalogue import Catalogue
from generator.moving import home_of
from generator.source import Memory, ReadSettings, read_named
from generator.source.piecewise import read_piece
from generator.source.vocabulary import builtin
from tests.edits import EDITS, edited
from tests.profiles import examples

CARD = """\
### {name}

具备【金融-{name}】类目，可使用 [标准直播](https://x.example/) 进行接入。

<table>
<tr><th>小程序直播场景</th><td>理财讲座</td></tr>
<tr><th>资质要求</th><td>《{name}证》</td></tr>
</table>

"""
GROUP = "## 金融业\n\n大类的话。\n\n"
DOCUMENT = "---\ntitle: 甲\n---\n\n首段。\n\n" + GROUP + "".join(CARD.format(name=name) for name in "银保证")
ALONE = {
    "a category": CARD.format(name="银行"),
    "one with a code block": "### 银行\n\n```\n# x\n```\n\n" + CARD.format(name="银行").partition("\n\n")[2],
    "one with a comment": CARD.format(name="银行") + "<!-- leimu: ignore=missing-row 有因 -->\n\n",
    "a sentence that names one": "### 银行\n\n具备【金融-银行】类目。\n\n",
    "a group": GROUP,
    "prose": "## 说明\n\n- 甲\n- 乙\n\n",
}
OPEN = {
    "an open fence": "### 银行\n\n```\n甲\n\n",
    "an open comment": "### 银行\n\n<!-- 甲\n\n",
    "an open alert": '### 银行\n\n<dx-alert infotype="notice" title="注">\n甲\n\n',
    "an open pre": "### 银行\n\n<pre>\n甲\n\n",
    "a pre in a sentence": "### 银行\n\n甲<pre>乙\n\n",
    "an open instruction": "### 银行\n\n<?甲\n\n",
    "a table with a fault": CARD.format(name="银行").replace("</table>", ""),
    "a table among other markup": "### 银行\n\n<script>\n<table><tr><td>甲</td></tr></table>\n</script>\n\n",
    "the sign of a table": "### 银行\n\n\U000f0000\n\n",
    "a register": "### 银行\n\n<table><tr><th>一级类目</th><th>类目适用范围</th><th>资质要求</th></tr>"
    "<tr><td>甲</td><td>乙</td><td>《丙证》</td></tr></table>\n\n",
    "a table that may be none": "### 银行\n\n<table><tr><td>甲</td><td>乙</td></tr></table>\n\n",
}


def read(text: str, memory: Memory | None = None, settings: ReadSettings | None = None) -> Catalogue:
    return read_named([("a.md", text.encode("utf-8", "surrogatepass"))], settings or ReadSettings(), memory)


@pytest.mark.parametrize("text", ALONE.values(), ids=ALONE)
def test_what_ends_before_the_next_heading_stands_alone(text: str) -> None:
    assert read_piece(text, builtin()) is not None


@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN)
def test_what_may_reach_further_does_not(text: str) -> None:
    assert read_piece(text, builtin()) is None


@pytest.mark.parametrize("text", [*ALONE.values(), *OPEN.values()], ids=[*ALONE, *OPEN])
@pytest.mark.parametrize("before", ["", "首段。\n\n", GROUP, CARD.format(name="保险"), "## 甲\n\n<pre>\n", "## 甲\n\n"])
def test_each_comes_out_the_same_wherever_it_stands(before: str, text: str) -> None:
    memory = Memory()
    for document in (before + text + DOCUMENT, DOCUMENT + before + text, before + text, text + before + text):
        assert read(document, memory) == read(document, memory) == read(document)


def test_a_category_that_has_not_changed_is_the_very_same() -> None:
    memory = Memory()
    first = read(DOCUMENT, memory).categories
    again = read(DOCUMENT.replace("《证证》", "《据证》"), memory).categories
    assert [one is other for one, other in zip(first, again, strict=True)] == [True, True, False]


def test_a_category_that_has_moved_is_made_of_the_same() -> None:
    memory = Memory()
    first = read(DOCUMENT, memory).categories
    text = DOCUMENT.replace("首段。", "首段，更长。")
    again = read(text, memory).categories
    assert [home_of(category)[0] for category in first] == [home_of(category)[0] for category in again]
    assert all(home_of(one)[0] is home_of(other)[0] for one, other in zip(first, again, strict=True))
    assert again == read(text).categories != first


def test_a_category_of_another_group_or_id_is_another_one(tmp_path: Path) -> None:
    memory, ids = Memory(), tmp_path / "ids.yml"
    settings = ReadSettings(ids=ids)
    read(DOCUMENT, memory, settings)
    text = DOCUMENT.replace("## 金融业", "## 银钱业")
    assert read(text, memory, settings) == read(text, settings=settings)
    ids.write_text(
        "categories:\n- id: yinhang\n  path: [银钱业, 银]\ngroups: []\nqualifications: []\n", encoding="utf-8"
    )
    again = read(text, memory, settings)
    assert again == read(text, settings=settings)
    assert again.categories[0].id == "yinhang"


def test_deeper_headings_belong_to_the_category_above() -> None:
    memory = Memory()
    deeper = DOCUMENT + "#### 说明\n\n多说几句。\n\n"
    assert read(deeper, memory) == read(deeper)
    assert read(deeper, memory).categories[-1].body[-1].text == "多说几句。"  # type: ignore[union-attr]


def test_what_defines_links_for_all_parts_counts_in_all() -> None:
    memory = Memory()
    text = DOCUMENT.replace("大类的话。", "大类的话，见[甲]。")
    read(text, memory)
    text += "## 附\n\n[甲]: https://x.example/jia\n"
    assert read(text, memory) == read(text)
    assert "https://x.example/jia" in [link.href for link in read(text, memory).sources[0].links]


def test_other_words_for_labels_are_heeded(tmp_path: Path) -> None:
    memory, labels = Memory(), tmp_path / "labels.yml"
    settings = ReadSettings(vocabulary=labels)
    text = DOCUMENT.replace("小程序直播场景", "播什么")
    assert read(text, memory, settings).categories[0].scenario is None
    labels.write_text("scenario: [播什么]\n", encoding="utf-8")
    assert read(text, memory, settings).categories[0].scenario == "理财讲座"


def test_only_what_was_met_last_is_kept() -> None:
    memory = Memory()
    for number in range(5):
        read(DOCUMENT.replace("理财讲座", f"讲座{number}"), memory)
    parts = set(memory._last)
    assert len(parts) == 4
    assert all("讲座4" in part for part in parts if "table" in part)
    read("甲\n", memory)
    assert memory._last == {}


def test_the_same_part_twice_is_two_categories() -> None:
    memory = Memory()
    text = DOCUMENT + GROUP.replace("金融业", "另一业") + CARD.format(name="银")
    for document in (text, "甲\n\n" + text.removeprefix("---\ntitle: 甲\n---\n\n"), text):
        assert read(document, memory) == read(document)


def test_threads_may_share_a_memory() -> None:
    memory = Memory()
    texts = [DOCUMENT.replace("首段。", "首段。" * number) for number in range(1, 5)]
    due = [read(text) for text in texts]
    found: list[list[Catalogue]] = [[] for _ in texts]

    def work(number: int) -> None:
        for _ in range(20):
            found[number].append(read(texts[number], memory))

    threads = [Thread(target=work, args=(number,)) for number in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(each == due[number] for number, several in enumerate(found) for each in several)
    assert [len(several) for several in found] == [20] * len(texts)


@settings(max_examples=examples(150))
@example([("copy", 1.0, False, (0.306640625, 10))])
@given(EDITS)
def test_after_any_edits_a_source_is_read_as_if_for_the_first_time(edits: list[object]) -> None:
    memory = Memory()
    for text in edited(DOCUMENT, edits):
        assert read(text, memory) == read(text)


@settings(max_examples=examples(15))
@given(st.data())
def test_so_is_the_real_one(data: st.DataObject) -> None:
    memory = Memory()
    source = Path(__file__).parents[2] / "catalogue/sources/mini-program-live.md"
    for text in edited(source.read_text(encoding="utf-8"), data.draw(EDITS)):
        assert read(text, memory) == read(text)
