"""unknown-row: a label that the vocabulary does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.rules.missing_row import NEEDED
from generator.rules.nearest import nearest
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.understood import is_understood
from generator.source.vocabulary import builtin, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(context: Context) -> Iterator[Finding]:
    told: set[tuple[int, int]] = set()
    for category in context.catalogue.categories:
        if not is_understood(category):
            continue
        for field in category.fields:
            place = (category.source, field.span.start)
            if field.label and field.meaning is None and place not in told:
                told.add(place)
                near = _near(field.label)
                hint = (
                    _(
                        "did you mean {near}? Else add the label to the vocabulary "
                        "(catalogue/labels.yml unless the settings say otherwise)"
                    ).format(near=near)
                    if near
                    else _(
                        "add the label to the vocabulary (catalogue/labels.yml unless the settings say otherwise), "
                        "under other if it is merely shown"
                    )
                )
                yield RULE.finding(
                    _("leimu does not know what the label {label} means").format(label=field.label),
                    category.source,
                    field.span,
                    hint=hint,
                    category=category.path,
                )


def _near(label: str) -> str | None:
    """Return the label that was probably meant, the usual ones before all others."""
    written = normalise(label)
    return nearest(written, NEEDED.values()) or nearest(written, builtin().spelled)


RULE = Rule(
    name="unknown-row",
    code="R111",
    severity=Severity.WARNING,
    summary="A row or column of a category's table has a label that leimu does not know.",
    documentation=Documentation(
        what="""\
leimu knows what the usual labels mean, in all their spellings. The rule reports each other label of a category's table,
and the known one that it resembles. In a table whose rows are categories it is told once, at the column's head.""",
        why="""\
The row is published, but no program knows what it says: a misspelt label hides the requirement or the scope.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
  <tr><th>审核时长</th><td>7天左右</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
  <tr><th>备注</th><td>审核时长7天左右</td></tr>
</table>
""",
        mend="""\
Correct the label. If it is right, add it to the vocabulary (`catalogue/labels.yml` unless the settings say otherwise):
under the meaning that it has, or under `other` if it is merely shown.""",
    ),
    check=_check,
    alone=True,
)
