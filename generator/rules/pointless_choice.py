"""pointless-choice: a declared choice that leaves nothing to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.rules.choices import Choice, choices, listed, written
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(context: Context) -> Iterator[Finding]:
    for category, requirement, choice in choices(context):
        # A count that does not fit is told as such, and an empty cell as an empty cell.
        if choice.fits and choice.choose >= choice.options and requirement.text.strip():
            message, hint = _told(choice, choice.claim or written(context.catalogue, category, choice.span))
            yield RULE.finding(message, category.source, choice.span, hint=hint, category=category.path)


def _told(choice: Choice, claim: str) -> tuple[str, str]:
    """Return the message and the hint."""
    message = _("{claim} offers a choice of {options}").format(claim=claim, options=listed(choice.options))
    if choice.options > 1:
        message = _("{claim} asks for all {count} of the options").format(claim=claim, count=choice.options)
        return message, _("write 同时提供: all of them are needed")
    if choice.options:
        return message, _("drop the words, or list the options that are missing")
    return message, _("list the options, or drop the words")


RULE = Rule(
    name="pointless-choice",
    code="R204",
    severity=Severity.WARNING,
    summary="A declared choice leaves nothing to choose.",
    documentation=Documentation(
        what="""\
The rule reports a choice between fewer than two options (1选1, 任选其一 over one item or over nothing), and one that
asks for all of its options (2选2), in the label as well as within an item. A declared number that differs from the
options listed is a matter of [count-mismatch](count-mismatch.md) alone.""",
        why="""\
Either an option was lost, or the words are left over from an older list. Who reads 2选2 looks for a choice that is not
there; 同时提供 says the same and is understood at once.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求（2选2）</th><td>1.《金融许可证》<br>2.《金融机构许可证》</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求（同时提供）</th><td>1.《金融许可证》<br>2.《金融机构许可证》</td></tr>
</table>
""",
        mend="""\
Look up the platform's own page. Restore the missing option; else drop the words, or write 同时提供 where all are
needed.""",
    ),
    check=_check,
    alone=True,
)
