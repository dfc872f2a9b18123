"""mixed-punctuation: half-width signs in Chinese text, full-width signs between figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Finding, Fix, Severity
from generator.messages import gettext as _
from generator.messages import ngettext
from generator.rules.brackets import lonely
from generator.rules.mixed_signs import certain, mixed
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.texts import Text, places, texts, without_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalogue import Catalogue


def _check(context: Context) -> Iterator[Finding]:
    for text in texts(context.catalogue):
        # Other tables may hold anything: figures, commands, patterns.
        if text.known and mixed(text.shown) and (found := mixed(without_code(context.catalogue, text))):
            yield _finding(context.catalogue, text, found)


def _finding(catalogue: Catalogue, text: Text, found: Mapping[int, str]) -> Finding:
    """Return one finding for a cell, at its first wrong sign: who writes half-width signs writes many of them."""
    first, sign = next(iter(found.items()))
    where = places(catalogue, text)
    right = "".join(found.get(at, char) for at, char in enumerate(text.shown))
    message = ngettext(
        "{written} stands for {sign} here",
        "{written} stands for {sign} here; {count} signs of this text have the wrong width",
        len(found),
    ).format(written=text.shown[first], sign=sign, count=len(found))
    fix = (
        Fix(
            ngettext("write {sign}", "write {count} signs in the right width", len(found)).format(
                sign=sign, count=len(found)
            ),
            tuple((where[at], new) for at, new in found.items()),
        )
        # A bracket that has no other half in its new width is to be looked at first.
        if where and certain(text.shown, found) and len(lonely(right)) <= len(lonely(text.shown))
        else None
    )
    return RULE.finding(
        message,
        text.category.source,
        where[first] if where else text.span,
        hint=_("write full-width signs in Chinese text, half-width ones within figures"),
        category=text.category.path,
        fix=fix,
    )


RULE = Rule(
    name="mixed-punctuation",
    code="R208",
    severity=Severity.INFO,
    summary="Half-width signs in Chinese text, or full-width ones within figures.",
    documentation=Documentation(
        what="""\
The rule looks at the rows that leimu knows: scenario, scope, requirement and their labels. It reports brackets of two
widths, (2选1）, half-width brackets round Chinese words, half-width , ; : ? ! between Chinese words, straight quotation
marks round Chinese words, and full-width signs within figures, 3，000. A cell gets one finding, at its first such
sign. Signs in code and in addresses are left alone, and so is " behind a figure, which may stand for inches.""",
        why="""\
leimu reads all of these as they are meant. Readers see uneven gaps, and a search for （3选1） misses (3选1）.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求(2选1）</th><td>1.《金融许可证》<br>2.《金融机构许可证》</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求（2选1）</th><td>1.《金融许可证》<br>2.《金融机构许可证》</td></tr>
</table>
""",
        mend="""\
Write the signs that the finding names; `leimu check --fix` does so for the whole cell, unless straight
quotation marks do not go in pairs.""",
    ),
    check=_check,
    fixable=True,
    alone=True,
)
