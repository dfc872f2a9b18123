"""count-mismatch: a declared choice that does not fit the options listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import Span
from generator.findings import Finding, Fix, Severity
from generator.messages import gettext as _
from generator.messages import ngettext
from generator.rules.choices import Choice, choices, listed, written
from generator.rules.rule import Context, Documentation, Rule
from generator.source.requirement.numerals import leading_numeral, numeral_like

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Requirement, Source


def _check(context: Context) -> Iterator[Finding]:
    for category, requirement, choice in choices(context):
        if choice.fits:
            continue
        source = context.catalogue.source_of(category)
        if choice.claim is None:
            told = _undeclared(choice, written(context.catalogue, category, choice.span))
        else:
            # Of 1选3 nobody knows which number is wrong: how it differs from the list is not to the point.
            told = _impossible(choice, choice.claim) or _miscounted(choice, choice.claim)
        message, hint = told
        fix = _fix(source, requirement, choice)
        yield RULE.finding(message, category.source, choice.span, hint=hint, category=category.path, fix=fix)


_Told = tuple[str, str]
"""Message and hint."""


def _impossible(choice: Choice, claim: str) -> _Told | None:
    if 1 <= choice.choose <= (choice.among or 0):
        return None
    message = _("declares {claim}, but {choose} cannot be chosen from {among}").format(
        claim=claim, choose=choice.choose, among=choice.among
    )
    return message, _("write N选M with M at least 1 and at most N")


def _miscounted(choice: Choice, claim: str) -> _Told:
    message = _("declares {claim} but lists {options}").format(claim=claim, options=listed(choice.options))
    if choice.options <= choice.choose:
        hint = ngettext(
            "list the {count} option, or drop the declaration",
            "list the {count} options, or drop the declaration",
            choice.among or 0,
        )
    else:
        hint = ngettext(
            "write {right}, or list {count} option", "write {right}, or list {count} options", choice.among or 0
        )
    return message, hint.format(count=choice.among, right=f"{choice.options}选{choice.choose}")


def _undeclared(choice: Choice, words: str) -> _Told:
    message = _("{marker} asks for {choose}, but there is {options}").format(
        marker=words, choose=choice.choose, options=listed(choice.options)
    )
    return message, _("list the options that are missing, or correct the number")


def _fix(source: Source, requirement: Requirement, choice: Choice) -> Fix | None:
    """Return the correction of N, where nothing else can be meant.

    That is where the items count from 1 on without a gap and all of them were read: an item that was lost, or one
    that is none, would leave a trace.  Of 1选3 over four items, the numbers may have been swapped.
    """
    values = [number.value for number in choice.numbers]
    counted = values == list(range(1, choice.options + 1))
    if choice.among is None or not counted or requirement.doubts:
        return None
    if not 1 <= choice.choose <= min(choice.among, choice.options - 1):
        return None
    numeral = leading_numeral(source.slice(choice.span))
    correct = numeral_like(numeral, choice.options)
    if correct is None:
        return None
    start = choice.span.start
    description = _("declare {claim}").format(claim=f"{choice.options}选{choice.choose}")
    return Fix(description, ((Span(start, start + len(numeral)), correct),))


RULE = Rule(
    name="count-mismatch",
    code="R201",
    severity=Severity.ERROR,
    summary="The declared number of options differs from the options listed.",
    documentation=Documentation(
        what="""\
A label such as 资质要求（3选1） declares that any one of three options will do. The rule counts the options that the
requirement lists, and reports where the two numbers differ, or where more are to be chosen than there are. A choice
within an item, such as （②选①）, is held against the items below it.

Where the list is numbered from 1 on without a gap and every item was understood, `leimu check --fix` corrects the
number, in the writing that it has: 三选一 becomes 二选一. A list whose numbers skip may have lost an item, and is left
to you.""",
        why="""\
Either an option was lost, and applicants who hold that paper turn away, or the count was not corrected when the list
changed.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求（3选1）</th><td>1.《金融许可证》<br>2.《金融机构许可证》</td></tr>
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
        mend="""\
Look up the platform's own page, which the requirement usually links to. Then correct the count, or restore the
option.""",
    ),
    check=_check,
    fixable=True,
    alone=True,
)
