"""Whatever stands in a source: it is read, judged, mended and told without a crash or a hang."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator import reports
from generator.catalogue import Catalogue
from generator.exports.json import to_json
from generator.exports.text import to_text
from generator.findings import Finding
from generator.rules import judge
from generator.rules.baseline import entries, sift
from generator.rules.fixing import apply_fixes
from generator.source import SourceError, read_text
from tests.junk import share
from tests.source.test_laws import PIECES

pytestmark = [pytest.mark.slow, pytest.mark.fuzz]

SEED = (Path(__file__).parents[1] / "catalogue/sources/mini-program-live.md").read_text(encoding="utf-8")
EXAMPLES = share(10_000)
"""As many documents as the fuzzing makes up."""
SIGNS = """（ ） ( ) 《 》 【 】 “ ” 一、 二、 ① ② ⑩ 1. 2. 10、 (1) （1） 1.1 ⑥选① 3选2 ３选１ 同时提供： 任选其一
或 与 及 和 / + 、 ， ； ： 注： 无需 - http://x.example https:/x //x ../x.md #x 需补充“甲类目” 具备【 】类目"""
MARKUP = """<iframe src=x>
<a href="javascript:x">
<b onclick="x()">
<p style="background:url(x)">
<meta http-equiv=refresh>
<svg/onload=x>
<!-- leimu: ignore=count-mismatch x -->"""
WILD = (*PIECES, *SIGNS.split(), *MARKUP.splitlines())
wild = st.lists(st.sampled_from(WILD) | st.text(max_size=3), max_size=40).map("".join)
"""Documents of any pieces at all."""
TABLE = """## 金融\n\n### 银行\n\n{}\n\n<table><tr><th>小程序直播场景</th><td>{}</td></tr>
<tr><th>类目适用范围</th><td>{}</td></tr>\n<tr><th>资质要求{}</th><td>{}</td></tr></table>\n"""
pieces = st.lists(st.sampled_from(WILD), max_size=10).map("".join)
cards = st.tuples(pieces, pieces, pieces, pieces, st.lists(st.sampled_from(WILD), max_size=30).map("".join)).map(
    lambda parts: TABLE.format(*parts)
)
"""Documents that are categories at least on the outside."""


@st.composite
def mutilated(draw: st.DrawFn) -> str:
    """Return a piece of the real source with a few characters lost, doubled or put in."""
    start = draw(st.integers(0, len(SEED) - 1))
    text = SEED[start : start + draw(st.integers(0, 3000))]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 9))
        text = text[:at] + draw(st.sampled_from(["", text[at : at + length] * 2, *WILD])) + text[at + length :]
    return text


def whole_way(text: str) -> tuple[Catalogue, tuple[Finding, ...]] | None:
    """Take a text through everything that ``leimu parse`` and ``leimu check`` do; a refusal is as good."""
    try:
        catalogue = read_text(text)
    except SourceError:
        return None
    findings = judge(catalogue)
    for finding in findings:
        assert "\n" not in finding.message + (finding.hint or ""), finding
        assert 0 <= finding.span.start <= finding.span.end <= len(text), finding
    for form in reports.FORMATS:
        assert reports.render(form, catalogue, findings).endswith("\n")
    assert to_json(catalogue)["version"] == 1
    assert to_text(catalogue).endswith("\n")
    assert sift(catalogue, findings, entries(catalogue, findings)).new == ()
    return catalogue, findings


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(wild | cards | mutilated())
@example("<td<!-- rowspan=3>")  # a place that reached past the end of the text
def test_nothing_crashes(text: str) -> None:
    if (read := whole_way(text)) is not None:
        apply_fixes(read[0].sources[0].text, read[1])


@settings(max_examples=share(1_000), deadline=None, suppress_health_check=list(HealthCheck))
@given(cards | mutilated())
def test_what_is_fixed_stays_fixed(text: str) -> None:
    for _round in range(10):
        try:
            catalogue = read_text(text)
        except SourceError:
            return
        fixed = apply_fixes(text, judge(catalogue))
        if not fixed.fixes:
            return
        assert fixed.text != text
        text = fixed.text
    raise AssertionError(text)


DEEP = 200
NESTS = {
    "lists": "".join(f"{' ' * 2 * level}- 甲\n" for level in range(DEEP)),
    "quotes": "\n".join(">" * level + " 甲" for level in range(1, DEEP + 1)),
    "elements": "<table><tr><td>" + "<div>" * DEEP + "甲" + "</div>" * DEEP + "</td></tr></table>",
    "tables": "<table><tr><td>" * DEEP + "甲" + "</td></tr></table>" * DEEP,
    "lists in a cell": TABLE.format("", "", "", "", "<ul><li>" * DEEP + "《甲证》" + "</li></ul>" * DEEP),
    "brackets": TABLE.format("", "", "", "", "（" * DEEP + "《甲证》" + "）" * DEEP),
    "titles": TABLE.format("", "", "", "", "《" * DEEP + "甲证" + "》" * DEEP),
    "open brackets": TABLE.format("", "", "", "", "《甲证》（" * DEEP),
    "choices": TABLE.format("", "", "", "", "".join(f"（2选1）：{'1.' * level}《甲证》" for level in range(1, DEEP))),
    "markers": TABLE.format("", "", "", "（2选1）" * DEEP, "1.《甲证》<br>2.《乙证》"),
    "emphasis": "**" * DEEP + "甲" + "**" * DEEP,
    "links": "[" * DEEP + "甲" + "](x)" * DEEP,
    "headings": "".join(f"{'#' * (level % 6 + 1)} 甲{level}\n" for level in range(DEEP)),
    "comments": "<!-- leimu: ignore=a-b x " * DEEP + "-->" * DEEP,
}


@pytest.mark.parametrize("nest", NESTS)
def test_deep_nesting_is_read(nest: str) -> None:
    read = whole_way(NESTS[nest])
    assert read is not None
    assert "甲" in read[0].sources[0].text or nest == "comments"


def test_fifty_megabytes_are_read_and_judged() -> None:
    """The size is what counts: a hang would end the run by CI's own limit."""
    lines = SEED.splitlines(keepends=True)
    chosen = random.Random(3)
    for _ in range(len(lines) // 10):
        del lines[chosen.randrange(len(lines))]
    damaged = "".join(lines)
    text = damaged * (50_000_000 // len(damaged.encode()) + 1)
    assert len(text.encode()) >= 50_000_000
    catalogue = read_text(text)
    findings = judge(catalogue)
    assert len(catalogue.categories) > 10_000
    assert {"duplicate-category", "malformed-html"} <= {finding.rule for finding in findings}


@pytest.mark.parametrize("sign", ["<", "《", "（", "[", "|", ">", "`", "&", "1.", "*", "\n#", "<td>", "或", "①"])
def test_a_megabyte_of_one_sign_is_read(sign: str) -> None:
    text = sign * (1_000_000 // len(sign.encode()))
    assert whole_way(text) is not None
    cell = TABLE.format("", "", "", "", sign * (20_000 // len(sign.encode())))
    assert whole_way(cell) is not None
