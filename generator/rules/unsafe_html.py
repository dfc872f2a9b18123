"""unsafe-html: markup that has no place in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.rules.pieces import Pieces
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.unsafe import is_suspect, unsafe_markup, unsafe_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Span


def _check(context: Context) -> Iterator[Finding]:
    for number, source in context.sources():
        told: set[int] = set()
        if is_suspect(source):
            for what, span in unsafe_markup(source.text, Pieces(context.catalogue, number)):
                told.add(span.start)
                yield _finding(context, number, what, span)
        for link in source.links:
            if link.href_span.start not in told and (scheme := unsafe_scheme(link.href)):
                yield _finding(context, number, scheme, link.href_span)


def _finding(context: Context, number: int, what: str, span: Span) -> Finding:
    return RULE.finding(
        _("{what} has no place in a document, and is not published").format(what=what),
        number,
        span,
        hint=_("remove it; write a link to what it was meant to show"),
        category=context.path_at(number, span.start),
    )


RULE = Rule(
    name="unsafe-html",
    code="R116",
    severity=Severity.ERROR,
    summary="Markup that could run programs or load things in a reader's browser.",
    documentation=Documentation(
        what="""\
The rule reports elements that run programs or load other pages (`script`, `iframe`, `object`, `embed` and the like), a
`meta` refresh, event attributes such as `onclick`, addresses that begin with `javascript:`, `vbscript:` or `data:`, and
styles that load something or compute (`url()`, `@import`, `expression()`). Examples in code are words and are left
alone.""",
        why="""\
Whoever can write into a source could else reach the browser of every reader. leimu never publishes such markup, so what
it was meant to do is lost; the editor should know.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td><span onclick="show()">金融产品推广直播</span></td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
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
Remove the markup. For a video or a form, write a link to the page that holds it.""",
    ),
    check=_check,
)
