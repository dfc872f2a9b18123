"""malformed-html: markup that had to be mended before it could be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import RepairKind
from generator.findings import Finding, Severity
from generator.messages import noted
from generator.rules.repairs import Wording, Wordings, tell
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDINGS: Wordings = {
    RepairKind.UNCLOSED: Wording(noted("<{name}> is never closed{place}"), noted("write </{name}> where it ends")),
    (RepairKind.UNCLOSED, "!--"): Wording(noted("the comment is never closed"), noted("write --> where it ends")),
    RepairKind.UNOPENED: Wording(
        noted("{written} stands where no <{name}> is open"), noted("write <{name}> before it")
    ),
    RepairKind.STRAY_END: Wording(
        noted("{written} closes nothing"), noted("remove it, or open the element that it closes")
    ),
    RepairKind.CROSSED: Wording(
        noted("{written} closes {opened}{place}, which it does not name"),
        noted("let the start tag and the end tag name the same element"),
    ),
    RepairKind.OVERLAPPING: Wording(
        noted("{written} stands before the end of {opened}{place}"),
        noted("write </{name}> before it, and remove the one behind it"),
    ),
    RepairKind.TABLE_FOR_END: Wording(noted("{written} is written for </table>{place}"), noted("write </table>")),
    RepairKind.UNKNOWN_TAG: Wording(noted("{written} is no HTML element"), noted("correct the name of the tag")),
    RepairKind.BROKEN_BREAK: Wording(noted("{written} is not how <{name}> is written"), noted("write <{name}>")),
    RepairKind.BROKEN_TAG: Wording(
        noted("the tag {written} is cut off or cannot be read"),
        noted("finish the tag: its name, its attributes in quotes, >"),
    ),
    RepairKind.TEXT_BETWEEN_CELLS: Wording(
        noted("words stand in a table but in none of its cells; they are shown before the table"),
        noted("move them into a cell, or out of the table"),
    ),
}
"""How each kind of mended markup is told."""


def _check(context: Context) -> Iterator[Finding]:
    return tell(RULE, context, WORDINGS)


RULE = Rule(
    name="malformed-html",
    code="R103",
    severity=Severity.ERROR,
    summary="HTML that is unclosed, crossed, mistyped or out of place.",
    documentation=Documentation(
        what="""\
leimu reads broken HTML as a browser would, and says so. The rule reports, with the element and the place where
it opened:

- an element that is never closed, or an end tag that closes nothing;
- an end tag that closes another element than the one it names: `<th>…</td>`, `<b>…</i>`;
- elements that cross: `<b><i>…</b></i>`;
- a cell outside a row, a row outside a table, words in a table but in no cell;
- `<table>` where `</table>` is meant;
- a mistyped tag such as `</trong>` or `<sapn>`, a tag that is cut off, `</br>` for `<br>`.""",
        why="""\
Every program guesses the meaning of broken markup in its own way. The page looks right in one of them, and cells are
lost in the next.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播
  <tr><th>类目适用范围</td><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td><b>《金融许可证》</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td><b>《金融许可证》</b></td></tr>
</table>
""",
        mend="""\
Write the tag that the hint names. Mend the first finding of a table first: the others often follow from it.""",
    ),
    check=_check,
)
