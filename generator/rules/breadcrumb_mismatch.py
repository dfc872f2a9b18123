"""breadcrumb-mismatch: a path that its headings contradict."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from generator.catalogue import Category, Span
from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.rules.rule import Context, Documentation, Rule
from generator.source.sections import stated_breadcrumbs

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEPARATORS = r"\-\u2010-\u2015\u2212－﹣>＞›»/／"
_SEPARATOR = re.compile(rf"[\s{_SEPARATORS}]+")
_PART = re.compile(rf"[^\s【】{_SEPARATORS}](?:[^【】{_SEPARATORS}]*[^\s【】{_SEPARATORS}])?")
_MARKUP = re.compile(r"<[^<>]*>|&#?\w+;|[*_`~]")


def _check(context: Context) -> Iterator[Finding]:
    for category in context.catalogue.categories:
        stated = category.breadcrumb
        if not stated or [*map(_folded, stated)] == [*map(_folded, category.path)]:
            continue
        if (span := _difference(context.catalogue.source_of(category).text, category)) is not None:
            yield RULE.finding(
                _("the sentence says {stated}, but the headings say {path}").format(
                    stated=" / ".join(stated), path=" / ".join(category.path)
                ),
                category.source,
                span,
                hint=_("write in both what the platform calls it"),
                category=category.path,
            )


def _folded(part: str) -> str:
    """Return a part as it is compared: white space, width, case and separators do not count, but 类目 does."""
    return _SEPARATOR.sub("", normalize("NFKC", part)).casefold()


def _difference(text: str, category: Category) -> Span | None:
    """Return the characters of the stated path that the headings contradict, None where they do not."""
    start = category.span.start
    stated = "-".join(category.breadcrumb or ())
    # Markup becomes blanks of the same length, so that the offsets stay true.
    plain = _MARKUP.sub(lambda markup: " " * len(markup[0]), text[start : category.span.end])
    for path, span in stated_breadcrumbs(plain, Span(0, len(plain))):
        if _folded("".join(path)) == _folded(stated):
            left = _contradicted(list(_PART.finditer(plain, span.start, span.end)), category.path)
            return Span(start + left[0].start(), start + left[-1].end()) if left else None
    # The sentence runs over several lines of a quotation, or the like.
    return category.heading if _contradicted(list(_PART.finditer(stated)), category.path) else None


def _contradicted(parts: list[re.Match[str]], path: tuple[str, ...]) -> list[re.Match[str]]:
    """Return the stated parts that are left when those are gone that the headings say too.

    A name may hold separators itself, so several parts may make one name.  The sentence may leave out what stands
    above the name, and a heading that stands alone says nothing of what is above it.
    """
    names = [_folded(name) for name in path]
    left, at = parts, len(parts)
    while names and (at := _beginning(left, names[-1])) < len(left):
        left = left[:at]
        names.pop()
    if len(names) == len(path):
        # The name itself is in doubt: what stands before it may be right.
        ends = (end for end in range(len(left), 0, -1) if _joined(left[:end]) == names[0])
        rest = left[next(ends, 0) :]
        return rest or parts
    left = left[next((end for end in range(len(left), 0, -1) if _joined(left[:end]) in names), 0) :]
    return left if len(path) > 1 else []


def _beginning(parts: list[re.Match[str]], name: str) -> int:
    """Return from which part on the parts make up a name; their number where they never do."""
    return next((at for at in range(len(parts)) if _joined(parts[at:]) == name), len(parts))


def _joined(parts: list[re.Match[str]]) -> str:
    return "".join(_folded(part[0]) for part in parts)


RULE = Rule(
    name="breadcrumb-mismatch",
    code="R110",
    severity=Severity.WARNING,
    summary="The path in the introductory sentence differs from the headings.",
    documentation=Documentation(
        what="""\
The sentence that introduces a category states its path: 具备【金融业-银行】类目. The rule compares it with the headings
that the category stands under. White space, case, the width of characters and the sign between the parts (`-`, `—`,
`＞`) do not count; a sentence that names the category alone is enough.""",
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
    alone=True,
)
