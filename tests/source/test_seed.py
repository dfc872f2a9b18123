"""The real input, field by field, against a reading by hand (seed.yml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.catalogue import Block, Catalogue, Category, Choose, Notice, Tree
from generator.combinations import papers
from generator.exports.json import to_json
from generator.source import read_files

SEED = Path(__file__).parents[2] / "catalogue" / "sources" / "mini-program-live.md"
TRUTH: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("seed.yml").read_text(encoding="utf-8"))
CATEGORIES: list[dict[str, Any]] = TRUTH["categories"]
BY_NAME = pytest.mark.parametrize("truth", CATEGORIES, ids=["-".join(truth["path"]) for truth in CATEGORIES])


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The seed, read once."""
    return read_files([SEED])


@pytest.fixture(scope="module")
def exported(catalogue: Catalogue) -> dict[str, Any]:
    """The seed as other programs get it."""
    return to_json(catalogue)


def find(catalogue: Catalogue, truth: dict[str, Any]) -> Category:
    """Return the category of a path."""
    return next(each for each in catalogue.categories if list(each.path) == truth["path"])


def find_exported(exported: dict[str, Any], truth: dict[str, Any]) -> dict[str, Any]:
    """Return the exported category of a path."""
    return next(each for each in exported["categories"] if each["path"] == truth["path"])


def named(actual: str, expected: str) -> bool:
    """Whether a paper's name is the expected one; … stands for an issuer that may be kept apart."""
    return actual.endswith(expected[1:]) if expected.startswith("…") else actual == expected


def holders(tree: Tree) -> set[str | None]:
    """Return every holder that is named in a part of a requirement."""
    inner = {holder for part in getattr(tree, "parts", ()) for holder in holders(part)}
    return inner | {getattr(tree, "holder", None)}


def notices(found: tuple[Notice, ...]) -> list[dict[str, Any]]:
    """Return notices in the form of seed.yml."""
    return [{"kind": notice.kind.value, "lines": notice.text.split("\n")} for notice in found]


def test_categories_and_groups_stand_in_the_order_of_the_source(catalogue: Catalogue) -> None:
    assert [list(each.path) for each in catalogue.categories] == [truth["path"] for truth in CATEGORIES]
    assert [group.name for group in catalogue.groups] == TRUTH["groups"]


def test_ids_are_ascii_and_unique(catalogue: Catalogue) -> None:
    ids = [category.id for category in catalogue.categories]
    assert all(each.isascii() and each for each in ids)
    assert len(set(ids)) == len(ids)


def test_introduction(catalogue: Catalogue) -> None:
    content = catalogue.sources[0].introduction
    truth = TRUTH["introduction"]
    found = tuple(part for part in content if isinstance(part, Notice))
    assert notices(found) == truth["notices"]
    assert [part.text for part in content if isinstance(part, Block)] == truth["paragraphs"]


def test_links_of_the_introduction(catalogue: Catalogue) -> None:
    source = catalogue.sources[0]
    found = [(link.href, source.position(link.span.start)) for link in source.links[:2]]
    assert [(href, at.line, at.column) for href, at in found] == [
        (link["href"], link["line"], link["column"]) for link in TRUTH["introduction"]["links"]
    ]


def test_every_link_is_counted_once(catalogue: Catalogue) -> None:
    official = sum(truth["official"] is not None for truth in CATEGORIES)
    assert len(catalogue.sources[0].links) == len(TRUTH["introduction"]["links"]) + len(CATEGORIES) + official


def test_nothing_was_mended(catalogue: Catalogue) -> None:
    assert catalogue.sources[0].repairs == ()


@BY_NAME
def test_id(catalogue: Catalogue, truth: dict[str, Any]) -> None:
    assert find(catalogue, truth).id == truth["id"] or truth["id"] is None


