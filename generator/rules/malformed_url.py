"""malformed-url: an address that no browser reads as it is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import Link, Repair, RepairKind, Source, Span
from generator.findings import Fix, Severity
from generator.messages import gettext as _
from generator.messages import noted
from generator.rules.addresses import local, part, written
from generator.rules.places_on_disk import Disk
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.url_faults import NO_SCHEME, Fault, Wording, fault, mended

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.findings import Finding

_ROUND = Wording(noted("white space stands round the address"), noted("remove it"))
_BROKEN = {
    "space": Wording(
        noted("white space in the address keeps this from being a link"), noted("write %20, or remove it")
    ),
    "brackets": Wording(noted("full-width brackets make no link"), noted("write ( and ) round the address")),
    "gap": Wording(noted("a blank before the address keeps this from being a link"), noted("remove it")),
    "unclosed": Wording(noted("the brackets round the address are never closed"), noted("write ) behind the address")),
    "title": Wording(
        noted("what follows the address is no title, so this is no link"),
        noted('write the title in quotes, (address "title"), or remove it'),
    ),
}
"""How what is nearly a Markdown link is told."""


def _check(context: Context) -> Iterator[Finding]:
    disk = Disk(context.catalogue, context.base)
    for number, source in context.sources():
        for link in source.links:
            found = fault(link.href)
            if found and found.wording is NO_SCHEME and _is_file(disk, source, link):
                continue
            if found and not _in_pointed_brackets(source, link):
                yield _faulty(context, number, source, link, found)
            elif not found and link.href and (place := written(source, link)) != link.href_span:
                fix = Fix(_("remove the white space round the address"), ((link.href_span, source.slice(place)),))
                yield _finding(context, number, link.href_span, Wording(_(_ROUND.message), _(_ROUND.hint)), fix)
        for repair in source.repairs:
            if repair.kind is RepairKind.BROKEN_LINK and (wording := _BROKEN.get(repair.name)):
                fix_broken = _mend_link(source, repair)
                yield _finding(context, number, repair.span, Wording(_(wording.message), _(wording.hint)), fix_broken)


def _is_file(disk: Disk, source: Source, link: Link) -> bool:
    """Tell whether what looks like a host is a file beside the source: notes.org is as good a name as notes.md."""
    address = local(link.href)
    return address is not None and bool(address.path) and disk.holds(source, address.path)


def _in_pointed_brackets(source: Source, link: Link) -> bool:
    """Tell whether only blanks are wrong with an address, and it stands in ``(<…>)``, where Markdown escapes them."""
    start = link.href_span.start
    return source.text[start - 2 : start] == "(<" and not fault(link.href.replace(" ", "%20"))


def _faulty(context: Context, number: int, source: Source, link: Link, found: Fault) -> Finding:
    values = {**found.values, "part": link.href[found.start : found.end]}
    told = Wording(_(found.wording.message).format_map(values), _(found.wording.hint).format_map(values))
    return _finding(context, number, part(source, link, found.start, found.end), told, _mend(source, link))


def _mend(source: Source, link: Link) -> Fix | None:
    """Return the change that leaves no fault, None where there is no one right answer.

    An address that is written elsewhere or with character references is not written anew, nor one that readers see.
    """
    right = mended(link.href)
    place = written(source, link)
    if right is None or source.slice(place) != link.href or link.text == link.href:
        return None
    return Fix(_("write {address}").format(address=right), ((link.href_span, right),))


def _mend_link(source: Source, repair: Repair) -> Fix | None:
    """Return the change that makes a link of what is nearly one; None unless its address is then sound."""
    place = repair.span
    if repair.name not in ("space", "brackets"):
        return None
    address = source.slice(place).strip()
    right = mended(address) or address
    # Of any other address there may be more to say once it is one.
    if fault(right) or not right.startswith("https://"):
        return None
    edits = ((Span(place.start - 1, place.end + 1), f"({right})"),)
    return Fix(_("write {address}").format(address=right), edits)


def _finding(context: Context, number: int, span: Span, told: Wording, fix: Fix | None) -> Finding:
    category = context.path_at(number, span.start)
    return RULE.finding(told.message, number, span, hint=told.hint, category=category, fix=fix)


RULE = Rule(
    name="malformed-url",
    code="R302",
    severity=Severity.ERROR,
    summary="An address that no browser reads as it is meant.",
    documentation=Documentation(
        what="""\
The rule reads every address as the URL standard does, and reports:

- a broken beginning: `https:/…`, `http//…`, `htps://…`, `https：//…`, `https://https://…`, `www.…` alone;
- a host that cannot be: none at all, without a dot, with an underscore or a full-width 。 in it, a port above 65535;
- white space, invisible characters, quotation marks, backslashes, percent signs that escape nothing;
- words of the sentence that run into the address: `https://…/x）`, `https://…/x，详见…`;
- two addresses in one, an e-mail address without `mailto:`, a telephone number without digits;
- what is nearly a Markdown link and none: `[…](… …)`, `[…]（…）`, `[…](…` without its end.

Chinese words in a path, fragments, ports, IPv6 hosts and the schemes of apps (`weixin://`) are no faults.""",
        why="""\
Browsers guess at a broken address, each in its own way, or take it for a file beside the page. Readers see an error of
somebody else's site, and nobody tells its editors.""",
        wrong="""\
## 金融业

### 银行

申请前请阅读[服务类目说明](https：//developers.weixin.qq.com/miniprogram/product/material/)。

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td><a href="https:/developers.weixin.qq.com/miniprogram/product/material/jinrong/yinhang.html">\
《金融许可证》</a></td></tr>
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
Open the page in a browser and copy the address from there. `leimu check --fix` mends what has one right answer.""",
    ),
    check=_check,
    fixable=True,
)
