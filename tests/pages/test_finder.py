"""The pages that answer questions about all categories: the finder and its data, the matrix, the comparison."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from generator.catalogue import All, Catalogue, Choose, Nothing, Qualification, Span
from generator.pages import Page, PageKind, PageOptions, Rendering, render
from generator.pages.finder import coded
from tests.pages.published import published
from tests.pages.samples import sample

HERE = Span(0, 1)


@pytest.fixture(scope="module")
def rendering() -> Rendering:
    return render(sample(), PageOptions())


def page(rendering: Rendering, kind: PageKind) -> Page:
    (found,) = (each for each in rendering.pages if each.kind is kind)
    return found


def data(rendering: Rendering) -> dict[str, list[dict[str, object]]]:
    (found,) = (each for each in rendering.assets if each.path == "assets/finder.json")
    read: dict[str, list[dict[str, object]]] = json.loads(found.content)
    return read


def only(whole: Catalogue, *ids: str) -> Catalogue:
    """Return a catalogue of some categories, with the papers that these accept."""
    entries = (
        replace(each, categories=tuple(id_ for id_ in each.categories if id_ in ids)) for each in whole.qualifications
    )
    return replace(
        whole,
        categories=tuple(each for each in whole.categories if each.id in ids),
        groups=tuple(
            replace(each, categories=tuple(id_ for id_ in each.categories if id_ in ids)) for each in whole.groups
        ),
        qualifications=tuple(each for each in entries if each.categories),
    )


def test_without_a_script_the_finder_is_a_table_of_all_categories(rendering: Rendering) -> None:
    text = published(page(rendering, PageKind.FINDER).markdown).text
    for category in sample().categories:
        assert "".join(category.name.split()) in text
    assert "银行金融业2选1金融许可证金融机构许可证" in text
    assert "汽车预售服务汽车3选1营业执照＋工信部道路机动车辆生产企业准入许可" in text


def test_the_finder_asks_who_one_is_where_a_requirement_is_for_a_party(rendering: Rendering) -> None:
    letters = [
        attributes["value"]
        for tag, attributes in published(page(rendering, PageKind.FINDER).markdown).tags
        if tag == "input" and attributes.get("name") == "who"
    ]
    assert letters == ["", "c", "g", "i", "o"]


def test_the_finder_does_not_ask_where_none_is() -> None:
    made = render(only(sample(), "jinrong/yinhang", "jinrong/xintuo"), PageOptions())
    assert "who" not in page(made, PageKind.FINDER).markdown


def test_the_data_holds_every_paper_and_category(rendering: Rendering) -> None:
    whole, read = sample(), data(rendering)
    assert [each["i"] for each in read["papers"]] == [each.id for each in whole.qualifications]
    assert [each["i"] for each in read["categories"]] == [each.id for each in whole.categories]
    assert [each["n"] for each in read["groups"]] == [each.name for each in whole.groups]
    bank = next(each for each in read["categories"] if each["i"] == "jinrong/yinhang")
    names = {each["n"]: number for number, each in enumerate(read["papers"])}
    assert bank["t"] == {"k": 1, "p": [names["金融许可证"], names["金融机构许可证"]]}
    assert bank["u"] == "../jinrong/yinhang/"
    doubtful = [each["i"] for each in read["categories"] if each.get("d")]
    assert doubtful == [each.id for each in whole.categories if each.requirement and each.requirement.doubts]
    assert doubtful


def test_a_tree_is_coded_with_its_parties_and_scopes() -> None:
    numbers = {"a": 0, "b": 1}.__getitem__
    plain, scoped = Qualification("a", HERE), Qualification("b", HERE, scope="经营\n范围", holder="政府主体")
    assert coded(plain, plain, numbers) == 0
    assert coded(scoped, scoped, numbers) == {"q": 1, "h": "g", "s": "经营 范围"}
    assert coded(Nothing(HERE), Nothing(HERE), numbers) == {"n": 1}
    tree = Choose(1, (plain, All((plain, scoped), HERE, holder="企业")), HERE)
    inner = {"p": [0, {"q": 1, "h": "g", "s": "经营 范围"}], "h": "c"}
    assert coded(tree, tree, numbers) == {"k": 1, "p": [0, inner]}


def test_a_translation_takes_the_parties_from_the_source() -> None:
    source, translated = Qualification("a", HERE, holder="政府主体"), Qualification("a", HERE, holder="Behörden")
    assert coded(translated, source, lambda _name: 0) == {"q": 0, "h": "g"}


def test_the_matrix_marks_what_suffices_and_what_needs_others(rendering: Rendering) -> None:
    shown = published(page(rendering, PageKind.MATRIX).markdown)
    alone = shown.html.count('class="lm-mark lm-mark--alone"><span>')
    together = shown.html.count('class="lm-mark lm-mark--with"><span>')
    whole = sample()
    accepted = sum(len(each.categories) for each in whole.qualifications)
    assert alone + together == accepted
    assert alone > 10
    assert together > 5
    assert "无需提供资质:视频客服" in shown.text
    assert 'href="../qualifications/' in shown.html


def test_a_wide_matrix_is_parted_so_that_it_fits_paper_and_phone() -> None:
    bank = only(sample(), "jinrong/yinhang")
    ids = [f"x/{number}" for number in range(30)]
    many = tuple(replace(bank.categories[0], id=each, path=("x", each)) for each in ids)
    papers = tuple(replace(each, categories=tuple(ids)) for each in bank.qualifications)
    made = page(
        render(replace(bank, categories=many, groups=(), qualifications=papers), PageOptions()), PageKind.MATRIX
    )
    assert made.markdown.count('<table class="lm-grid">') == 3
    assert made.markdown.count('scope="col"') == 30


def test_a_lonely_category_has_nothing_to_find_or_compare() -> None:
    made = render(only(sample(), "jinrong/yinhang"), PageOptions())
    assert not {PageKind.FINDER, PageKind.MATRIX, PageKind.COMPARE} & {each.kind for each in made.pages}
    assert [title for title, _below in made.nav][-1] == "资质"
    assert "assets/finder.json" not in {each.path for each in made.assets}


def test_the_home_page_opens_the_doors(rendering: Rendering) -> None:
    home = page(rendering, PageKind.HOME).markdown
    for door in ("finder/", "qualifications/", "matrix/", "compare/"):
        assert f'class="lm-door" href="./{door}"' in home or f'class="lm-door" href="{door}"' in home


@pytest.mark.parametrize("kind", [PageKind.FINDER, PageKind.COMPARE])
def test_what_a_script_says_is_data_and_no_markup(rendering: Rendering, kind: PageKind) -> None:
    (words,) = (
        attributes["data-lm-words"]
        for tag, attributes in published(page(rendering, kind).markdown).tags
        if tag == "form"
    )
    said = json.loads(words or "")
    assert all(isinstance(each, str) and each for each in said.values())
