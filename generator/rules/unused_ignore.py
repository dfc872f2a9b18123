"""unused-ignore: a comment that ignores what no rule says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.rules.ignoring import Silenced, expired
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(context: Context) -> Iterator[Finding]:
    for number, source in context.sources():
        for ignore in source.ignores:
            idle = [name for name in ignore.rules if _is_idle(context, (number, ignore, name))]
            if idle and not expired(ignore, context.today):
                yield RULE.finding(
                    _("the comment ignores {rules}, but no such finding is here").format(rules=", ".join(idle)),
                    number,
                    ignore.span,
                    hint=_("remove it, or put the comment directly above the heading that it is about"),
                    category=context.path_at(number, ignore.span.start),
                )


def _is_idle(context: Context, ignored: Silenced) -> bool:
    return context.ignored is not None and ignored not in context.ignored and ignored[2] in context.known


RULE = Rule(
    name="unused-ignore",
    code="R502",
    severity=Severity.WARNING,
    summary="A comment ignores a rule that finds nothing in that place.",
    documentation=Documentation(
        what="""\
A comment `<!-- leimu: ignore=RULE reason -->` counts for the category, group or section that it stands in, or directly
above; at the head of a document for all of it. The rule reports comments that silence nothing: the fault has been
mended, or the comment stands in the wrong place. A rule that the settings turn off is not asked.""",
        why="""\
A forgotten comment silences the next fault of that kind, which nobody has looked at yet.""",
        wrong="""\
## 金融业

<!-- leimu: ignore=count-mismatch the platform counts the third one since May -->

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
        mend="Remove the comment; or move it to the category that it is about.",
    ),
    check=_check,
)
