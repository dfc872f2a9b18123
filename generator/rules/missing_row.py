"""missing-row: a category's table lacks a row that every category must have."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator.catalogue import Catalogue, Category, Layout, Span, Table
from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.messages import noted
from generator.rules.nearest import nearest
from generator.rules.places import Places
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.understood import is_understood
from generator.source.vocabulary import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDED = {"scenario": "小程序直播场景", "scope": "类目适用范围", "requirement": "资质要求"}
"""The meanings that no table may lack, each with the label that is usual for it."""

_MEANINGS = {"scenario": noted("scenario"), "scope": noted("scope"), "requirement": noted("requirement")}
"""The words of the meanings in a message."""

_PARTS = {
    Layout.CARD: noted("row"),
    Layout.REGISTER: noted("cell"),
    Layout.COLUMNS: noted("column"),
    Layout.UNKNOWN: noted("row"),
}
"""What holds one meaning of a category, by the layout of its table."""


def _check(context: Context) -> Iterator[Finding]:
    catalogue = context.catalogue
    registers: dict[tuple[int, Span], tuple[Table, list[Category]]] = {}
    tables = _Tables(catalogue)
    for category in catalogue.categories:
        table = tables.register(category) if category.layout is Layout.REGISTER else None
        if table is not None:
            registers.setdefault((category.source, table.span), (table, []))[1].append(category)
        elif is_understood(category):
            # That a table is missing or cannot be understood is for other rules to say.
            yield from _of_category(tables, category, _missing(category))
    for table, categories in registers.values():
        yield from _of_register(tables, table, categories)


@dataclass(frozen=True)
class _Tables:
    """The tables of a catalogue by their places, which few categories ask for."""

    catalogue: Catalogue

    @cached_property
    def _all(self) -> list[Places[Table]]:
        return [Places(source.tables) for source in self.catalogue.sources]

    @cached_property
    def _registers(self) -> list[Places[Table]]:
        # A cell of a register may hold a table of its own, so registers are looked for among themselves.
        return [
            Places(table for table in source.tables if table.layout is Layout.REGISTER)
            for source in self.catalogue.sources
        ]

    def holding(self, source: int, offset: int) -> Table | None:
        """Return the innermost table in which a character of a source stands."""
        return self._all[source].holding(offset)

    def register(self, category: Category) -> Table | None:
        """Return the register that a category is a row of."""
        return self._registers[category.source].holding(category.span.start)


def _missing(category: Category) -> list[str]:
    """Return the meanings that no field of a category has, in the usual order of the rows."""
    held = {field.meaning for field in category.fields}
    return [meaning for meaning in NEEDED if meaning not in held]


def _of_category(tables: _Tables, category: Category, missing: list[str]) -> Iterator[Finding]:
    part = _(_PARTS[category.layout])
    for meaning in missing:
        yield RULE.finding(
            _("{path} has no {part} for the {meaning}").format(
                path=" / ".join(category.path), part=part, meaning=_(_MEANINGS[meaning])
            ),
            category.source,
            _gap(tables, category, meaning) if category.layout is Layout.CARD else category.heading,
            hint=_("add a {part} {label}, or spell its label in a way that the vocabulary knows").format(
                part=part, label=NEEDED[meaning]
            ),
            category=category.path,
        )


def _gap(tables: _Tables, category: Category, meaning: str) -> Span:
    """Return the label that was probably meant for it, else where its row should stand in the table.

    That is behind the last of the rows that usually come before it.
    """
    misspelt = [field for field in category.fields if not field.meaning and _resembles(field.label, NEEDED[meaning])]
    if misspelt:
        return misspelt[0].span
    usual = list(NEEDED)
    known = [field for field in category.fields if field.meaning in usual]
    before = [field for field in known if usual.index(str(field.meaning)) < usual.index(meaning)]
    near = before[-1] if before else known[0]
    start = near.span.start
    table = tables.holding(category.source, start)
    row = table.rows[bisect_right(table.rows, start, key=lambda row: row.span.start) - 1] if table else None
    if row and row.span.start <= start < row.span.end:
        at = row.span.end if before else row.span.start
        return Span(at, at)
    return category.heading


def _resembles(label: str, usual: str) -> bool:
    return bool(label) and nearest(normalise(label), [usual]) is not None


def _of_register(tables: _Tables, table: Table, categories: list[Category]) -> Iterator[Finding]:
    """Yield one finding for a column that the whole register lacks, and one for each cell that a row lacks."""
    missing = [_missing(category) for category in categories]
    lacking = [meaning for meaning in NEEDED if all(meaning in row for row in missing)]
    for meaning in lacking:
        yield RULE.finding(
            _("the register has no column for the {meaning}").format(meaning=_(_MEANINGS[meaning])),
            categories[0].source,
            table.rows[0].span,
            hint=_("add a column {label}, or spell its heading in a way that the vocabulary knows").format(
                label=NEEDED[meaning]
            ),
        )
    for category, row in zip(categories, missing, strict=True):
        yield from _of_category(tables, category, [meaning for meaning in row if meaning not in lacking])


RULE = Rule(
    name="missing-row",
    code="R101",
    severity=Severity.ERROR,
    summary="A category's table lacks the row for its scenario, its scope or its requirement.",
    documentation=Documentation(
        what="""\
Every category says three things: what one would stream (小程序直播场景), what it covers (类目适用范围) and what must be
handed in (资质要求). The rule reports each of them that has no row in the category's table. Where categories are the
rows of one table, a column that the whole table lacks is reported once, at the table's first row.""",
        why="""\
A page without its requirement tells an applicant that nothing has to be handed in. Where that is so, the row should
say so: write `-` into it.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
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
Add the row. If it is there under another label, either use the usual label or add yours to the vocabulary of labels, so
that it is understood everywhere.""",
    ),
    check=_check,
    alone=True,
)
