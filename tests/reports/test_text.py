"""The text report: carets under the right characters, in a terminal's columns."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import reports
from generator.catalogue import Catalogue, Span
from generator.findings import Finding, Severity
from generator.reports.excerpt import WIDTH, excerpt
from generator.reports.text import render_coloured, summary
from tests.rules.factory import at, catalogue, source

GOLDEN = Path(__file__).with_name("golden.txt")
TEXT = """\
## 金融业
\t\t<th >资质要求（3选1）</th>
  <td>1.《金融许可证》<br>2.《金融机构许可证》</td></tr>
ｆｕｌｌ half ﾊﾝｶｸ e\u0301te\u0301 x
"""


def finding(
    span: Span, severity: Severity = Severity.ERROR, hint: str | None = None, message: str = "is wrong"
) -> Finding:
    return Finding("some-rule", "R000", severity, message, hint, 0, span)


def underlined(text: str, span: Span) -> str:
    """Return what a terminal would show above the carets."""
    shown = excerpt(source(text), span)
    column, marked = 0, ""
    for character in shown.text:
        if shown.indent <= column < shown.indent + shown.carets:
            marked += character
        wide = unicodedata.east_asian_width(character) in "WF"
        column += 0 if unicodedata.combining(character) else 1 + wide
    return marked


def sample() -> tuple[Catalogue, list[Finding]]:
    return catalogue(source(TEXT, "金融/rules.md"), source("", "b.md")), [
        finding(at(TEXT, "3选1"), hint="write 2选1, or list 3 options", message="declares 3选1 but lists 2 options"),
        finding(at(TEXT, "金融业"), Severity.WARNING),
        finding(Span(TEXT.index("</tr>"), TEXT.index("</tr>")), Severity.INFO, message="something is missing"),
        finding(at(TEXT, "half"), message="one\nline\x1b[31m"),
    ]


def test_the_whole_report() -> None:
    assert reports.render("text", *sample()) == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "part", ["3选1", "资质要求（3选1）", "《金融机构许可证》", "half", "ﾊﾝｶｸ", "ｆｕｌｌ", "x", "<th >"]
)
def test_carets_stand_under_the_part(part: str) -> None:
    assert underlined(TEXT, at(TEXT, part)) == part


def test_a_tab_reaches_to_the_next_stop() -> None:
    shown = excerpt(source("a\tb\t\tc"), Span(5, 6))
    assert shown.text == "a   b       c"
    assert (shown.indent, shown.carets) == (12, 1)


def test_a_span_over_several_lines_is_underlined_to_the_end_of_the_first() -> None:
    assert underlined(TEXT, Span(TEXT.index("融业"), len(TEXT))) == "融业"


def test_what_steers_a_terminal_is_shown_as_a_sign() -> None:
    shown = excerpt(source("a\x1b[2J\u202eb\u200bc"), Span(8, 9))
    assert shown.text == "a\ufffd[2J\ufffdb\ufffdc"
    assert (shown.indent, shown.carets) == (8, 1)


@pytest.mark.parametrize("start", [0, 3, 500, 980])
def test_a_long_line_is_cut_round_the_carets(start: int) -> None:
    text = "".join(chr(0x4E00 + number) for number in range(1000))
    shown = excerpt(source(text), Span(start, start + 5))
    assert underlined(text, Span(start, start + 5)) == text[start : start + 5]
    assert sum(1 if sign == "…" else 2 for sign in shown.text) <= WIDTH
    assert shown.text.startswith("…") == (start > 15)
    assert shown.text.endswith("…") == (start < 970)


@given(st.text(), st.integers(0, 300), st.integers(0, 300))
def test_every_place_has_an_excerpt(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    shown = excerpt(source(text), Span(start, end))
    assert shown.carets >= 1
    assert shown.indent + shown.carets <= WIDTH + 1
    assert "\n" not in shown.text


def test_colours_change_no_character() -> None:
    coloured = render_coloured(*sample())
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == reports.render("text", *sample())


def test_a_clean_catalogue() -> None:
    assert reports.render("text", catalogue(source("")), []) == "No findings in 1 file\n"


@pytest.mark.parametrize(
    ("severities", "said"),
    [
        ([Severity.ERROR], "1 error in 1 of 2 files"),
        ([Severity.INFO, Severity.ERROR, Severity.ERROR], "2 errors and 1 info in 1 of 2 files"),
        ([Severity.INFO, Severity.WARNING, Severity.ERROR], "1 error, 1 warning and 1 info in 1 of 2 files"),
    ],
)
def test_the_summary_counts_from_the_worst(severities: list[Severity], said: str) -> None:
    files = catalogue(source("a", "a.md"), source("b", "b.md"))
    assert summary(files, [finding(Span(0, 1), severity) for severity in severities]) == said
