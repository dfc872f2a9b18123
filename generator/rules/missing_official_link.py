"""missing-official-link: a category that requires papers and does not say where that is laid down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import Category, LinkRole, Nothing, RepairKind, Source, Span
from generator.findings import Severity
from generator.messages import gettext as _
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Requirement
    from generator.findings import Finding


def _check(context: Context) -> Iterator[Finding]:
    broken = [
        [repair.span.start for repair in source.repairs if repair.kind is RepairKind.BROKEN_LINK]
        for _number, source in context.sources()
    ]
    for category in context.catalogue.categories:
        requirement = category.requirement
        if requirement is None or isinstance(requirement.tree, Nothing):
            continue
        if any(link.role is LinkRole.OFFICIAL for link in category.links):
            continue
        source = context.catalogue.source_of(category)
        span = requirement.span
        # A link that is broken is told as such, and that is enough.
        if not any(span.start <= start < span.end for start in broken[category.source]):
            yield RULE.finding(
                _("the requirement does not link to the official page that states it"),
                category.source,
                _words(source, category, requirement),
                hint=_("put a link to the platform's own page round the papers"),
                category=category.path,
            )


def _words(source: Source, category: Category, requirement: Requirement) -> Span:
    """Return the cell without the white space round its content; the label where the cell is empty."""
    raw = source.slice(requirement.span)
    if not raw.strip():
        labels = (field.span for field in category.fields if field.meaning == "requirement")
        return next(labels, category.heading)
    start = requirement.span.start + len(raw) - len(raw.lstrip())
    return Span(start, start + len(raw.strip()))


RULE = Rule(
    name="missing-official-link",
    code="R306",
    severity=Severity.WARNING,
    summary="A category requires papers but links to no official page.",
    documentation=Documentation(
        what="""\
The link round or in a requirement leads to the page where the platform itself states the rule. The rule reports every
category that requires papers and has no such link. Where nothing is required, none is missed.""",
        why="""\
Platforms change their rules without asking. Without the link neither readers nor editors can see whether the
requirement still holds.""",
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
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td><a href="https://developers.weixin.qq.com/miniprogram/product/material/jinrong/yinhang.html">\
《金融许可证》</a></td></tr>
</table>
""",
        mend="Look up the category in the platform's own list, and put a link to its page round the papers.",
    ),
    check=_check,
    alone=True,
)
