"""ragged-table: rows and spans that do not make a rectangle."""

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
    RepairKind.RAGGED_ROW: Wording(
        noted("the row fills a width of {is}, but the table's width is {due}"),
        noted("add the cell that is missing or remove the one too many; an empty cell is written as a cell, too"),
    ),
    RepairKind.SPAN_PAST_END: Wording(
        noted("the {name} reaches past the end of the table{detail}"),
        noted("lower the {name} to the rows or columns that are there"),
    ),
    RepairKind.BAD_SPAN: Wording(
        noted("the {name} is no number that can be used{detail}"),
        noted("write a whole number from 1 on, or remove the {name}"),
    ),
}
"""How each kind of misfit is told."""


def _check(context: Context) -> Iterator[Finding]:
    return tell(RULE, context, WORDINGS)


RULE = Rule(
    name="ragged-table",
    code="R104",
    severity=Severity.WARNING,
    summary="A table's rows differ in width, or a rowspan or colspan does not fit.",
    documentation=Documentation(
        what="""\
The rule reports a row with more or fewer cells than the table has columns, counting what reaches into it from the rows
above, a `rowspan` or `colspan` that reaches past the table, and one that is no usable number.""",
        why="""\
A row that is one cell short moves every later cell into the wrong column: a requirement becomes a scope.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td rowspan="3">《金融许可证》</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
""",
        mend="Count the cells of the row together with the spans that reach into it, and correct the one that is off.",
    ),
    check=_check,
)
