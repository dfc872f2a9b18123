"""shared-official-link: two categories that name one official page."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.catalogue import Category, Link, LinkRole
from generator.findings import Severity
from generator.messages import gettext as _
from generator.moving import home_of
from generator.rules.addresses import web, written
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.findings import Finding


class _Use(NamedTuple):
    category: Category
    link: Link


def _check(context: Context) -> Iterator[Finding]:
    pages: dict[str, list[tuple[Category, int]]] = {}
    for category in context.catalogue.categories:
        for number, link in enumerate(home_of(category)[0].links):
            if link.role is LinkRole.OFFICIAL and (page := _page(link.href)):
                pages.setdefault(page, []).append((category, number))
    for linking in pages.values():
        if len(linking) == 1:
            continue
        uses = [_Use(category, category.links[number]) for category, number in linking]
        # One cell may belong to thousands of rows: each link is asked once.
        links = {(use.category.source, use.link.span): use for use in reversed(uses)}
        distinct = _two_of_each(reversed(links.values()))
        for use in uses:
            # Whose address is wrong nobody knows: all are told, each by another one that shares it.
            other = next((other for other in distinct if _differs(use, other)), None)
            if other:
                yield _finding(context, use, other)


def _two_of_each(uses: Iterable[_Use]) -> list[_Use]:
    """Return the first two uses of each path: more would be passed over by whoever has that path, and so slow all down.

    One of the two may be the very link that is asked about, by a cell of several rows.
    """
    seen = Counter[tuple[str, ...]]()
    kept = []
    for use in uses:
        seen[use.category.path] += 1
        if seen[use.category.path] <= 2:  # noqa: PLR2004 - as said
            kept.append(use)
    return kept


@lru_cache(16384)
def _page(href: str) -> str | None:
    """Return what tells one page from another: scheme, final slash and capitals of the host do not."""
    parts = web(href)
    if parts is None:
        return None
    # Another fragment is another part of a page, which may well be about another category.
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}?{parts.query}#{parts.fragment}"


def _differs(use: _Use, other: _Use) -> bool:
    """Tell whether two uses are of different categories by different links.

    A cell over several rows belongs to all their categories, and a category that is written twice has one page.
    """
    if use.category is other.category or use.category.path == other.category.path:
        return False
    return use.category.source != other.category.source or use.link.span != other.link.span


def _finding(context: Context, use: _Use, other: _Use) -> Finding:
    catalogue = context.catalogue
    source = catalogue.source_of(use.category)
    there = catalogue.source_of(other.category)
    line = there.position(other.link.href_span.start).line
    place = _("line {line}").format(line=line)
    if there is not source:
        place = _("{file}, line {line}").format(file=there.file, line=line)
    message = _("the official page is that of {category} too ({place})")
    return RULE.finding(
        message.format(category=" / ".join(other.category.path), place=place),
        use.category.source,
        written(source, use.link),
        hint=_("write the address of this category's own page in one of them"),
        category=use.category.path,
    )


RULE = Rule(
    name="shared-official-link",
    code="R307",
    severity=Severity.WARNING,
    summary="Two categories point at one official page.",
    documentation=Documentation(
        what="""\
Every category has an official page of its own. The rule reports each link round or in a requirement whose page another
category names too. Addresses count as one page if they differ only in scheme, a final slash or capitals of the host.
Addresses with different fragments are parts of one page, and different. A cell that belongs to several rows of a
register is one link and no fault.""",
        why="""\
One of the two was copied and not changed, so its readers and its editors check the papers against the rules of another
category.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td><a href="https://developers.weixin.qq.com/miniprogram/product/material/jinrong/yinhang.html">\
《金融许可证》</a></td></tr>
</table>

### 信托

<table>
  <tr><th>小程序直播场景</th><td>信托知识直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供信托业务在线服务</td></tr>
  <tr><th>资质要求</th><td><a href="https://developers.weixin.qq.com/miniprogram/product/material/jinrong/yinhang.html">\
《金融许可证》</a></td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td><a href="https://developers.weixin.qq.com/miniprogram/product/material/jinrong/yinhang.html">\
《金融许可证》</a></td></tr>
</table>

### 信托

<table>
  <tr><th>小程序直播场景</th><td>信托知识直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供信托业务在线服务</td></tr>
  <tr><th>资质要求</th><td><a href="https://developers.weixin.qq.com/miniprogram/product/material/jinrong/xintuo.html">\
《金融许可证》</a></td></tr>
</table>
""",
        mend="""\
Open the page: its heading names the category that it belongs to. Look up the address of the other. Where the platform
really states both on one page, link to their headings, or ignore the rule there and say why.""",
    ),
    check=_check,
)
