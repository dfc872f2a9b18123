"""missing-table: a category without a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import Table
from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(context: Context) -> Iterator[Finding]:
    for category in context.catalogue.categories:
        if not category.fields and not any(isinstance(content, Table) for content in category.body):
            yield RULE.finding(
                _("{path} has no table").format(path=" / ".join(category.path)),
                category.source,
                category.heading,
                hint=_("write a table with the rows 小程序直播场景, 类目适用范围 and 资质要求"),
                category=category.path,
            )


RULE = Rule(
    name="missing-table",
    code="R114",
    severity=Severity.ERROR,
    summary="A category has no table.",
    documentation=Documentation(
        what="""\
A heading with a sentence such as 具备【金融业-银行】类目 announces a category. The rule reports those that have no
table below them.""",
        why="""\
The page of the category does not say what it covers or what must be handed in.""",
        wrong="""\
## 金融业

### 银行

具备【金融业-银行】类目，可使用标准直播进行接入。
""",
        right="""\
## 金融业

### 银行

具备【金融业-银行】类目，可使用标准直播进行接入。

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
""",
        mend="""\
Write the table with the scenario, the scope and the requirement, or remove the category.""",
    ),
    check=_check,
)
