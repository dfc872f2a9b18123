"""empty-link: a link that leads nowhere, or that nobody can see."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from generator.catalogue import Link, LinkRole, RepairKind, Source, Span
from generator.findings import Severity
from generator.messages import gettext as _
from generator.messages import noted
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.findings import Finding

_DRAWN = re.compile(r"<(?:img|svg|picture|i|video|audio|canvas|object|input|button)\b", re.IGNORECASE)
"""Elements that show something without words."""


def _check(context: Context) -> Iterator[Finding]:
    for number, source in context.sources():
        pictures = [link.span.start for link in source.links if link.role is LinkRole.IMAGE]
        for link in source.links:
            told = _address(link) or (None if link.text or _drawn(source, link, pictures) else _INVISIBLE)
            if told:
                yield _finding(context, number, _span(source, link), *told)
        for repair in source.repairs:
            if repair.kind is RepairKind.BROKEN_LINK and repair.name == "undefined":
                yield _finding(context, number, repair.span, *_UNDEFINED)


_NO_ADDRESS = (noted("the link has no address"), noted("write the address, or leave the words without a link"))
_NO_PICTURE = (noted("the picture has no address"), noted("write the address of the picture, or remove it"))
_NOWHERE = (noted("the link leads nowhere"), noted("write where it leads behind #, or leave the words without a link"))
_INVISIBLE = (noted("the link shows nothing to click"), noted("write the words of the link, or remove it"))
_UNDEFINED = (
    noted("the link has no address: [{name}] is defined nowhere"),
    noted("write [{name}]: and its address on a line of its own, or the address in ()"),
)


def _address(link: Link) -> tuple[str, str] | None:
    """Return what is wrong with having no address, if so."""
    if not link.href:
        return _NO_PICTURE if link.role is LinkRole.IMAGE else _NO_ADDRESS
    return _NOWHERE if link.href == "#" else None


def _drawn(source: Source, link: Link, pictures: list[int]) -> bool:
    """Tell whether a link without words is or holds a picture."""
    if link.role is LinkRole.IMAGE:
        return True
    after = bisect_right(pictures, link.span.start)
    inside = after < len(pictures) and pictures[after] < link.span.end
    return inside or bool(_DRAWN.search(source.slice(link.span)))


def _span(source: Source, link: Link) -> Span:
    """Return the address that says nothing; without one, the tag or the whole of a Markdown link."""
    if link.href and source.slice(link.href_span).strip() == link.href:
        return link.href_span if link.text or link.href == "#" else link.span
    if source.text[link.span.start] == "<":
        end = source.text.find(">", link.href_span.end, link.span.end) + 1
        return Span(link.span.start, end or link.span.end)
    return link.span


def _finding(context: Context, number: int, span: Span, message: str, hint: str) -> Finding:
    name = context.catalogue.sources[number].slice(span)
    return RULE.finding(
        _(message).format(name=name),
        number,
        span,
        hint=_(hint).format(name=name),
        category=context.path_at(number, span.start),
    )


RULE = Rule(
    name="empty-link",
    code="R301",
    severity=Severity.ERROR,
    summary="A link without an address, or without anything to click.",
    documentation=Documentation(
        what="""\
The rule reports, in Markdown and in HTML:

- a link or picture without an address: `[…]()`, `<a href="">`, `<a>` without a name, `<img>` without `src`;
- a link to `#` and nothing behind it;
- a link with neither words nor a picture, which no reader can see: `[](…)`, `<a href="…"></a>`;
- `[…][name]` where no line `[name]: …` gives the address.""",
        why="""\
Readers click and stay where they are, or never learn that there is anything to click. Most such links lost their
address when a text was copied.""",
        wrong="""\
## 金融业

### 银行

申请前请阅读[服务类目说明]()。

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td><a href="">《金融许可证》</a></td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

申请前请阅读[服务类目说明](https://developers.weixin.qq.com/miniprogram/product/material/)。

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td><a href="https://developers.weixin.qq.com/miniprogram/product/material/jinrong/yinhang.html">\
《金融许可证》</a></td></tr>
</table>
""",
        mend="""\
Write the address or the words that are missing. Where there is no page to lead to, keep the words and remove the
link.""",
    ),
    check=_check,
)
