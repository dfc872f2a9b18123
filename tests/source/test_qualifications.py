"""The catalogue of papers: one entry a paper, however it is named, and an id that stays with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalogue import Catalogue
from generator.source import ReadSettings, SourceError, papers, read_text, write_ids
from generator.source.identity import identify_papers
from generator.source.ids import Entry, Kept
from tests.profiles import examples

Read = Callable[..., Catalogue]


def document(*requirements: str) -> str:
    cards = (
        f"### 类目{number}\n\n<table><tr><th>资质要求</th><td>{each}</td></tr></table>\n\n"
        for number, each in enumerate(requirements, 1)
    )
    return "## 甲类\n\n" + "".join(cards)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a document of some requirements beside the files of a project."""

    def reading(*requirements: str, aliases: str = "") -> Catalogue:
        names = tmp_path / "qualifications.yml"
        names.write_text(aliases, encoding="utf-8")
        kept = ReadSettings(ids=tmp_path / "ids.yml", qualifications=names)
        return read_text(document(*requirements), settings=kept)

    return reading


@pytest.fixture
def keep(read: Read, tmp_path: Path) -> Read:
    """Read as ``read`` does, and write the file of ids."""

    def keeping(*requirements: str, aliases: str = "") -> Catalogue:
        catalogue = read(*requirements, aliases=aliases)
        write_ids(tmp_path / "ids.yml", catalogue)
        return catalogue

    return keeping


def ids(catalogue: Catalogue) -> dict[str, str]:
    return {entry.name: entry.id for entry in catalogue.qualifications}


# -- joining ----------------------------------------------------------------------------------------------------


def test_a_paper_is_one_entry_by_whatever_name(read: Read) -> None:
    catalogue = read(
        "《网文证》", "《营业执照》", "《网络文化经营许可证》", aliases="网络文化经营许可证: [网文证, 文网文]"
    )
    first, second = catalogue.qualifications
    assert (first.name, first.aliases) == ("网络文化经营许可证", ("网文证", "文网文"))
    assert first.categories == ("jialei/leimu1", "jialei/leimu3")
    assert (second.name, second.aliases, second.categories) == ("营业执照", (), ("jialei/leimu2",))


def test_trees_keep_the_names_as_written(read: Read) -> None:
    catalogue = read("《网文证》", aliases="网络文化经营许可证: [网文证]")
    requirement = catalogue.categories[0].requirement
    assert requirement is not None
    assert [paper.name for paper in papers(requirement.tree)] == ["网文证"]


def test_categories_stand_in_the_order_of_the_sources_whichever_name_they_use(read: Read) -> None:
    catalogue = read("《甲证》", "《甲本》", "《甲证》", aliases="甲证: [甲本]")
    assert catalogue.qualifications[0].categories == ("jialei/leimu1", "jialei/leimu2", "jialei/leimu3")


def test_spellings_of_one_name_are_joined_without_a_word_of_the_editors(read: Read) -> None:
    (entry,) = read("《营业执照（副本）》", "《营业执照(副本)》", "《营业执照 （副本）》").qualifications
    assert entry.name == "营业执照（副本）"
    assert len(entry.aliases) == 2
    assert len(entry.categories) == 3


def test_the_editors_spelling_is_the_name(read: Read) -> None:
    (entry,) = read("《营业执照(副本)》", aliases="营业执照（副本）: []").qualifications
    assert (entry.name, entry.aliases) == ("营业执照（副本）", ("营业执照(副本)",))


def test_what_no_source_mentions_is_no_entry(read: Read) -> None:
    assert read("《甲证》", aliases="乙证: [乙本]").qualifications[0].name == "甲证"


def test_one_paper_twice_in_a_category_is_accepted_once(read: Read) -> None:
    catalogue = read("1.《甲证》<br>2.《甲本》", aliases="甲证: [甲本]")
    assert catalogue.qualifications[0].categories == ("jialei/leimu1",)


def test_a_catalogue_finds_a_paper_by_every_name(read: Read) -> None:
    catalogue = read("《甲 证》", "《乙证》", aliases="甲证: [甲本]")
    first, second = catalogue.qualifications
    assert [catalogue.qualification_of(name) for name in ("甲证", "甲本", "甲 证")] == [first] * 3
    assert catalogue.qualification_of("乙证") is second
    assert catalogue.qualification_of("丙证") is None


NAMES = st.sampled_from(["甲证", "甲 证", "《甲证》", "乙证", "丙证", "丙證", "ＡＢ证", "ab证", "甲本"])


@settings(max_examples=examples(100))
@given(st.lists(st.lists(NAMES, min_size=1, max_size=4), max_size=5))
def test_every_name_of_a_tree_leads_to_the_entry_that_lists_its_category(requirements: list[list[str]]) -> None:
    listed = ["<br>".join(f"{number}.《{name}》" for number, name in enumerate(names, 1)) for names in requirements]
    catalogue = read_text(document(*listed))
    for category in catalogue.categories:
        assert category.requirement is not None
        for paper in papers(category.requirement.tree):
            entry = catalogue.qualification_of(paper.name)
            assert entry is not None
            assert category.id in entry.categories
    every = [name for entry in catalogue.qualifications for name in (entry.name, *entry.aliases)]
    assert len(set(every)) == len(every)
    assert len(set(ids(catalogue).values())) == len(catalogue.qualifications)


# -- ids --------------------------------------------------------------------------------------------------------


