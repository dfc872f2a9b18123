"""unrecognised-table: a category's table that leimu does not understand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import Category, Record, Span, Table
from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.understood import is_understood

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(context: Context) -> Iterator[Finding]:
    understood = [category for category in context.catalogue.categories if is_understood(category)]
    sources = {category.source for category in understood}
    groups = {(category.source, category.group) for category in understood}
    told: set[int] = set()
    for category in context.catalogue.categories:
        span = None if is_understood(category) else _table(category)
        if span is None:
            continue
        if not category.breadcrumb:
            # Among tables that are understood, one of another group may be prose.  Where none of a document is, and no
            # sentence names a category, it may hold none at all: once is enough.
            known = category.source in sources
            if (known and (category.source, category.group) not in groups) or (not known and category.source in told):
                continue
        told.add(category.source)
        first = context.catalogue.source_of(category).text.find("\n", span.start, span.end)
        yield RULE.finding(
            _("no row or column of the table of {path} has a label that leimu knows").format(
                path=" / ".join(category.path)
            ),
            category.source,
            Span(span.start, first if first >= 0 else span.end),
            hint=_(
                "use the labels 小程序直播场景, 类目适用范围 and 资质要求, or add yours to the vocabulary "
                "(catalogue/labels.yml unless the settings say otherwise)"
            ),
            category=category.path,
        )


def _table(category: Category) -> Span | None:
    """Return the first table below the heading of a category."""
    return next((content.span for content in category.body if isinstance(content, Table | Record)), None)


RULE = Rule(
    name="unrecognised-table",
    code="R115",
    severity=Severity.WARNING,
    summary="The table of a category has a shape or labels that leimu cannot make sense of.",
    documentation=Documentation(
        what="""\
The rule reports a table that stands where a category's own should, but holds no label that leimu knows, neither in its
first column nor in its first row. Tables of prose are not meant.""",
        why="""\
The table is published as it stands, but no program knows what the category covers or requires.""",
        wrong="""\
## 金融业

### 银行

具备【金融业-银行】类目，可使用标准直播进行接入。

<table>
  <tr><th>甲</th><td>金融产品推广直播</td></tr>
  <tr><th>乙</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>丙</th><td>《金融许可证》</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

具备【金融业-银行】类目，可使用标准直播进行接入。

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
""",
        mend="""\
Use the usual labels, or add yours to the vocabulary (`catalogue/labels.yml` unless the settings say otherwise) under
the meaning that they have.""",
    ),
    check=_check,
)
