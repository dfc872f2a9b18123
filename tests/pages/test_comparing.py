"""Two wordings in one line: nothing of either is lost, and nothing in them becomes markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from generator.pages.comparing import MOST, compared, differing
from tests.pages.published import read

WORDS = st.text(st.sampled_from("适用于金融 ab<&\n.，"), max_size=60)
CASES = [
    ("适用于消费金融线上服务或交易等服务", "适用于消费金融线上服务", "适用于消费金融线上服务<del>或交易等服务</del>"),
    ("the quick brown fox", "the slow brown fox", "the <del>quick</del><ins>slow</ins> brown fox"),
    ("2024 年三月起", "2025 年三月起", "<del>2024</del><ins>2025</ins> 年三月起"),
    (None, "新的", "<ins>新的</ins>"),
    ("旧的", None, "<del>旧的</del>"),
    (None, None, ""),
    ("全然不同", "别的话语啊", "<del>全然不同</del><ins>别的话语啊</ins>"),
    ("一二三甲四乙五六七", "一二三丙四丁五六七", "一二三<del>甲四乙</del><ins>丙四丁</ins>五六七"),
    ("<script>一二三</script>", "<script>一二四</script>",
     "&lt;script&gt;一二<del>三</del><ins>四</ins>&lt;/script&gt;"),
    ("一行\n二行", "一行\n三行", "一行<br><del>二</del><ins>三</ins>行"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "shown"), CASES)
def test_what_differs_is_marked(before: str | None, after: str | None, shown: str) -> None:
    assert compared(before, after).shown == shown
    assert compared(before, after).whole is None


@given(WORDS, WORDS)
def test_both_wordings_are_there_whole(before: str, after: str) -> None:
    pieces = differing(before, after)
    assert "".join(piece.text for piece in pieces if piece.mark != "ins") == before
    assert "".join(piece.text for piece in pieces if piece.mark != "del") == after
    assert all(piece.text for piece in pieces)


@given(WORDS, WORDS)
def test_nothing_of_them_is_markup(before: str, after: str) -> None:
    shown = compared(before, after).shown
    assert isinstance(shown, Markup)
    assert {tag for tag, _attributes in read(shown).tags} <= {"del", "ins", "br"}


def test_of_a_long_text_the_part_round_the_change_is_shown() -> None:
    before = "首" * 200 + "甲" + "中" * 200 + "乙" + "尾" * 200
    made = compared(before, before.replace("甲", "丙").replace("乙", ""))
    assert made.shown == (f"…{'首' * 24}<del>甲</del><ins>丙</ins>{'中' * 24}…{'中' * 24}<del>乙</del>{'尾' * 24}…")
    assert made.whole is None


@pytest.mark.parametrize(
    ("before", "after"), [("甲" * 900, "乙" * 700), ("甲" * 20, "乙" * 700), ("甲" * 700, None), (None, "乙" * 700)]
)
def test_what_is_still_too_long_is_folded_away(before: str | None, after: str | None) -> None:
    made = compared(before, after)
    assert made.whole is not None
    assert len(read(made.shown).text) <= MOST + 2
    # Something of each side is there to be seen.
    assert ("甲" in made.shown, "乙" in made.shown) == (before is not None, after is not None)
    assert read(made.whole).text == (before or "") + (after or "")


def test_texts_that_are_too_long_to_compare_are_shown_one_after_the_other() -> None:
    before, after = "甲乙" * 2000, "乙丙" * 2000
    assert [piece.mark for piece in differing(before, after)] == ["del", "ins"]
