"""undeclared-choice: a list that does not say whether all of it is needed or one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import All, Choose, DoubtKind, Nothing
from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Category, Doubt, Requirement, Span, Tree


def _check(context: Context) -> Iterator[Finding]:
    for category in context.catalogue.categories:
        requirement = category.requirement
        for doubt in requirement.doubts if requirement else ():
            if requirement and doubt.kind is DoubtKind.UNDECLARED:
                yield _finding(category, doubt, _listed(requirement.tree, doubt.span))
        if requirement and _is_told_apart(requirement):
            yield _of_applicants(category, requirement)


def _is_told_apart(requirement: Requirement) -> bool:
    """Tell whether numbered options are a choice only because each names another applicant."""
    tree = requirement.tree
    marked = requirement.declared or any(listing.marker for listing in requirement.listings)
    if not isinstance(tree, Choose) or marked or requirement.doubts:
        return False
    numbered = any(listing.numbers and listing.options == len(tree.parts) for listing in requirement.listings)
    # A list whose items a word for 'or' joins says it in its own way, and needs no applicants.
    return numbered and any(part.holder for part in tree.parts if not isinstance(part, Nothing))


def _of_applicants(category: Category, requirement: Requirement) -> Finding:
    return RULE.finding(
        _("{count} options for different applicants are listed, and nothing says that one of them is enough").format(
            count=requirement.options
        ),
        category.source,
        requirement.tree.span,
        hint=_("declare it in front of the list or in the label: （{count}选1）").format(count=requirement.options),
        category=category.path,
    )


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
同时提供. The rule reports each such list, also one within an item, and also a numbered list whose items begin with the
applicants whom they are for (甲机构：…, 乙机构：…), although leimu reads that as a choice. It is silent where 或 or 及
joins the items. Papers in one row, 《甲》或《乙》, need no declaration.""",
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
    alone=True,
)
