"""The editors' file of papers: its form, what is one name, and sentences that say where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.source import ReadSettings, SourceError, read_text
from generator.source.aliases import fold, load_aliases
from tests.profiles import examples

ROOT = Path(__file__).resolve().parents[2]


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "qualifications.yml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("营业执照", "营业 执照"),
        ("营业执照", " 营业\u200b执照\n"),
        ("营业执照（副本）", "营业执照(副本)"),
        ("营业执照（副本）", "营业执照〔副本〕"),
        ("营业执照（副本）", "营业执照【副本】"),
        ("ＩＣＰ备案", "icp备案"),
        ("关于《甲》的批复", "关于〈甲〉的批复"),
        ("营业执照", "《营业执照》"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("营业执照", "营业执照（副本）"), ("甲许可", "甲许可证"), ("甲、乙", "甲乙"), ("甲-乙", "甲乙"), ("《》", "〈〉")],
)
def test_other_names(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@settings(max_examples=examples(200))
@given(st.text(min_size=1, max_size=20))
def test_a_name_folds_to_something_whatever_stands_round_it(name: str) -> None:
    assert fold(name)
    assert fold(f" 《{name}证》\n") == fold(f"{name}证")


def test_the_forms_of_an_entry(tmp_path: Path) -> None:
    text = "\ufeff# words\n《甲证》: [甲, 甲 本]\n乙证: &same\n- '丙'\n丁证:\n戊证: []\n123: [yes, 2024-01-01]\n"
    aliases = load_aliases(written(tmp_path, text))
    assert aliases.papers == {
        "甲证": ("甲", "甲 本"),
        "乙证": ("丙",),
        "丁证": (),
        "戊证": (),
        "123": ("yes", "2024-01-01"),
    }
    assert aliases.names == {
        **dict.fromkeys(("甲证", "甲", "甲本"), "甲证"),
        **dict.fromkeys(("乙证", "丙"), "乙证"),
        "丁证": "丁证",
        "戊证": "戊证",
        **dict.fromkeys(("123", "yes", "2024-01-01"), "123"),
    }


@pytest.mark.parametrize("text", ["", "# only words\n", "---\n", "{}\n"])
def test_a_file_without_entries(tmp_path: Path, text: str) -> None:
    assert load_aliases(written(tmp_path, text)).papers == {}


def test_no_file_is_no_aliases(tmp_path: Path) -> None:
    assert load_aliases(None) == load_aliases(tmp_path / "nowhere.yml")


FORM = "Write each paper as in 网络文化经营许可证: [网文证, 文网文]."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- 甲", f":1:1: it must map the names of papers to lists of aliases. {FORM}"),
        ("甲证", f":1:1: it must map the names of papers to lists of aliases. {FORM}"),
        ("# x\n甲证: 甲", f":2:5: the aliases of '甲证' must be a list. {FORM}"),
        ("甲证: {甲: 乙}", f":1:5: the aliases of '甲证' must be a list. {FORM}"),
        ("甲证:\n- [甲]", f":2:3: an alias of '甲证' must be text. {FORM}"),
        ("甲证: [甲, ' ']", f":1:9: an alias of '甲证' must be text. {FORM}"),
        ("? [甲]\n: []", f":1:3: the name of a paper must be text. {FORM}"),
        ("'': [甲]", f":1:1: the name of a paper must be text. {FORM}"),
        ("甲证: [\n", f":2:1: it is no valid YAML. Mend the line. {FORM}"),
        (
            "甲证: [甲]\n乙证: [乙]\n《甲 证》: []",
            ":3:1: the paper '甲 证' is listed twice, first in line 1. Make one entry of the two.",
        ),
        (
            "甲证: [甲]\n乙证: [乙, 甲]",
            (
                ":2:9: the alias '甲' of '乙证' is also an alias of '甲证', in line 1. "
                "Leave it with the one paper that it means."
            ),
        ),
        (
            "甲证: [乙证]\n乙证: []",
            (
                ":1:6: the alias '乙证' of '甲证' is the name of another paper, in line 2. "
                "Take the alias out, or make one entry of the two papers."
            ),
        ),
        (
            "甲证: [甲, 乙,\n 甲]",
            ":2:2: the alias '甲' of '甲证' is listed twice, first in line 1. Take one of them out.",
        ),
        (
            "甲证: [甲 证]",
            (
                ":1:6: the alias '甲 证' of '甲证' is the name itself. "
                "Take it out: white space, 《》, and the kind and width of brackets make no other name."
            ),
        ),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SourceError) as caught:
        read_text("", settings=ReadSettings(qualifications=path))
    assert str(caught.value) == f"{path}{said}"


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfe\x00", "甲证: [甲]".encode("gb18030"), b"[" * 1000, b"a: *b", b"a: &a [*a]", b"a: !!python/x:y z"],
)
def test_whatever_the_file_holds_the_answer_names_it(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "qualifications.yml"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        load_aliases(path)
    assert str(caught.value).startswith(str(path))


def test_the_projects_own_file_names_papers_of_its_sources() -> None:
    aliases = load_aliases(ROOT / "catalogue/qualifications.yml")
    catalogue = read_text((ROOT / "catalogue/sources/mini-program-live.md").read_bytes())
    assert set(aliases.papers) <= {entry.name for entry in catalogue.qualifications}
    assert aliases.papers["网络文化经营许可证"] == ("网文证", "文网文")
    assert all(aliases.papers.values())
