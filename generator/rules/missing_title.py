"""missing-title: a source without a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import Span
from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(context: Context) -> Iterator[Finding]:
    for number, source in context.sources():
        if source.title is None and source.text.strip():
            start = len(source.text) - len(source.text.lstrip())
            yield RULE.finding(
                _("the document has no title"),
                number,
                Span(start, start),
                hint=_(
                    "write title: … between two lines of --- at the head of the file, or begin it with a heading # …"
                ),
            )


RULE = Rule(
    name="missing-title",
    code="R109",
    severity=Severity.WARNING,
    summary="A source states no title of its own.",
    documentation=Documentation(
        what="""\
A source states its title in its front matter (`title: …`) or as its first heading of the first level. The rule reports
sources that do neither. A title in `mkdocs.yml` is that of the whole site, not of the document.""",
        why="""\
The page of the source is called by its file name, in the navigation, in search results and in the browser's tab.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
""",
        right="""\
---
title: 小程序直播类目
---

## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
""",
        mend="""\
Write the title into the front matter at the head of the file.""",
    ),
    check=_check,
)
