"""duplicate-category: two categories have the same path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Catalogue, Category


def _check(context: Context) -> Iterator[Finding]:
    catalogue = context.catalogue
    first: dict[tuple[str, ...], Category] = {}
    for category in catalogue.categories:
        known = first.setdefault(category.path, category)
        if known is not category:
            yield _finding(catalogue, category, known)


def _finding(catalogue: Catalogue, category: Category, known: Category) -> Finding:
    source = catalogue.source_of(known)
    position = source.position(known.heading.start)
    return RULE.finding(
        _("{path} stands here again; it first stands at {file}:{line}").format(
            path=" / ".join(category.path), file=source.file, line=position.line
        ),
        category.source,
        category.heading,
        hint=_("keep one of the two, or give this one another name"),
        category=category.path,
    )


RULE = Rule(
    name="duplicate-category",
    code="R102",
    severity=Severity.ERROR,
    summary="Two categories have the same group and the same name.",
    documentation=Documentation(
        what="""\
The path of a category, its group and its name, stands for it everywhere. The rule reports each category whose path was
used before, in the same source or in another one, and says where it first stands.""",
        why="""\
Both get a page, and a reader who finds one of them cannot know of the other. If their requirements differ, one
of the two is wrong.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品视频客服</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供信托业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>

### 信托

<table>
  <tr><th>小程序直播场景</th><td>金融产品视频客服</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供信托业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
""",
        mend="Merge the two, remove the stale one, or correct the heading that was copied and not changed.",
    ),
    check=_check,
)
