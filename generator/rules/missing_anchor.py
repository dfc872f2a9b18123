"""missing-anchor: a link to a place that no heading and no mark gives its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Severity
from generator.messages import gettext as _
from generator.rules.addresses import local, part
from generator.rules.heading_anchors import Anchors
from generator.rules.places_on_disk import Disk
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Link
    from generator.findings import Finding


def _check(context: Context) -> Iterator[Finding]:
    disk = Disk(context.catalogue, context.base)
    anchors = [Anchors(source) for source in context.catalogue.sources]
    for number, source in context.sources():
        for link in source.links:
            address = local(link.href) if "#" in link.href else None
            if address is None:
                continue
            target = disk.source(source, address.path) if address.path else number
            if target is not None and not anchors[target].holds(address.fragment):
                yield _finding(context, number, target, link, anchors[target].meant(address.fragment))


def _finding(context: Context, number: int, target: int, link: Link, meant: str | None) -> Finding:
    source = context.catalogue.sources[number]
    at = link.href.find("#")
    span = part(source, link, at, len(link.href))
    if target == number:
        message = _("no heading and no mark of this file is called {anchor}").format(anchor=link.href[at:])
    else:
        message = _("no heading and no mark of {file} is called {anchor}").format(
            file=context.catalogue.sources[target].file, anchor=link.href[at:]
        )
    hint = (
        _("did you mean #{anchor}?").format(anchor=meant)
        if meant
        else _("name a heading, or mark the place with [words](id:name)")
    )
    return RULE.finding(message, number, span, hint=hint, category=context.path_at(number, span.start))


RULE = Rule(
    name="missing-anchor",
    code="R304",
    severity=Severity.ERROR,
    summary="A link to a place of a source that is nowhere named.",
    documentation=Documentation(
        what="""\
`[…](#x)` leads to a place of the same source, `[…](file.md#x)` to one of another. The rule reports it where that source
has no heading and no mark of that name. A mark is `[…](id:x)`, or an element with `id="x"` or `name="x"`, in a cell as
well as in prose. A heading is found by its own words, by the name that GitHub or MkDocs makes of it, percent-encoded or
not, and by the dotted form `.E7.A4.BE`. Files that are no sources are not looked into.""",
        why="""\
The reader lands at the top of the page and has to search. Most such links outlived a heading that was renamed.""",
        wrong="""\
## 金融业

### 银行

资质见[证券/期货](#证券期货)。

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

资质见[下表](#银行)。

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
""",
        mend="""\
Name a heading that is there; the hint tells the nearest. A place without a heading takes a mark of its own, which no
renaming breaks.""",
    ),
    check=_check,
)
