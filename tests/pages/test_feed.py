"""The feed: what RFC 4287 asks for, whatever the words are."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.etree.ElementTree import fromstring

import pytest

from generator.exports.differences import Change, Kind
from generator.pages import PageOptions, Revision, render
from generator.source import read_text
from tests.pages.atom import ATOM, links, only, valid
from tests.pages.published import read
from tests.site.scratch import SOUND

CATALOGUE = read_text(SOUND, "rules.md")
BASE = "https://help.example.com/docs/"
HOSTILE = "<script>alert(1)</script> ]]> & \x00\x07\x1b\ufffe\ud800 </content>"


def revision(number: int, *changes: Change, published: int | None = None) -> Revision:
    return Revision(f"{number:040x}"[::-1], datetime(2026, 3, number, 12, tzinfo=UTC), changes, published)


def changed(before: str | None, after: str | None) -> Change:
    return Change(Kind.SCENARIO, "jinrong/yinhang", ("金融业", "银行"), before, after)


HISTORY = (revision(3, changed("旧", HOSTILE)), revision(2, changed(HOSTILE, None)), revision(1, published=1))


def content(*history: Revision, locale: str = "zh", url: str | None = BASE, **more: object) -> bytes | None:
    made = render(CATALOGUE, PageOptions(locale=locale, url=url, history=history, **more))  # type: ignore[arg-type]
    assert (made.feed is None) == ("changes.atom" not in {asset.path for asset in made.assets})
    return next((asset.content for asset in made.assets if asset.path == "changes.atom"), None)


@pytest.mark.parametrize("locale", ["zh", "zh-Hant", "en", "fr"])
def test_the_feed_is_valid_in_every_language(locale: str) -> None:
    made = content(*HISTORY, locale=locale)
    assert made
    feed = valid(made, BASE, locale)
    assert links(feed) == {"self": f"{BASE}changes.atom", "alternate": f"{BASE}changes/"}
    assert len(feed.findall(f"{ATOM}entry")) == 3


def test_an_entry_is_the_place_on_the_page() -> None:
    made = content(revision(2, changed("旧的话", "新的话")))
    assert made
    entry = only(fromstring(made), "entry")
    assert only(entry, "id").text == links(entry)["alternate"] == f"{BASE}changes/#c200000000000"
    assert only(entry, "title").text == "2026年3月2日：银行"
    assert only(entry, "updated").text == "2026-03-02T12:00:00+00:00"
    body = only(entry, "content").text or ""
    assert f'<a href="{BASE}jinrong/yinhang/">银行</a>' in body
    assert "<del>旧</del><ins>新</ins>的话" in body


def test_hostile_words_stay_words() -> None:
    made = content(*HISTORY, site_name=HOSTILE)
    assert made
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", made.decode())
    body = only(valid(made, BASE, "zh").findall(f"{ATOM}entry")[0], "content").text or ""
    shown = read(body)
    assert "script" not in {tag for tag, _attributes in shown.tags}
    assert "<script>alert(1)</script>]]>&</content>" in shown.text


def test_without_an_address_or_a_history_there_is_no_feed() -> None:
    assert content(*HISTORY, url=None) is None
    assert content() is None


def test_addresses_are_those_of_the_site() -> None:
    made = content(*HISTORY, directory_urls=False)
    assert made
    assert links(valid(made, BASE, "zh"))["alternate"] == f"{BASE}changes.html"


def test_entries_keep_their_names_where_somebody_wrote_the_page_by_hand() -> None:
    made = content(*HISTORY, taken=frozenset(["changes.md"]))
    assert made
    entries = valid(made, BASE, "zh").findall(f"{ATOM}entry")
    assert {links(entry)["alternate"] for entry in entries} == {f"{BASE}changes/"}
    assert len({only(entry, "id").text for entry in entries}) == 3


def test_a_long_title_is_cut() -> None:
    many = [Change(Kind.CATEGORY_REMOVED, None, ("组", f"类目{number}"), "x", None) for number in range(90)]
    made = content(revision(1, *many))
    assert made
    title = only(only(fromstring(made), "entry"), "title").text or ""
    assert len(title) <= 120
    assert title.endswith("…")
