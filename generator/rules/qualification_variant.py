"""qualification-variant: a paper's name that differs in one character from another name of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.rules.brackets import lonely
from generator.rules.near_names import SHORT, differs_in_meaning, is_doubled, near, new_pairs
from generator.rules.paper_names import Name, PaperNames, place
from generator.rules.rule import Context, Documentation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECISIVE: Final = 2
"""By how many names more one of two must look like the others to be the one that is right."""
_OFTEN: Final = 3
"""A short name is known once it stands so often."""


def _check(context: Context) -> Iterator[Finding]:
    found = PaperNames(context.catalogue)
    for name in found.names:
        if len(name.spellings) > 1:
            known = max(name.spellings.values(), key=lambda spelling: len(spelling.uses))
            for spelling in name.spellings.values():
                if spelling is not known:
                    yield from _told(context, spelling, known)
    slips = _slips(found)
    for variant, known in slips.items():
        yield from _told(context, variant, known, tied=slips.get(known) is variant)


def _slips(found: PaperNames) -> dict[Name, Name]:
    """Return each name that is a slip, and the commonest name that it is a slip for."""
    slips: dict[Name, Name] = {}
    for one, other in near([name.folded for name in found.names]):
        for variant, known in _judged(found, found.names[one], found.names[other]):
            held = slips.get(variant)
            if held is None or len(known.uses) > len(held.uses):
                slips[variant] = known
    return slips


def _judged(found: PaperNames, first: Name, second: Name) -> list[tuple[Name, Name]]:
    """Return which of two near names is a slip for which: both where nothing tells, none where both are right."""
    if differs_in_meaning(first.folded, second.folded):
        return []
    pairs = [(second, first), (first, second)]
    if len(first.uses) != len(second.uses):
        # The rarer one is the slip.
        pairs = [min(pairs, key=lambda pair: len(pair[0].uses))]
    odd = [pair for pair in pairs if _is_odd(found, *pair)]
    if not odd or found.are_one_paper(first, second) or lonely(first.folded) or lonely(second.folded):
        # Where a bracket is what differs, it is told as such.
        return []
    if len(pairs) == 1:
        return odd
    # Of two that are as rare, it is the one that looks less like the other names: 许可正 beside 许可证.
    one, other = (found.support(*pair) for pair in pairs)
    if abs(one - other) >= _DECISIVE:
        return [pairs[one > other]]
    return pairs


def _is_odd(found: PaperNames, slip: Name, known: Name) -> bool:
    """Return whether a name looks like a slip for another one.

    药品经营许可证 is none for 食品经营许可证 where 药品 is a word of the catalogue.
    """
    if max(len(slip.folded), len(known.folded)) <= SHORT and (len(known.uses) < _OFTEN or len(slip.uses) > 1):
        return False
    # The beginning of the slip itself is counted too.
    pairs = new_pairs(slip.folded, known.folded)
    unheard = all(found.words[pair] <= slip.folded.startswith(pair) for pair in pairs)
    return unheard or is_doubled(slip.folded, known.folded)


def _told(context: Context, variant: Name, known: Name, *, tied: bool = False) -> Iterator[Finding]:
    """Yield a finding for each category in which a variant stands, where it first does.

    Of two that are ``tied`` each is told as the other's variant, so the hint must not say which one is right.
    """
    category, right = known.uses[0]
    source = context.catalogue.source_of(category)
    hint = _("write {known} as in {path} ({file}:{line}); if both are right, name one as an alias of the other")
    if tied:
        hint = _(
            "write both alike: {known} stands in {path} ({file}:{line}); "
            "if both are right, name one as an alias of the other"
        )
    hint = hint.format(
        known=right.name,
        path=" / ".join(category.path),
        file=source.file,
        line=source.position(place(category, right).start).line,
    )
    message = _("{name} differs in one character from {known}, which the catalogue also has")
    if variant.folded == known.folded:
        message = _("{name} is written otherwise than {known}, which the catalogue also has")
    told: set[str] = set()
    for where, paper in variant.uses:
        if where.id not in told:
            told.add(where.id)
            words = message.format(name=paper.name, known=right.name)
            yield RULE.finding(words, where.source, place(where, paper), hint=hint, category=where.path)


RULE = Rule(
    name="qualification-variant",
    code="R207",
    severity=Severity.WARNING,
    summary="The name of a paper is all but that of another one.",
    documentation=Documentation(
        what="""\
The rule compares the names of all papers of the catalogue. It reports a name that differs from another one in a
single character (《…许可》 beside 《…许可证》), or in white space, capitals or the width of brackets alone. The rarer
of the two is reported, once in each category; of two that are as rare, the one that looks less like the other names,
or both where nothing tells which one is right.

Characters that tell papers apart make no variants: 甲级 and 乙级, 一类 and 二类, 省 and 市, 进口 and 出口, figures and
letters, and a character that makes a word of the catalogue (食品 and 药品). Of names of four characters or fewer,
only one that stands once is reported, beside one that stands three times. Names that editors list as aliases of one
paper are one paper.""",
        why="""\
A paper with two names becomes two papers: its page lists half of its categories, and a search finds the other half.""",
        wrong="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求（2选1）</th><td>1.《经营证券期货业务许可》<br>2.《经营证券期货业务许可证》（适用于分支机构）</td></tr>
</table>
""",
        right="""\
## 金融业

### 银行

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求（2选1）</th><td>1.《经营证券期货业务许可证》（适用于总机构）<br>2.《经营证券期货业务许可证》（适用于分支机构）</td></tr>
</table>
""",
        mend="""\
Compare both with the platform's own pages, and write the name that is right in both places. If both names are in use,
name one as an alias of the other in catalogue/qualifications.yml; if they are two papers, ignore the rule there.""",
    ),
    check=_check,
)
