"""duplicate-row: a row that a table has twice."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING
from unicodedata import normalize

from generator.catalogue import Category, Field, Layout, Record, Row, Source, Span, Table
from generator.findings import Finding, Fix, Severity
from generator.messages import gettext as _
from generator.rules.places import Places
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.understood import is_understood
from generator.source.vocabulary import RECORD_MEANINGS, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

_INDENT = 200
"""Characters of white space in front of a row that are removed with it at most."""
_ROWS = 200
"""Rows of a table that is looked through for cells that reach down; no card is as long."""


def _check(context: Context) -> Iterator[Finding]:
    told: set[tuple[int, int]] = set()
    tables: dict[int, Places[Table]] = {}
    for category in context.catalogue.categories:
        for field, known in _doubled(category) if is_understood(category) else ():
            place = (category.source, field.span.start)
            if place not in told:
                told.add(place)
                source = context.catalogue.source_of(category)
                if category.source not in tables:
                    tables[category.source] = Places(source.tables)
                table = tables[category.source].holding(field.span.start)
                yield _finding(source, category, field, known, table)


def _doubled(category: Category) -> Iterator[tuple[Field, Field]]:
    """Yield each field that comes a second time, with the one that came first."""
    first: dict[str, Field] = {}
    for field in category.fields:
        known = first.setdefault(_key(field, category.layout), field) if field.label else field
        if known.span.start != field.span.start:
            yield field, known
        elif field.meaning == "heading" and (header := _header(category)) and _words(header) == _words(field):
            yield field, header


def _key(field: Field, layout: Layout) -> str:
    """Return what no two fields of a category may share.

    In the columns of one table, 直播场景 and 使用场景 may well be two things; two requirements never are.
    """
    if field.meaning == "requirement" or (field.meaning in RECORD_MEANINGS and layout is Layout.CARD):
        return field.meaning
    return _folded(field.label)


def _folded(label: str) -> str:
    """Return a label as it is compared, with its brackets, unlike the vocabulary: 日期（始） and 日期（终） are two."""
    return "".join(normalize("NFKC", label).split()).casefold()


def _header(category: Category) -> Field | None:
    """Return the header row of a card as if it were a field."""
    records = (content for content in category.body if isinstance(content, Record) and content.header)
    header = next((record.header for record in records), None)
    return Field(" ".join(header[0].text.split()), header[1:], header[0].span) if header else None


def _words(field: Field) -> list[str]:
    return [field.label, *(cell.text for cell in field.cells)]


def _finding(source: Source, category: Category, field: Field, known: Field, table: Table | None) -> Finding:
    line = source.position(known.span.start).line
    label, message = field.label, _("the table has {label} a second time, after line {line}")
    if _folded(label) != _folded(known.label):
        # Only rows of one known meaning come together under two labels; what is in brackets says how to read them.
        label = normalise(label)
        if label != normalise(known.label):
            label, message = field.label, _("{label} says the same thing as {known} in line {line}")
    return RULE.finding(
        message.format(label=label, known=known.label, line=line),
        category.source,
        field.span,
        hint=_("keep one of the two"),
        category=category.path,
        fix=_removal(source, table, field, known) if table and category.layout is Layout.CARD else None,
    )


def _removal(source: Source, table: Table, field: Field, known: Field) -> Fix | None:
    """Return how the second of two equal rows is removed; None where they differ or share cells with other rows."""
    if _words(field) != _words(known):
        return None
    first, second = (_row(table, each.span.start) for each in (known, field))
    written = source.slice(second.span)
    whole = (written[:3].lower() == "<tr" and written[-5:].lower() == "</tr>") or written[:1] == "|"
    same = written.split() == source.slice(first.span).split()
    # A cell that reaches down from above would reach past the row that is gone.
    alone = len(table.rows) <= _ROWS and all(cell.rowspan == 1 for row in table.rows for cell in row.cells)
    if not (whole and same and alone):
        return None
    before = source.text[max(0, second.span.start - _INDENT) : second.span.start]
    start = second.span.start - (len(before) - len(before.rstrip()))
    return Fix(_("remove the second row"), ((Span(start, second.span.end), ""),))


def _row(table: Table, offset: int) -> Row:
    """Return the row of a table in which a character stands."""
    return table.rows[bisect_right(table.rows, offset, key=lambda row: row.span.start) - 1]


RULE = Rule(
    name="duplicate-row",
    code="R112",
    severity=Severity.ERROR,
    summary="A category's table has two rows of one label or one meaning.",
    documentation=Documentation(
        what="""\
The rule reports a second row with the same label, and a second row for the scenario, the scope or the requirement under
another label. For these three, brackets do not count: 资质要求（2选1） and 资质要求 are one label. In any other label
they do: 备注（个人） and 备注（企业） are two rows. In a table whose rows are categories, it is a second column.""",
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
    alone=True,
)
