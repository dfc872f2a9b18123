"""unbalanced-brackets: a bracket or quotation mark without its other half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import Span
from generator.findings import Finding, Fix, Severity
from generator.messages import gettext as _
from generator.rules.brackets import PARTNER, lonely, mend, opens
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.texts import Text, places, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def _check(context: Context) -> Iterator[Finding]:
    for text in texts(context.catalogue, notices=True):
        alone = lonely(text.shown)
        # A cell that reaches to the end of the file was cut off there, and told as such.
        if alone and text.span.end < len(context.catalogue.source_of(text.category).text):
            where = places(context.catalogue, text)
            for at in alone:
                yield _finding(text, at, where)


def _finding(text: Text, at: int, where: Sequence[Span] | None) -> Finding:
    bracket = text.shown[at]
    partner = PARTNER[bracket]
    if opens(bracket):
        message, hint = _("{bracket} is never closed"), _("write {partner} where it ends, or remove it")
    else:
        message, hint = _("{bracket} closes nothing"), _("write {partner} where it begins, or remove it")
    return RULE.finding(
        message.format(bracket=bracket),
        text.category.source,
        where[at] if where else text.span,
        hint=hint.format(partner=partner),
        category=text.category.path,
        fix=_fix(text, at, where) if where else None,
    )


def _fix(text: Text, at: int, where: Sequence[Span]) -> Fix | None:
    mended = mend(text.shown, at)
    if mended is None:
        return None
    if mended.length:
        return Fix(_("remove {bracket}").format(bracket=text.shown[at]), ((where[mended.at], mended.new),))
    # What is inserted stands with the word that it belongs to, before markup that follows or after markup in front.
    place = where[mended.at].start if mended.at < at else where[mended.at - 1].end
    return Fix(_("write {bracket}").format(bracket=mended.new), ((Span(place, place), mended.new),))


RULE = Rule(
    name="unbalanced-brackets",
    code="R206",
    severity=Severity.ERROR,
    summary="A bracket or quotation mark without its other half.",
    documentation=Documentation(
        what="""\
The rule reports each bracket and each curved quotation mark that is opened and never closed, or closed and never
opened: （）, 《》, 【】, “” and their like, in the labels, cells and notices of a category. Numbers such as 1) open
nothing and are no fault. A pair of two widths, (2选1）, is a matter of [mixed-punctuation](mixed-punctuation.md).""",
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
Write the other half. `leimu check --fix` removes one of two brackets that were typed twice, and closes a bracket whose
end can only be that of the line.""",
    ),
    check=_check,
    fixable=True,
)
