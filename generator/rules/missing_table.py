"""missing-table: a category without a table."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING

from generator.catalogue import Block, BlockKind, Group, Span, Table
from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.moving import home_of
from generator.rules.rule import Context, Documentation, Rule
from generator.source.sections import split_combined

if TYPE_CHECKING:
    from collections.abc import Iterator

_HASHES = re.compile(r"[ \ufeff]*(#{1,6})")


def _check(context: Context) -> Iterator[Finding]:
    for category in context.catalogue.categories:
        home, _by = home_of(category)
        if not home.fields and not any(isinstance(content, Table) for content in home.body):
            yield RULE.finding(
                _("{path} has no table").format(path=" / ".join(category.path)),
                category.source,
                category.heading,
                hint=_("write a table with the rows 小程序直播场景, 类目适用范围 and 资质要求"),
                category=category.path,
            )
    yield from _bare_headings(context)


def _bare_headings(context: Context) -> Iterator[Finding]:
    """Yield the headings among those of categories that have nothing at all below them.

    One with words and no table may be prose; one with nothing is no prose either.
    """
    levels: dict[int, set[int]] = defaultdict(set)
    places = {category.id: category for category in context.catalogue.categories}
    for category in context.catalogue.categories:
        levels[category.source].add(_level(context.catalogue.source_of(category).text, category.span.start))
    for group in context.catalogue.groups:
        inside = [places[member] for member in group.categories]
        # The body of a group that several sources name holds headings of all of them.
        if all(category.source == group.source for category in inside):
            text = context.catalogue.sources[group.source].text
            siblings = {_level(text, category.span.start) for category in inside}
            for heading in _bare(group):
                if heading.level in siblings:
                    yield _finding(context, group.source, heading.span, heading.text)
    for number, source in context.sources():
        for section in source.sections:
            combined = len(split_combined(section.heading)) > 1
            if combined and not section.body and _level(source.text, section.span.start) in levels[number]:
                yield _finding(context, number, section.span, section.heading)


def _level(text: str, start: int) -> int:
    """Return the level of the heading that begins at a place, 0 where there is none."""
    found = _HASHES.match(text, start)
    return len(found[1]) if found else 0


def _bare(group: Group) -> Iterator[Block]:
    """Yield the headings of a group's body that the next heading of their level, or the end, follows at once."""
    for content, after in zip_longest(group.body, group.body[1:]):
        if isinstance(content, Block) and content.kind is BlockKind.HEADING and content.text:
            deeper = isinstance(after, Block) and after.kind is BlockKind.HEADING and after.level > content.level
            if after is None or (isinstance(after, Block) and after.kind is BlockKind.HEADING and not deeper):
                yield content


def _finding(context: Context, number: int, heading: Span, words: str) -> Finding:
    text = context.catalogue.sources[number].text
    at = text.find(words, heading.start, heading.end)
    return RULE.finding(
        _("{heading} stands among categories and has nothing below it").format(heading=words),
        number,
        Span(at, at + len(words)) if at >= 0 else heading,
        hint=_("write its sentence and its table, or remove the heading"),
    )


RULE = Rule(
    name="missing-table",
    code="R114",
    severity=Severity.ERROR,
    summary="A category has no table.",
    documentation=Documentation(
        what="""\
A heading with a sentence such as 具备【金融业-银行】类目 announces a category. The rule reports those that have no
table below them, and headings among those of categories that have nothing at all below them.""",
        why="""\
The page of the category does not say what it covers or what must be handed in.""",
        wrong="""\
## 金融业

### 银行

具备【金融业-银行】类目，可使用标准直播进行接入。
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
Write the table with the scenario, the scope and the requirement, or remove the category.""",
    ),
    check=_check,
)
