"""empty-cell: a cell without content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.understood import is_understood

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(context: Context) -> Iterator[Finding]:
    told: set[tuple[int, int]] = set()
    for category in context.catalogue.categories:
        for field in category.fields if is_understood(category) else ():
            # A row without a cell is narrower than its table, and another rule's to tell.
            if not field.label or not field.cells or any(cell.text.strip() or cell.links for cell in field.cells):
                continue
            cell = field.cells[0]
            if (category.source, cell.span.start) in told:
                continue
            # A cell that reaches over several rows is one cell, whoever it belongs to.
            told.add((category.source, cell.span.start))
            yield RULE.finding(
                _("{label} is empty").format(label=field.label),
                category.source,
                cell.span,
                hint=_("write - where nothing is required")
                if field.meaning == "requirement"
                else _("write what belongs there, or remove the row"),
                category=category.path,
            )


RULE = Rule(
    name="empty-cell",
    code="R113",
    severity=Severity.WARNING,
    summary="A row of a category's table says nothing.",
    documentation=Documentation(
        what="""\
The rule reports each labelled row whose cell is empty, and each empty cell of a table whose rows are categories. A cell
with a picture or a link is not empty. A requirement of `-` or `/` says that nothing is required.""",
        why="""\
A reader cannot tell a cell that was forgotten from one that has nothing to say. An empty requirement reads as if
nothing had to be handed in.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td></td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
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
        mend="""\
Write what belongs there; `-` where nothing is required.""",
    ),
    check=_check,
    alone=True,
)
