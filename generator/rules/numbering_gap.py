"""numbering-gap: a list whose numbers skip, repeat or do not begin at 1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.findings import Finding, Fix, Severity
from generator.messages import gettext as _
from generator.rules.rule import Context, Documentation, Rule
from generator.rules.spoken_numbers import items_named_in, spoken_of
from generator.source.requirement.numerals import numeral_like
from generator.source.requirement.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalogue import Category, ItemNumber, Listing, Requirement, Source, Span

_REFERENCE: Final = re.compile(
    r"第[\s（(]*+[0-9０-９①-⑳a-zA-Z一二三四五六七八九十]{1,3}+(?![类方批版届次期]|[^\S\n]*者)"
)
"""An item called by its number; 第三方 and 第二类 are words of names."""


def _check(context: Context) -> Iterator[Finding]:
    for category in context.catalogue.categories:
        requirement = category.requirement
        for listing in requirement.listings if requirement else ():
            numbers = listing.numbers
            wrong = _first_wrong(numbers)
            if wrong is None and numbers:
                wrong = _first_odd(context.catalogue.source_of(category), numbers)
            if requirement and wrong is not None:
                source = context.catalogue.source_of(category)
                fix = _fix(source, listing, wrong)
                if fix and _is_spoken_of(source, category, requirement, listing):
                    fix = None
                yield _finding(source, category, numbers, wrong, fix)


def _is_spoken_of(source: Source, category: Category, requirement: Requirement, listing: Listing) -> bool:
    """Return whether words about 第2项 or （与3.二选一） mean the numbers as they are."""
    if _REFERENCE.search(requirement.text):
        return True
    edits = [(place, _edit(source, listing.numbers, place)) for place in range(len(listing.numbers))]
    changed = {place + 1 for place, edit in edits if edit and source.slice(edit[0]) != edit[1]}
    changed |= {listing.numbers[place - 1].value or place for place in changed}
    elsewhere = [notice.text for notice in category.notices] + [field.label for field in category.fields]
    return bool(changed & spoken_of(source, requirement)) or any(changed & items_named_in(text) for text in elsewhere)


def _first_wrong(numbers: Sequence[ItemNumber]) -> int | None:
    """Return the place of the first number that does not follow the one before; items without one may count or not."""
    expected, skipped = 1, 0
    missing = None
    for place, number in enumerate(numbers):
        if number.value is None:
            skipped += 1
            missing = place if missing is None else missing
        elif number.value == expected:
            expected, skipped, missing = number.value + 1, 0, None
        else:
            # 《甲》 2.《乙》: the numbers are right, but the first item has none.
            return missing if skipped and number.value == expected + skipped else place
    return None


def _first_odd(source: Source, numbers: Sequence[ItemNumber]) -> int | None:
    """Return the place of the first number that is written in another way than the first one: ② after 1."""
    pattern = next(number for number in numbers if number.sign)
    return next((at for at, number in enumerate(numbers) if number.sign and not _alike(source, number, pattern)), None)


def _alike(source: Source, number: ItemNumber, pattern: ItemNumber) -> bool:
    """Return whether two numbers are of one kind; 1. and 2、 are, 1. and （2） or ② are not."""
    own = source.slice(number.span)
    script = numeral_like(source.slice(pattern.span), number.value or 0)
    return script is None or (fold(own) == fold(script) and _before(source, number) == _before(source, pattern))


def _before(source: Source, number: ItemNumber) -> str:
    """Return what stands in a number before its numeral."""
    return fold(source.text[number.sign.start : number.span.start]) if number.sign else ""


def _finding(source: Source, category: Category, numbers: Sequence[ItemNumber], place: int, fix: Fix | None) -> Finding:
    number = numbers[place]
    hint = _("number the items from 1 to {count}, or restore the item that is missing").format(count=len(numbers))
    message = _message(source, numbers, place)
    return RULE.finding(message, category.source, number.span, hint=hint, category=category.path, fix=fix)


def _message(source: Source, numbers: Sequence[ItemNumber], place: int) -> str:
    number, earlier = numbers[place], numbers[:place]
    written = source.slice(number.span)
    before = next((source.slice(each.span) for each in reversed(earlier) if each.value is not None), None)
    if number.value is None:
        return _("this item of a numbered list has no number")
    if before is None:
        return _("the list begins at {number}, not at 1").format(number=written)
    if number.value in [each.value for each in earlier]:
        return _("the list has the number {number} twice").format(number=written)
    if _first_wrong(numbers) is None:
        sign = source.slice(number.sign) if number.sign else written
        return _("the list goes on in another way of numbering: {number}").format(number=sign)
    return _("the list goes on with {number} after {before}").format(number=written, before=before)


def _fix(source: Source, listing: Listing, wrong: int) -> Fix | None:
    """Return the numbers from 1 on, where that is all there is to mend.

    A declared count that differs from the items, numbers that skip where no count is declared, or a list that counts
    from 1 twice, speak for a list that was cut or run together with another one: new numbers would hide the trace.
    """
    numbers = listing.numbers
    values = [number.value for number in numbers]
    declared = listing.marker.among if listing.marker else None
    if None in values and values[wrong] is not None:
        return None
    if declared != len(values) if declared is not None else 1 in values[2:] or _skips(values):
        return None
    edits: list[tuple[Span, str]] = []
    for place in range(len(numbers)):
        edit = _edit(source, numbers, place)
        if edit is None:
            return None
        if source.slice(edit[0]) != edit[1]:
            edits.append(edit)
    return Fix(_("number the items from 1 to {count}").format(count=len(values)), tuple(edits))


def _skips(values: Sequence[int | None]) -> bool:
    """Return whether some number is higher than the next one would be; an item without a number counts as one."""
    highest = 0
    for value in values:
        if value is not None and value > highest + 1:
            return True
        highest = highest + 1 if value is None else max(highest, value)
    return False


def _edit(source: Source, numbers: Sequence[ItemNumber], place: int) -> tuple[Span, str] | None:
    """Return the right number of an item: its numeral alone, or the whole in the way of the first number."""
    own = numbers[place]
    pattern = next(number for number in numbers if number.sign)
    numeral = numeral_like(source.slice(pattern.span), place + 1)
    if numeral is None or pattern.sign is None:
        return None
    if own.sign and _alike(source, own, pattern):
        return own.span, numeral_like(source.slice(own.span), place + 1) or numeral
    before = source.text[pattern.sign.start : pattern.span.start]
    after = source.text[pattern.span.end : pattern.sign.end]
    return own.sign or own.span, f"{before}{numeral}{after}"


RULE = Rule(
    name="numbering-gap",
    code="R205",
    severity=Severity.WARNING,
    summary="The numbers of a list skip, repeat, change their kind or do not begin at 1.",
    documentation=Documentation(
        what="""\
The items of a requirement count from 1 on: 1. 2. 3., ①②③, 一、二、三、. The rule reports the first number of a list
that does not follow the one before, an item without a number among numbered ones, and a number of another kind (② or
（2） after 1.). Each list within an item counts for itself. Numbers in remarks (注：1、…) are not looked at.""",
        why="""\
A number that is skipped is often the trace of an item that was lost, and remarks such as "如选第2项" lead to the wrong
paper when numbers repeat.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求（3选1）</th><td>1.《金融许可证》<br>2.《金融机构许可证》<br>4.《银行业务批准书》</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求（3选1）</th><td>1.《金融许可证》<br>2.《金融机构许可证》<br>3.《银行业务批准书》</td></tr>
</table>
""",
        mend="""\
Look up the platform's own page for an item that was lost. Then number the items anew; `leimu check --fix` does so where
the declared number agrees with the items that are there, or where numbers repeat or are of several kinds and none is
skipped, unless the text or a notice may speak of an item by its number (第4项, 与3.二选一).""",
    ),
    check=_check,
    fixable=True,
    alone=True,
)
