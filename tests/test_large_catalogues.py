"""What comes after reading does not take the square either: comparing, translating, judging markup.

Where steps can be counted they are; else the sizes are such that minutes or hours would pass.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import polib
import pytest

from generator.catalogue import Catalogue, QualificationEntry, Span
from generator.exports.differences import Kind, differences
from generator.locales import po
from generator.locales.units import _Notes, units
from generator.locales.walking import Place
from generator.pages import PageKind, PageOptions, render
from generator.rules import judge
from generator.source import read_text
from tests.rules.factory import catalogue, category, source
from tests.test_growth import TABLE

MANY = 20_000


def categories(names: list[str]) -> Catalogue:
    listed = [category(("组", name), Span(at, at + 1)) for at, name in enumerate(names)]
    return catalogue(source("文" * len(names)), categories=tuple(replace(each, id=each.name) for each in listed))


def test_categories_in_another_order_are_paired_at_once() -> None:
    names = [f"类目{number}" for number in range(5_000)]
    old, new = categories(names), categories(names[::-1])
    assert differences(old, new) == ()


def test_hundreds_of_renamed_categories_are_compared_once() -> None:
    old = categories([f"{number}旧的名字{number * 7}" for number in range(400)])
    new = categories([f"新{number:03}称呼" for number in range(400)])
    kinds = Counter(change.kind for change in differences(old, new))
    assert kinds[Kind.CATEGORY_RENAMED] <= 100
    for kind in (Kind.CATEGORY_ADDED, Kind.CATEGORY_REMOVED):
        assert kinds[kind] + kinds[Kind.CATEGORY_RENAMED] == 400


def test_the_most_alike_of_several_renamed_categories_is_its_own() -> None:
    old = categories(["网络文化经营许可", "金融机构业务许可", "医疗卫生机构执业"])
    new = categories(["医疗卫生机构执业证", "网络文化经营许可证", "金融机构业务许可证"])
    changes = differences(old, new)
    assert [(change.before, change.after) for change in changes if change.kind is Kind.CATEGORY_RENAMED] == [
        ("组 / 医疗卫生机构执业", "组 / 医疗卫生机构执业证"),
        ("组 / 网络文化经营许可", "组 / 网络文化经营许可证"),
        ("组 / 金融机构业务许可", "组 / 金融机构业务许可证"),
    ]


def po_file(contexts: list[str], text: str, said: str = "") -> polib.POFile:
    file = polib.POFile()
    for context in contexts:
        file.append(polib.POEntry(msgctxt=context, msgid=text, msgstr=said))
    return file


def test_one_name_in_many_places_keeps_its_translation() -> None:
    old = po_file([f"old/{number}.name" for number in range(MANY)], "银行", "Bank")
    new = po_file([f"new/{number}.name" for number in range(MANY)], "银行")
    updated = po.update(old, new, "fr")
    assert len(updated) == MANY
    assert all(entry.msgstr == "Bank" and not entry.fuzzy for entry in updated)


@pytest.mark.parametrize("text", ["[" * 200_000, "甲乙" * 100_000])
def test_a_very_long_string_is_known_again_when_it_is_reworded(text: str) -> None:
    (entry,) = po.update(po_file(["a.scope"], text, "x"), po_file(["a.scope"], f"{text}丙"), "fr")
    assert (entry.msgstr, entry.fuzzy, entry.previous_msgid) == ("x", True, text)


def test_a_label_in_a_fifty_thousand_places_is_noted() -> None:
    notes = _Notes("fr")
    for number in range(50_000):
        for _twice in range(2):
            notes("label", "备注", Place("", 0, Span(number, number + 1)))
    (unit,) = notes.units.values()
    assert len(unit.places) == 50_000


def test_each_paper_is_sought_once(monkeypatch: pytest.MonkeyPatch) -> None:
    many = 300
    read = read_text(TABLE.format("", "", "或".join(f"《甲乙证{number:03}》" for number in range(many))))
    assert len(read.qualifications) == many
    asked = 0
    known = Catalogue.qualification_of

    def counted(self: Catalogue, name: str) -> QualificationEntry | None:
        nonlocal asked
        asked += 1
        return known(self, name)

    monkeypatch.setattr(Catalogue, "qualification_of", counted)
    spans = [unit.places[0].span for unit in units(read, "fr") if unit.context.startswith("qualifications/")]
    assert [read.sources[0].slice(span) for span in spans if span] == [f"甲乙证{number:03}" for number in range(many)]
    assert asked <= 5 * many


@pytest.mark.parametrize("words", ["on" * 100_000, f"<b {'onclick=x ' * 20_000}>", f"<b on{'x' * 100_000}=y>"])
def test_markup_that_looks_unsafe_is_judged_at_once(words: str) -> None:
    findings = judge(read_text(f"# 甲\n\n{words}甲</b>\n"))
    assert ("unsafe-html" in {finding.rule for finding in findings}) is words.startswith("<")


def test_the_page_of_a_paper_does_not_name_thousands_of_others() -> None:
    many = 600
    read = read_text(TABLE.format("", "", "<br>".join(f"{number + 1}.《甲乙证{number:03}》" for number in range(many))))
    pages = [page for page in render(read, PageOptions()).pages if page.kind is PageKind.QUALIFICATION]
    assert len(pages) == many
    for page in pages[:3]:
        assert page.markdown.count("甲乙证") < 100
        assert "甲乙证010 ＋ 甲乙证011" in page.markdown
        assert "甲乙证040 等" in page.markdown or "甲乙证039 等" in page.markdown
