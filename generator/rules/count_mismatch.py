"""count-mismatch: a declared choice that does not fit the options listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Finding, Severity
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Category, Declared, Requirement


def _check(context: Context) -> Iterator[Finding]:
    catalogue = context.catalogue
    for category in catalogue.categories:
        requirement = category.requirement
        if requirement is not None and requirement.declared is not None:
            yield from _compare(category, requirement, requirement.declared)


def _compare(category: Category, requirement: Requirement, declared: Declared) -> Iterator[Finding]:
    claim = f"{declared.among}选{declared.choose}"
    if not 1 <= declared.choose <= declared.among:
        yield RULE.finding(
            f"declares {claim}, but {declared.choose} cannot be chosen from {declared.among}",
            category.source,
            declared.span,
            hint="write N选M with M at least 1 and at most N",
            category=category.path,
        )
    if declared.among != requirement.options:
        yield RULE.finding(
            f"declares {claim} but lists {_count(requirement.options)}",
            category.source,
            declared.span,
            hint=_hint(declared, requirement.options),
            category=category.path,
        )


def _count(options: int) -> str:
    match options:
        case 0:
            return "nothing"
        case 1:
            return "1 option"
        case _:
            return f"{options} options"


def _hint(declared: Declared, options: int) -> str:
    if options <= declared.choose:
        return f"list the {declared.among} options, or drop the declaration"
    return f"write {options}选{declared.choose}, or list {declared.among} options"


RULE = Rule(
    name="count-mismatch",
    code="R201",
    severity=Severity.ERROR,
    summary="The declared number of options differs from the options listed.",
    documentation=Documentation(
        what="""\
A label such as 资质要求（3选1） declares that any one of three options will do. The rule counts the options that the
requirement lists at its top level, and reports where the two numbers differ, or where more are to be chosen than there
are.""",
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
)
