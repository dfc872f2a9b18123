"""unreadable-requirement: words of a requirement whose meaning stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Finding, Severity
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(context: Context) -> Iterator[Finding]:
    catalogue = context.catalogue
    for category in catalogue.categories:
        for doubt in category.requirement.doubts if category.requirement else ():
            yield RULE.finding(
                f"the meaning of the requirement stays open: {doubt.reason}",
                category.source,
                doubt.span,
                hint="number the options, declare the choice (2选1), and join papers by 和 or 或, not by both",
                category=category.path,
            )


RULE = Rule(
    name="unreadable-requirement",
    code="R202",
    severity=Severity.ERROR,
    summary="The meaning of a requirement stays open.",
    documentation=Documentation(
        what="""\
leimu reads a requirement as a tree of choices and papers. The rule reports each place where the words leave the tree
open, with the reason. The words are published as they stand; nothing is guessed.""",
        why="""\
What a program cannot decide, an applicant cannot either: 《甲》和《乙》或《丙》 is two ways or three, depending on who
reads it.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》和《营业执照》或《金融机构许可证》</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求（2选1）</th><td>1.《金融许可证》和《营业执照》<br>2.《金融机构许可证》</td></tr>
</table>
""",
        mend="""\
Number the options, one on each line; declare how many must be chosen; write 同时提供 where all are needed.""",
    ),
    check=_check,
)
