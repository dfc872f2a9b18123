"""malformed-ignore: a comment to leimu that cannot be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import RepairKind
from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.messages import noted
from generator.rules.nearest import Names
from generator.rules.repairs import Wording, Wordings, tell
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORM = noted("write <!-- leimu: ignore=RULE until=YYYY-MM-DD reason -->; until may be left out")

WORDINGS: Wordings = {
    (RepairKind.IGNORE, "form"): Wording(noted("leimu cannot follow this comment"), _FORM),
    (RepairKind.IGNORE, "until"): Wording(noted("until names no day{detail}; nothing is ignored"), _FORM),
    (RepairKind.IGNORE, "reason"): Wording(
        noted("the comment says to ignore findings but not why"), noted("write the reason behind the rule or the day")
    ),
}
"""How each fault of a comment is told."""


def _check(context: Context) -> Iterator[Finding]:
    yield from tell(RULE, context, WORDINGS)
    names = Names(sorted(context.known))
    for number, source in context.sources():
        for ignore in source.ignores:
            for name in ignore.rules:
                if name not in context.known:
                    near = names.nearest(name.lower())
                    yield RULE.finding(
                        _("the comment ignores {name}, but there is no such rule").format(name=name),
                        number,
                        ignore.span,
                        hint=_("did you mean {near}?").format(near=near)
                        if near
                        else _("use the name that stands in the findings"),
                        category=context.path_at(number, ignore.span.start),
                    )


RULE = Rule(
    name="malformed-ignore",
    code="R501",
    severity=Severity.WARNING,
    summary="A comment that asks leimu to ignore findings cannot be followed.",
    documentation=Documentation(
        what="""\
A comment `<!-- leimu: ignore=RULE until=2027-01-31 reason -->` silences a rule. The rule reports comments to leimu of
another form, a day that there is not, a rule that there is not, and a comment without a reason. A comment without a
reason is followed all the same.""",
        why="""\
The editor believes that a finding is dealt with, and it is not; or the next editor cannot know why it was silenced.""",
        wrong="""\
## 金融业

<!-- leimu: ignore=missing-rows the scope is being negotiated -->

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
""",
        right="""\
## 金融业

<!-- leimu: ignore=missing-row the scope is being negotiated -->

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
""",
        mend="""\
Write the name of the rule as findings give it, several with commas between them, the last day in the form
`until=2027-01-31` or no day at all, and then the reason.""",
    ),
    check=_check,
)
