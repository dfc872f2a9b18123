"""broken-local-link: a link or picture that leads to no file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from generator.findings import Fix, Severity
from generator.messages import gettext as _
from generator.rules.addresses import local, written
from generator.rules.places_on_disk import Disk
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.url_faults import fault, mended

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Link, Source
    from generator.findings import Finding


def _check(context: Context) -> Iterator[Finding]:
    disk = Disk(context.catalogue, context.base, context.docs)
    for number, source in context.sources():
        for link in source.links:
            address = local(link.href)
            # An address that cannot be mended is told as what it is; nobody knows where it leads.
            if address is None or not address.path or (fault(link.href) and not mended(link.href)):
                continue
            if found := _broken(context, disk, number, link, address.path):
                yield found


def _broken(context: Context, disk: Disk, number: int, link: Link, path: str) -> Finding | None:
    source = context.catalogue.sources[number]
    rooted = path.startswith("/")
    if disk.publishes(path) if rooted else disk.holds(source, path):
        return None
    span = written(source, link)
    fix = None
    if rooted:
        message = _("no file of the site is called {path}").format(path=path)
        hint = _("write the whole address, https://… and all, of a page of another site")
    else:
        message = _("there is no file {path} beside the source").format(path=path)
        meant = disk.meant(source, path)
        hint = _("did you mean {path}?").format(path=meant) if meant else _("check the name, or add the file")
        fix = _fix(source, link, path, meant)
    return RULE.finding(message, number, span, hint=hint, category=context.path_at(number, span.start), fix=fix)


def _fix(source: Source, link: Link, path: str, meant: str | None) -> Fix | None:
    """Return the change of case that leads to the file, where nothing else is wrong with the name."""
    span = written(source, link)
    raw = source.slice(span)
    if meant is None or meant.casefold() != path.casefold() or not raw.startswith(path) or unquote(raw) != raw:
        return None
    return Fix(_("write {address}").format(address=meant), ((span, meant + raw[len(path) :]),))


RULE = Rule(
    name="broken-local-link",
    code="R303",
    severity=Severity.ERROR,
    summary="A link or picture that leads to no file.",
    documentation=Documentation(
        what="""\
An address without a host leads to a file beside the source: `fees.md`, `./images/step.png`, `../a/b.md#c`. The rule
reports it where there is no such file or directory and no such source. Capital and small letters count on every system,
because they do on most servers. An address that begins with `/` leads to the root of the published site, and is
reported unless the directory of hand-written pages (`docs_dir` in `mkdocs.yml`) holds that file or page.""",
        why="""\
The page shows a broken picture, or the reader lands on "not found". Addresses such as `/document/product/…` are right
on the site that they were copied from, and nowhere else.""",
        wrong="""\
## 金融业

### 银行

申请步骤见[说明](no-such-file.md)。

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

申请步骤见[说明](rules.md)。

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>

<!-- This example is itself the file rules.md. -->
""",
        mend="""\
Correct the name; the hint tells the nearest one. A page of another site takes its whole address, beginning with
`https://`.""",
    ),
    check=_check,
    fixable=True,
)
