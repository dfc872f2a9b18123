"""The laws of ``leimu check --fix``: links stay as they are, no rule has something new to say, and once is enough.

Whether fixes hold is asked of every case that fires, of every example of a page, of the seed with brackets and
signs out of place, and of requirements that nobody would write.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.catalogue import Catalogue
from generator.findings import Finding
from generator.rules import RULES, Rule, judge
from generator.rules.fixing import apply_fixes
from generator.source import read_text
from tests.mutation.planting import Kind
from tests.mutation.test_mutants import chosen
from tests.mutation.wording import WORDING

CASES = sorted(Path(__file__).with_name("cases").glob("*.fires*.md"))
SIGNS = {"unbalanced-brackets", "mixed-punctuation"}
KINDS = [kind for kind in WORDING if SIGNS & set(kind.expected)]
OFF = dict.fromkeys(("missing-title", "missing-official-link"))
OF_LINKS = {"malformed-url", "broken-local-link", "malformed-markdown", "insecure-url"}
"""The rules whose fixes are about addresses."""
OF_MEANING = {"unreadable-requirement", "undeclared-choice", "count-mismatch", "qualification-variant"}
"""The rules that understand more of a requirement once its brackets are whole, or its signs are of one width."""
ROUNDS = 4
"""Fixes at one place wait for each other; no text here has more than so many there."""
DOCUMENT = """## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求{label}</th><td>{cell}</td></tr>
</table>
"""
PIECES = st.sampled_from(
    [
        "《金融许可证》", "《金融许可证", "金融许可证》", "具备金融许可证》", "《营业执照复印件", "》", "《", "（",
        "）", "(", ")", "“", "”", '"', ",", "，", "适用于分支机构", "(适用于分支机构)", "（选择第2项的，须提供）",
        " ", "<br>",
        "<b>", "</b>", "1.", "2.", "3.", "②", "4)", "[详见](https://a.example/c_(d))", "或", "与", "同时提供",
        '[详见](https://a.example/ "说明(一)")', '[详见](https://a.example/ "说明》")', "[《详见》](<https://a.example/甲,乙>)",
        '<a href="https://a.example/?a=(1)">', "</a>", "[甲(乙](https://a.example/乙)",
        '<a title="甲>(乙)" href="/x">甲(乙)</a>',
        "<https://a.example/甲,乙>", "\n\n", "&rdquo;", "![图(一)](https://a.example/x.png)", "<!-- (甲 -->",
    ]
)  # fmt: skip
LABELS = st.sampled_from(["", "（2选1）", "(3选1）", "（1选3）", "（2选1", "（任选其一）", "（同时提供）"])


def judged(text: str) -> tuple[Catalogue, tuple[Finding, ...]]:
    catalogue = read_text(text, "rules.md")
    return catalogue, judge(catalogue, OFF)


def links(catalogue: Catalogue) -> list[str]:
    return [link.href for source in catalogue.sources for link in source.links]


def fixed(text: str, findings: tuple[Finding, ...]) -> str:
    """Return a text as repeated fixing leaves it."""
    for _ in range(ROUNDS):
        text, earlier = apply_fixes(text, findings).text, text
        if text == earlier:
            break
        findings = judged(text)[1]
    return text


def obey(text: str, *, allowed: frozenset[str] = frozenset()) -> None:
    """Judge a text, fix it, and hold the result against the laws; ``allowed`` are rules that may be new."""
    catalogue, findings = judged(text)
    mended = fixed(text, findings)
    after, left = judged(mended)
    assert {each.rule for each in left} - allowed <= {each.rule for each in findings}
    assert apply_fixes(mended, left).text == mended
    if not OF_LINKS & {each.rule for each in findings if each.fix}:
        assert links(after) == links(catalogue)


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_a_case_is_fixed(case: Path) -> None:
    obey(case.read_text(encoding="utf-8").partition("=====expect\n")[0])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_examples_of_a_page_are_fixed(rule: Rule) -> None:
    obey(rule.documentation.wrong)
    obey(rule.documentation.right)


# The same lines again and again, which take three times as long where each is counted.
@pytest.mark.no_cover
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_seed_with_signs_out_of_place_is_fixed(kind: Kind) -> None:
    for mutant in chosen(kind):
        obey(mutant.text)


@pytest.mark.parametrize(
    ("cell", "mended"),
    [
        ("A[详见](https://a.example/c_(d))(适用于分支机构)", "A[详见](https://a.example/c_(d))（适用于分支机构）"),
        (
            'A[详见](https://a.example/ "说明(一)")(适用于分支机构)',
            'A[详见](https://a.example/ "说明(一)")（适用于分支机构）',
        ),
        ('A[详见](https://a.example/ "说明》")金融许可证》', None),
        ('A或<a title="甲>(乙)" href="/x">说明</a>(乙)', 'A或<a title="甲>(乙)" href="/x">说明</a>（乙）'),
        ("A或[详见](/x)机构许可证》", None),
        ("A\n\n<https://a.example/甲,乙>,丙", None),
    ],
)
def test_signs_of_addresses_are_no_signs_of_the_text(cell: str, mended: str | None) -> None:
    text = DOCUMENT.format(label="", cell=cell.replace("A", "《金融许可证》"))
    findings = tuple(each for each in judged(text)[1] if each.rule in SIGNS)
    expected = text if mended is None else DOCUMENT.format(label="", cell=mended.replace("A", "《金融许可证》"))
    assert fixed(text, findings) == expected


@given(LABELS, st.lists(PIECES, min_size=1, max_size=9))
# What is left of two names is nearly the same once both have the same quotes.
@example("", ['"', "”", "金融许可证》", "②", '"', "金融许可证》"])
def test_what_nobody_would_write_is_fixed(label: str, pieces: list[str]) -> None:
    text = DOCUMENT.format(label=label, cell="".join(pieces))
    torn = any(each.rule == "unbalanced-brackets" for each in judged(text)[1])
    obey(text, allowed=frozenset(OF_MEANING if torn else ()))
