"""expired-ignore: a comment whose last day has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.rules.ignoring import expired
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(context: Context) -> Iterator[Finding]:
    for number, source in context.sources():
        for ignore in source.ignores:
            if expired(ignore, context.today):
                yield RULE.finding(
                    _("the comment ignored {rules} until {day}, which has passed").format(
                        rules=", ".join(ignore.rules), day=ignore.until
                    ),
                    number,
                    ignore.span,
                    hint=_("mend what it silenced and remove it, or set a later day"),
                    category=context.path_at(number, ignore.span.start),
                )


RULE = Rule(
    name="expired-ignore",
    code="R503",
    severity=Severity.WARNING,
    summary="The last day of a comment that ignores findings has passed.",
    documentation=Documentation(
        what="""\
A comment may name the last day on which it counts: `until=2027-01-31`. From the next day on the findings are told
again, and the rule reports the comment. The day is that of the machine that runs the check.""",
        why="Somebody promised to have mended the document by then.",
        wrong="""\
## 金融业

<!-- leimu: ignore=count-mismatch until=2024-12-31 the platform counts the third one since May -->

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求（2选1）</th><td>1.《金融许可证》<br>2.《金融机构许可证》</td></tr>
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
        mend="Mend what the comment silenced and remove it; or set a later day, with a reason that holds.",
    ),
    check=_check,
)
