"""duplicate-row: a row that a table has twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import Category, Field, Layout, Source, Span
from generator.findings import Finding, Fix, Severity
from generator.messages import gettext as _
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.understood import is_understood
from generator.source.vocabulary import RECORD_MEANINGS, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(context: Context) -> Iterator[Finding]:
    told: set[tuple[int, int]] = set()
    for category in context.catalogue.categories:
        first: dict[str, Field] = {}
        for field in category.fields if is_understood(category) else ():
            place = (category.source, field.span.start)
            known = first.setdefault(_key(category, field), field) if field.label else field
            if known.span.start != field.span.start and place not in told:
                told.add(place)
                yield _finding(context.catalogue.source_of(category), category, field, known)


def _key(category: Category, field: Field) -> str:
    """Return what no two rows of a table share; columns of one meaning may tell different sides of it."""
    label = normalise(field.label)
    return field.meaning if field.meaning in RECORD_MEANINGS and category.layout is Layout.CARD else label


def _finding(source: Source, category: Category, field: Field, known: Field) -> Finding:
    line = source.position(known.span.start).line
    message = _("the table has {label} a second time, after line {line}")
    if normalise(field.label) != normalise(known.label):
        message = _("{label} says the same thing as {known} in line {line}")
    return RULE.finding(
        message.format(label=field.label, known=known.label, line=line),
        category.source,
        field.span,
        hint=_("keep one of the two"),
        category=category.path,
        fix=_removal(source, category, field, known),
    )


def _removal(source: Source, category: Category, field: Field, known: Field) -> Fix | None:
    """Return how the second of two equal rows is removed; None where they differ or cells reach into other rows."""
    same = [cell.text for cell in field.cells] == [cell.text for cell in known.cells] and field.label == known.label
    if not same or category.layout is not Layout.CARD:
        return None
    for table in source.tables:
        if table.span.start <= field.span.start < table.span.end:
            for row in table.rows:
                if row.span.start <= field.span.start < row.span.end:
                    alone = all(cell.rowspan == 1 for row in table.rows for cell in row.cells)
                    start = len(source.text[: row.span.start].rstrip(" \t"))
                    start -= source.text[start - 1 : start] == "\n"
                    start -= source.text[start - 1 : start + 1] == "\r\n"
                    return Fix(_("remove the second row"), ((Span(start, row.span.end), ""),)) if alone else None
    return None


RULE = Rule(
    name="duplicate-row",
    code="R112",
    severity=Severity.ERROR,
    summary="A category's table has two rows of one label or one meaning.",
    documentation=Documentation(
        what="""\
The rule reports a second row with the same label, and a second row for the scenario, the scope or the requirement under
another label. Brackets in a label do not count: 资质要求（2选1） and 资质要求 are one label. In a table whose rows are
categories, it is a second column.""",
        why="""\
A row was doubled when it was copied, and one of the two gets stale. Of two requirements nobody can tell whether both
count; leimu reads them as required together.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
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
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
""",
        mend="""\
Remove the row that is out of date. `leimu check --fix` removes a row that says the same as the one before it.""",
    ),
    check=_check,
    fixable=True,
)