@BY_NAME
def test_place(exported: dict[str, Any], truth: dict[str, Any]) -> None:
    source = find_exported(exported, truth)["source"]
    first, last = truth["lines"]
    following = [other["lines"][0] for other in CATEGORIES if other["lines"][0] > first]
    assert source["file"].endswith("mini-program-live.md")
    assert source["line"] == first
    assert last <= source["end_line"] < (following[0] if following else last + 2)


@BY_NAME
def test_scenario_scope_and_breadcrumb(exported: dict[str, Any], truth: dict[str, Any]) -> None:
    category = find_exported(exported, truth)
    keys = ("scenario", "scope", "breadcrumb")
    assert {key: category[key] for key in keys} == {key: truth[key] for key in keys}


@BY_NAME
def test_fields(exported: dict[str, Any], truth: dict[str, Any]) -> None:
    found = {
        field["label"]: [cell["text"] for cell in field["cells"]] for field in find_exported(exported, truth)["fields"]
    }
    assert found == {
        "小程序直播场景": [truth["scenario"]],
        "类目适用范围": [truth["scope"]],
        truth["label"]: ["\n".join(truth["requirement"])],
    }


@BY_NAME
def test_requirement(exported: dict[str, Any], truth: dict[str, Any]) -> None:
    requirement = find_exported(exported, truth)["requirement"]
    declared = truth["declared"] and {"choose": truth["declared"][0], "from": truth["declared"][1]}
    assert requirement["declared"] == declared
    assert requirement["options"] == truth["options"]


@BY_NAME
def test_combinations(exported: dict[str, Any], truth: dict[str, Any]) -> None:
    found = find_exported(exported, truth)["combinations"]
    assert [len(way) for way in found] == [len(way) for way in truth["combinations"]]
    wrong = [
        (actual, expected)
        for way, true_way in zip(found, truth["combinations"], strict=True)
        for actual, expected in zip(way, true_way, strict=True)
        if not named(actual, expected)
    ]
    assert wrong == []


@BY_NAME
def test_names_slice_to_the_source(catalogue: Catalogue, truth: dict[str, Any]) -> None:
    category = find(catalogue, truth)
    assert category.requirement is not None
    source = catalogue.source_of(category)
    for paper in papers(category.requirement.tree):
        assert source.slice(paper.span) == paper.name


@BY_NAME
def test_notices(catalogue: Catalogue, truth: dict[str, Any]) -> None:
    assert notices(find(catalogue, truth).notices) == truth["notices"]


@BY_NAME
def test_links(exported: dict[str, Any], truth: dict[str, Any]) -> None:
    common = TRUTH["common"]
    expected = [(common["reference"]["href"], "reference", *truth["reference"])]
    if truth["official"]:
        expected.append((f"{common['official']}{truth['id']}.html", "official", *truth["official"]))
    links = find_exported(exported, truth)["links"]
    assert [(link["href"], link["role"], link["line"], link["column"]) for link in links] == expected
    assert links[0]["text"] == common["reference"]["text"]


@pytest.mark.parametrize("truth", [truth for truth in CATEGORIES if "scopes" in truth], ids=lambda t: t["path"][-1])
def test_scope_of_a_paper_is_kept_apart_from_its_name(catalogue: Catalogue, truth: dict[str, Any]) -> None:
    requirement = find(catalogue, truth).requirement
    assert requirement is not None
    scopes = {paper.name: paper.scope or "" for paper in papers(requirement.tree)}
    assert {name: words for name, words in truth["scopes"].items() if words not in scopes[name]} == {}


@pytest.mark.parametrize("truth", [truth for truth in CATEGORIES if "holders" in truth], ids=lambda t: t["path"][-1])
def test_holder_of_each_way(catalogue: Catalogue, truth: dict[str, Any]) -> None:
    requirement = find(catalogue, truth).requirement
    assert requirement is not None
    assert isinstance(requirement.tree, Choose)
    found = [holders(part) - {None} for part in requirement.tree.parts]
    assert found == [{holder} for holder in truth["holders"]]
