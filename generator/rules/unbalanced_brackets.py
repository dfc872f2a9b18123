"""unbalanced-brackets: a bracket or quotation mark without its other half."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator.catalogue import Span
from generator.findings import Finding, Fix, Severity
from generator.messages import gettext as _
from generator.moving import home_of, moved
from generator.rules.brackets import PARTNER, Mend, lonely, mend, opens
from generator.rules.mixed_signs import mixed
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.texts import Text, places, texts, unbroken, without_code
from generator.source.qualifications import papers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalogue import Catalogue, Category


@dataclass(frozen=True)
class _Papers:
    """The papers whose names stand whole in 《》 somewhere; what was read of a torn name proves nothing."""

    catalogue: Catalogue

    @cached_property
    def names(self) -> frozenset[str]:
        """Their names, as written."""
        return frozenset(
            paper.name
            for category in self.catalogue.categories
            for home, by in [home_of(category)]
            if home.requirement
            for paper in papers(home.requirement.tree)
            if self._is_marked(category, moved(paper.span, by))
        )

    def _is_marked(self, category: Category, span: Span) -> bool:
        written = self.catalogue.source_of(category).text
        return written[span.start - 1 : span.start] + written[span.end : span.end + 1] == "《》"


def _check(context: Context) -> Iterator[Finding]:
    known = _Papers(context.whole or context.catalogue)
    for text in texts(context.catalogue, notices=True):
        if not lonely(text.shown):
            continue
        words = without_code(context.catalogue, text)
        alone = lonely(words)
        # A cell that reaches to the end of the file was cut off there, and told as such.
        if alone and text.span.end < len(context.catalogue.source_of(text.category).text):
            where = places(context.catalogue, text)
            for at in alone:
                way = mend(words, at, alone, lambda name: name in known.names) if where else None
                fix = _fix(text, way, at, where) if where else None
                yield _finding(text, at, where[at] if where else text.span, fix)


def _finding(text: Text, at: int, span: Span, fix: Fix | None) -> Finding:
    bracket = text.shown[at]
    partner = PARTNER[bracket]
    if opens(bracket):
        message, hint = _("{bracket} is never closed"), _("write {partner} where it ends, or remove it")
    else:
        message, hint = _("{bracket} closes nothing"), _("write {partner} where it begins, or remove it")
    return RULE.finding(
        message.format(bracket=bracket),
        text.category.source,
        span,
        hint=hint.format(partner=partner),
        category=text.category.path,
        fix=fix,
    )


def _fix(text: Text, way: Mend | None, at: int, where: Sequence[Span]) -> Fix | None:
    # What reaches into a link or out of it may not belong together.
    if way is None or not unbroken(where[way.first : way.last + 1]):
        return None
    if len(mixed(way.applied(text.shown))) > len(mixed(text.shown)):
        return None
    edits = tuple((_place(where, way, index, length), new) for index, length, new in way.edits)
    if way.new:
        return Fix(_("write {bracket}").format(bracket=way.new), edits)
    return Fix(_("remove {bracket}").format(bracket=text.shown[at]), edits)


def _place(where: Sequence[Span], way: Mend, index: int, length: int) -> Span:
    if length:
        return where[index]
    # What is inserted stands with the word that it belongs to, before markup that follows or after markup in front.
    place = where[index].start if index == way.first else where[index - 1].end
    return Span(place, place)


RULE = Rule(
    name="unbalanced-brackets",
    code="R206",
    severity=Severity.ERROR,
    summary="A bracket or quotation mark without its other half.",
    documentation=Documentation(
        what="""\
The rule reports each bracket and each curved quotation mark that is opened and never closed, or closed and never
opened: （）, 《》, 【】, “” and their like, in the labels, cells and notices of a category. Numbers such as 1) open
nothing and are no fault. A pair of two widths, (2选1）, is a matter of [mixed-punctuation](mixed-punctuation.md).
Signs in code, measures such as 5’10” and faces such as :) are not looked at.""",
        why="""\
《》 tells where the name of a paper ends, （） what is said of it. Where one is missing, the name runs on into what
follows, or a remark becomes a paper.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求（2选1）</th><td>1.《金融许可证<br>2.《金融机构许可证》（适用于分支机构）</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求（2选1）</th><td>1.《金融许可证》<br>2.《金融机构许可证》（适用于分支机构）</td></tr>
</table>
""",
        mend="""\
Write the other half. `leimu check --fix` removes one of two brackets that were typed twice, and writes the other half
where it can only stand in one place: round the whole name of a paper, or at the end of a line.""",
    ),
    check=_check,
    fixable=True,
    alone=True,
)
