"""The page of changes, made from plain data."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from generator.catalogue import Catalogue
from generator.exports.differences import Change, Kind
from generator.locales.translating import Words, translate
from generator.pages import PageKind, PageOptions, Rendering, Revision, render
from generator.pages.changes import ITEMS, SUBJECTS
from generator.source import read_text
from tests.locales.words import ENGLISH
from tests.pages.published import Published, published
from tests.site.scratch import SOUND

CATALOGUE = read_text(SOUND, "rules.md")
BANK = ("jinrong/yinhang", ("金融业", "银行"))
GONE = (None, ("金融业", "信托"))
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=timezone(timedelta(hours=8)))


def change(kind: Kind, before: str | None, after: str | None, about: object = BANK) -> Change:
    identifier, path = about  # type: ignore[misc]
    return Change(kind, identifier, path, before, after)


def revision(*changes: Change, when: datetime = NOON, published: int | None = None) -> Revision:
    return Revision("0123456789abcdef" * 2 + "01234567", when, changes, published)


def rendered(*revisions: Revision, locale: str = "zh", of: Catalogue = CATALOGUE, **more: object) -> Rendering:
    return render(of, PageOptions(locale=locale, history=revisions, **more))  # type: ignore[arg-type]


def page(*revisions: Revision, locale: str = "zh", **more: object) -> Published:
    made = rendered(*revisions, locale=locale, **more)
    (found,) = (each for each in made.pages if each.kind is PageKind.CHANGES)
    assert found.path == "changes.md"
    return published(found.markdown)


def test_without_a_history_there_is_no_page_and_no_entry() -> None:
    made = rendered()
    assert not [each for each in made.pages if each.kind is PageKind.CHANGES]
    assert "changes.md" not in str(made.nav)
    assert made.feed is None


def test_the_entry_stands_behind_the_papers() -> None:
    nav = rendered(revision(published=1)).nav
    assert nav[-2:] == (("资质", "qualifications/index.md"), ("更新记录", "changes.md"))


def test_a_revision_has_its_date_and_what_changed_by_category() -> None:
    made = page(revision(change(Kind.SCENARIO, "理财讲座", "理财课堂"), change(Kind.COUNT, "3选1", "2选1")))
    assert '<h2 id="c0123456789ab"><time datetime="2026-03-05">2026年3月5日</time></h2>' in made.html
    assert '<a href="../jinrong/yinhang/">银行</a> <span class="lm-accepted__group">金融业</span>' in made.html
    assert "理财<del>讲座</del><ins>课堂</ins>" in made.html
    assert "须提交的项数" in made.text
    assert "<del>3</del><ins>2</ins>选1" in made.html
    # It is in the reader's own language, so nothing says otherwise.
    assert not [attributes for _tag, attributes in made.tags if "lang" in attributes]


def test_the_day_is_that_of_where_it_was_made() -> None:
    late = datetime(2026, 3, 5, 23, 30, tzinfo=timezone(timedelta(hours=8)))
    assert "2026年3月5日" in page(revision(published=1, when=late)).text
    assert "2026年3月5日" not in page(revision(published=1, when=late.astimezone(timezone(timedelta(hours=9))))).text


def test_the_first_revision_says_only_how_many_there_were() -> None:
    assert "首次发布，共1个类目" in page(revision(published=1)).text
    assert "First published, with 1 category" in page(revision(published=1), locale="en").html
    assert "First published, with 1,200 categories" in page(revision(published=1200), locale="en").html


def test_every_kind_of_change_has_its_words() -> None:
    for kind in Kind:
        english, chinese = (page(revision(change(kind, "a", "b")), locale=locale).text for locale in ("en", "zh"))
        assert english != chinese
        assert kind.value not in chinese


@pytest.mark.parametrize(
    ("about", "html"),
    [
        (GONE, '<p class="lm-entry__title">金融业 / 信托</p>'),
        ((None, ()), '<a href="../">整篇文档</a>'),
        ((None, ("金融业",)), '<a href="../jinrong/">金融业</a>'),
        ((None, ("没有了",)), '<p class="lm-entry__title">没有了</p>'),
    ],
)
def test_what_is_no_category_of_today(about: object, html: str) -> None:
    assert html in page(revision(change(Kind.TEXT, "旧", "新", about))).html


def test_readers_of_another_language_are_told_what_is_not_in_it() -> None:
    said = {("jinrong/yinhang.name", "银行"): "Bank", ("jinrong.name", "金融业"): "Finance"}
    words = Words(ENGLISH, "zh", said, frozenset())
    english = translate(CATALOGUE, words)
    made = page(
        revision(
            change(Kind.SCENARIO, "理财讲座", "理财课堂"),
            change(Kind.COUNT, "3选1", "2选1"),
            change(Kind.CATEGORY_REMOVED, "金融业 / 信托", None, GONE),
        ),
        locale="en",
        of=english,
    )
    assert '<span lang="zh">理财<del>讲座</del><ins>课堂</ins></span>' in made.html
    assert "<span>1 of <del>3</del><ins>2</ins></span>" in made.html
    assert '>Bank</a> <span class="lm-accepted__group">Finance</span>' in made.html
    assert '<p class="lm-entry__title" lang="zh">金融业 / 信托</p>' in made.html
    assert 'datetime="2026-03-05">Mar 5, 2026</time>' in made.html


HOSTILE = "<script>alert(1)</script> ]]> &amp; {{ x }} {% y %} **b** <!-- \x07\x1b </div> `c` $d$ :smile:\r\n\r\n# e"


@pytest.mark.parametrize("kind", [Kind.SCENARIO, Kind.LINK, Kind.TEXT, Kind.CATEGORY_RENAMED])
def test_hostile_words_stay_words(kind: Kind) -> None:
    about = (None, (HOSTILE,))
    made = page(revision(change(kind, "x", HOSTILE, about), change(kind, HOSTILE * 9, "y", about)))
    known = {"h1", "h2", "time", "div", "nav", "a", "p", "ul", "li", "span", "del", "ins", "br", "details", "summary"}
    assert {tag for tag, _attributes in made.tags} <= known
    assert "<script>alert(1)</script>]]>&amp;{{x}}{%y%}**b**<!--" in made.text
    assert ":smile:#e" in made.text
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", made.html)


def test_an_address_is_shown_and_leads_nowhere() -> None:
    made = page(revision(change(Kind.LINK_ADDED, None, "javascript:alert(1)")))
    assert "<ins>javascript:alert(1)</ins>" in made.html
    assert [attributes["href"] for tag, attributes in made.tags if tag == "a"] == ["../", "../jinrong/yinhang/"]


def test_a_long_change_can_be_unfolded() -> None:
    made = page(revision(change(Kind.TEXT, "甲" * 400, "乙" * 400)))
    assert made.html.count("<details") == 1
    assert "<summary>全文</summary>" in made.html
    assert "甲" * 400 in made.html


def test_of_very_many_changes_the_first_are_listed_and_the_rest_counted() -> None:
    many = [change(Kind.CATEGORY_REMOVED, "x", None, (None, ("组", f"类{number}"))) for number in range(SUBJECTS + 5)]
    made = page(revision(*many))
    assert made.html.count('class="lm-entry"') == SUBJECTS
    assert "另有5个类目" in made.text
    ways = [change(Kind.OPTION_ADDED, None, f"证{number}") for number in range(ITEMS + 1)]
    assert "and 1 more change<" in page(revision(*ways), locale="en").html


def test_a_hand_written_page_goes_before_it() -> None:
    made = rendered(revision(published=1), taken=frozenset(["changes.md"]))
    assert made.displaced == ("changes.md",)
    assert ("更新记录", "changes.md") in made.nav


def test_a_category_of_that_name_has_another_address() -> None:
    catalogue = read_text("## Changes\n\n| 适用范围 | 资质要求 |\n| --- | --- |\n| x | 《证》 |\n", "rules.md")
    assert [each.id for each in catalogue.categories] == ["changes-1"]
    made = rendered(revision(published=1), of=catalogue, url="https://x.example/")
    assert [each.kind for each in made.pages if each.path == "changes.md"] == [PageKind.CHANGES]
    assert made.feed is not None


def test_a_category_says_when_it_last_changed() -> None:
    def text(locale: str) -> str:
        made = rendered(locale=locale, changed={"jinrong/yinhang": date(2026, 3, 5)})
        (found,) = (each for each in made.pages if each.path == "jinrong/yinhang.md")
        return published(found.markdown).html

    assert '<time datetime="2026-03-05">最近更新于 2026年3月5日</time>' in text("zh")
    assert '<time datetime="2026-03-05">Last changed on Mar 5, 2026</time>' in text("en")
    unknown = rendered(changed={"another": date(2026, 3, 5)})
    assert not [each for each in unknown.pages if "<time" in each.markdown]


def test_the_link_to_the_feed_is_there_with_the_feed() -> None:
    assert "changes.atom" not in page(revision(published=1)).html
    made = page(revision(published=1), url="https://x.example/")
    assert '<a href="../changes.atom" type="application/atom+xml">订阅更新</a>' in made.html


def test_the_same_history_gives_the_same_pages() -> None:
    history = revision(change(Kind.SCENARIO, "理财讲座", "理财课堂"), when=NOON.astimezone(UTC))
    assert rendered(history, url="https://x.example/") == rendered(history, url="https://x.example/")