def test_an_id_stays_when_a_paper_of_the_same_sound_comes_before(read: Read, keep: Read) -> None:
    assert ids(keep("《公证》")) == {"公证": "gongzheng"}
    assert ids(read("《公正》", "《公证》")) == {"公正": "gongzheng-2", "公证": "gongzheng"}


def test_ids_stay_when_papers_change_places(keep: Read, read: Read) -> None:
    before = ids(keep("《公证》", "《公正》", "《工证》"))
    assert ids(read("《工证》", "《公正》", "《公证》")) == before


def test_a_paper_that_was_gone_has_its_id_again(keep: Read) -> None:
    before = ids(keep("《公证》", "《公正》"))
    keep("《甲证》")
    assert ids(keep("《工证》"))["工证"] not in before.values()
    assert ids(keep("《公正》", "《公证》")) == before


def test_a_paper_renamed_by_way_of_an_alias_keeps_its_id(keep: Read, read: Read) -> None:
    keep("《网文证》")
    renamed = keep("《网文证》", "《网络文化经营许可证》", aliases="网络文化经营许可证: [网文证]")
    assert ids(renamed) == {"网络文化经营许可证": "wangwenzheng"}
    # Once nobody writes the old name, nobody need list it.
    assert ids(read("《网络文化经营许可证》")) == {"网络文化经营许可证": "wangwenzheng"}


def test_a_renaming_that_is_taken_back_leaves_the_id(keep: Read, tmp_path: Path) -> None:
    keep("《甲证》")
    keep("《甲证》", aliases="乙证: [甲证]")
    assert "- id: jiazheng\n  name: 乙证\n  formerly: [甲证]\n" in (tmp_path / "ids.yml").read_text(encoding="utf-8")
    assert ids(keep("《甲证》")) == {"甲证": "jiazheng"}
    assert "formerly: [乙证]" in (tmp_path / "ids.yml").read_text(encoding="utf-8")


def test_two_papers_made_one_and_parted_again_have_their_own_ids(keep: Read) -> None:
    before = ids(keep("《甲本》", "《甲证》"))
    assert ids(keep("《甲本》", "《甲证》", aliases="甲证: [甲本]")) == {"甲证": "jiazheng"}
    assert ids(keep("《甲本》", "《甲证》")) == before


def test_a_paper_that_is_parted_takes_nobodys_id(keep: Read) -> None:
    keep("《甲本》")
    keep("《甲本》", "《甲证》", aliases="甲证: [甲本]")
    assert ids(keep("《甲本》", "《甲证》")) == {"甲本": "jiaben-2", "甲证": "jiaben"}


def test_another_spelling_leaves_the_file_as_it_is(keep: Read, read: Read, tmp_path: Path) -> None:
    keep("《营业执照（副本）》")
    catalogue = read("《营业执照(副本)》", "《营业执照（副本）》")
    assert set(ids(catalogue).values()) == {"yingyezhizhao-fuben"}
    write_ids(tmp_path / "ids.yml", catalogue)
    assert "formerly:" not in (tmp_path / "ids.yml").read_text(encoding="utf-8")
    assert write_ids(tmp_path / "ids.yml", catalogue) is False


def test_a_paper_may_have_the_id_of_a_group(read: Read, tmp_path: Path) -> None:
    written = "groups: [{id: jia, name: 甲类}]\nqualifications: [{id: jia, name: 甲证}]\n"
    (tmp_path / "ids.yml").write_text(written, encoding="utf-8")
    catalogue = read("《甲证》")
    assert (catalogue.groups[0].id, ids(catalogue)) == ("jia", {"甲证": "jia"})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("qualifications: 1", "must be lists"),
        ("qualifications: [1]", "must have the keys 'id' and 'name'"),
        ("qualifications: [{id: 甲, name: 甲}]", "is no id"),
        ("qualifications: [{id: a, name: 甲}, {id: a, name: 乙}]", "two entries have the id 'a'"),
        ("qualifications: [{id: a, name: [甲, [乙]]}]", "must be text"),
        ("qualifications: [{id: a, name: 甲, formerly: 乙}]", "'formerly' of 'a' must be a list of names"),
        ("qualifications: [{id: a, name: 甲, formerly: [[乙]]}]", "'formerly' of 'a' must be a list of names"),
        ("qualifications: [{id: a, name: 甲, was: [b]}]", "'was' of 'a' is none of the keys"),
    ],
)
def test_a_broken_entry_is_refused_with_the_name_of_the_file(
    read: Read, tmp_path: Path, text: str, reason: str
) -> None:
    (tmp_path / "ids.yml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=reason) as caught:
        read("《甲证》")
    assert str(caught.value).startswith(str(tmp_path / "ids.yml"))


WORDS = st.sampled_from(["公证", "公正", "工证", "甲证", "公 证"])
ENTRIES = st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=2)), max_size=4)


@settings(max_examples=examples(200))
@given(ENTRIES, st.lists(st.sampled_from(["公证", "公正", "工证", "甲证", "乙证"]), unique=True))
def test_ids_are_unique_and_those_of_the_file_go_to_their_own_names(
    entries: Sequence[tuple[str, list[str]]], names: list[str]
) -> None:
    kept = Kept(qualifications=tuple(Entry(f"kept-{n}", (one, *more)) for n, (one, more) in enumerate(entries)))
    given_ids = identify_papers([(name,) for name in names], kept)
    assert len(set(given_ids)) == len(names)
    borne: Mapping[str, set[str]] = {
        entry.id: {name.replace(" ", "") for name in entry.path} for entry in kept.qualifications
    }
    assert all(name in borne[identity] for name, identity in zip(names, given_ids, strict=True) if identity in borne)
