"""insecure-url: an address that is read without encryption."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from generator.findings import Severity
from generator.messages import gettext as _
from generator.rules.addresses import part, web
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.findings import Finding

_SCHEME = "http://"
_HERE = ("localhost", ".localhost", ".local", ".internal", ".test")
"""How the names of hosts end that no certificate is given for."""


def _check(context: Context) -> Iterator[Finding]:
    for number, source in context.sources():
        for link in source.links:
            if not link.href.lower().startswith("http") or link.href[4:6].lower() == "s:":
                continue
            parts = web(link.href)
            if parts and parts.scheme == "http" and not _private(parts.hostname or ""):
                span = part(source, link, 0, len(_SCHEME))
                yield RULE.finding(
                    _("the page is read without encryption: {scheme}").format(scheme=_SCHEME),
                    number,
                    span,
                    hint=_("write https:// if the page opens under it"),
                    category=context.path_at(number, span.start),
                )


def _private(host: str) -> bool:
    """Tell whether a host is one that only its own network reaches."""
    if host.endswith(_HERE):
        return True
    try:
        return ip_address(host).is_private
    except ValueError:
        return False


RULE = Rule(
    name="insecure-url",
    code="R305",
    severity=Severity.WARNING,
    summary="An address that begins with http://.",
    documentation=Documentation(
        what="""\
The rule reports every link and picture whose address begins with `http://`. Hosts of one's own machine or network
(`localhost`, 192.168.0.1) are left out. There is no fix: only a look at the page tells whether it opens under
`https://`.""",
        why="""\
What is read over `http://` can be read and changed on the way, and browsers warn of it. Mini-programs refuse it
altogether.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td><a href="http://developers.weixin.qq.com/miniprogram/product/material/jinrong/yinhang.html">\
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
""",
        mend="Open the page under `https://`. If it opens, write that.",
    ),
    check=_check,
)
