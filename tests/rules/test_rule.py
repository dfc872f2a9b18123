"""What every rule's findings have in common."""

from __future__ import annotations

import pytest

from generator.catalogue import Span
from generator.rules import RULES, judge
from generator.source import read_text


@pytest.mark.parametrize("line_end", ["\n", "\r\n", " \n\t", "\n\n", "\u2028"])
def test_names_over_several_lines_are_told_on_one(line_end: str) -> None:
    finding = RULES[0].finding(f"社{line_end}直播 is empty", 0, Span(0, 1), hint=f"write 社{line_end}直播")
    assert (finding.message, finding.hint) == ("社 直播 is empty", "write 社 直播")
    assert RULES[0].finding("a  b", 0, Span(0, 1)).hint is None


def test_a_breadcrumb_with_a_break_is_told_on_one_line() -> None:
    text = "## 社交\n\n### 直播\n\n具备【社<br>直播】类目，可接入。\n\n|场景|范围|资质要求|\n|-|-|-|\n|甲|乙|-|\n"
    (finding,) = [finding for finding in judge(read_text(text)) if finding.rule == "breadcrumb-mismatch"]
    assert finding.message == "the sentence says 社 直播, but the headings say 社交 / 直播"
