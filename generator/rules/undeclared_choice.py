"""undeclared-choice: a list that does not say whether all of it is needed or one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import All, Choose, DoubtKind
from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Category, Doubt, Span, Tree


def _check(context: Context) -> Iterator[Finding]:
    for category in context.catalogue.categories:
        requirement = category.requirement
        for doubt in requirement.doubts if requirement else ():
            if requirement and doubt.kind is DoubtKind.UNDECLARED:
                yield _finding(category, doubt, _listed(requirement.tree, doubt.span))


def _finding(category: Category, doubt: Doubt, options: int) -> Finding:
    return RULE.finding(
        _("{count} items are listed, and nothing says whether one of them is enough or all are needed").format(
            count=options
        ),
        category.source,
        doubt.span,
        hint=_("declare it in front of the list or in the label: （{count}选1） or （同时提供）").format(count=options),
        category=category.path,
    )


def _listed(tree: Tree, span: Span) -> int:
    """Return how many parts the node at a span has: what nobody declares is read as all together."""
    nodes = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, All | Choose):
            if isinstance(node, All) and node.span == span:
                return len(node.parts)
            nodes += node.parts
    return 2


RULE = Rule(
    name="undeclared-choice",
    code="R203",
    severity=Severity.WARNING,
    summary="A list does not say whether one of its items is enough or all are needed.",
    documentation=Documentation(
        what="""\
Several papers are listed, numbered or one on each line, and neither the label nor the cell says （N选1）, 任选其一 or
同时提供. The rule reports each such list, also one within an item. It is silent where the items begin with the
applicants whom they are for (甲机构：…, 乙机构：…), since nobody is two of them, and where 或 or 及 joins the items.
Papers in one row, 《甲》或《乙》, need no declaration.""",
        why="""\
An applicant cannot know whether one paper will do. The list is published as it stands, but no combination of papers
can be told from it for certain.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>1.《金融许可证》<br>2.《金融机构许可证》</td></tr>
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
Look up the platform's own page. Write （N选1） after the label, with the number of items for N, or （同时提供）.""",
    ),
    check=_check,
)
