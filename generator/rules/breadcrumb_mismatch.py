"""breadcrumb-mismatch: a path that its headings contradict."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from generator.catalogue import Category, Span
from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.rules.rule import Context, Documentation, Rule
from generator.source.sections import stated_breadcrumbs

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(context: Context) -> Iterator[Finding]:
    for category in context.catalogue.categories:
        stated = category.breadcrumb
        if stated and (wrong := _first_unlike(stated, category.path)) is not None:
            yield RULE.finding(
                _("the sentence says {stated}, but the headings say {path}").format(
                    stated=" / ".join(stated), path=" / ".join(category.path)
                ),
                category.source,
                _place(context.catalogue.source_of(category).text, category, wrong),
                hint=_("write in both what the platform calls it"),
                category=category.path,
            )


def _first_unlike(stated: tuple[str, ...], path: tuple[str, ...]) -> str | None:
    """Return the first part of a stated path that is not, in its order, a part of the headings' path.

    A heading that stands alone says nothing of the group.
    """
    left = [_folded(part) for part in path]
    for part in stated if len(path) > 1 else stated[-1:]:
        if _folded(part) not in left:
            return part
        left = left[left.index(_folded(part)) + 1 :]
    return stated[-1] if left else None


def _folded(part: str) -> str:
    return "".join(normalize("NFKC", part).split()).casefold()


def _place(text: str, category: Category, part: str) -> Span:
    """Return where a part stands in the sentence; the heading where markup is in the way."""
    for path, span in stated_breadcrumbs(text, category.span):
        if path == category.breadcrumb:
            at = text.find(part, span.start, span.end)
            return Span(at, at + len(part)) if at >= 0 else span
    return category.heading


RULE = Rule(
    name="breadcrumb-mismatch",
    code="R110",
    severity=Severity.WARNING,
    summary="The path in the introductory sentence differs from the headings.",
    documentation=Documentation(
        what="""\
The sentence that introduces a category states its path: 具备【金融业-银行】类目. The rule compares it with the headings
that the category stands under. White space, the width of characters and the kind of dash do not count; a sentence that
names the category alone is enough.""",
        why="""\
The path is what an applicant picks on the platform. One of the two is wrong, and nobody can find the category under
that name.""",
        wrong="""\
## 金融业

### 银行

具备【金融-银行】类目，可使用标准直播进行接入。

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

具备【金融业-银行】类目，可使用标准直播进行接入。

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>
""",
        mend="""\
Look up what the platform calls the category, and correct the sentence or the heading.""",
    ),
    check=_check,
)
