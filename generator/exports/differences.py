"""What two catalogues say otherwise, by meaning: categories, options, counts, words, links."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.catalogue import Block, LinkRole, Notice
from generator.combinations import combinations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from generator.catalogue import Catalogue, Category, Content

    _Key: TypeAlias = Callable[[Category], object]
    _Bag: TypeAlias = Callable[[Category], list[str]]

ALIKE: Final = 0.6
"""How alike two categories must be, from 0 to 1, to be one that was renamed and moved at once."""


class Kind(StrEnum):
    """What changed."""

    CATEGORY_ADDED = "category-added"
    CATEGORY_REMOVED = "category-removed"
    CATEGORY_RENAMED = "category-renamed"
    """Its name or its group."""
    OPTION_ADDED = "option-added"
    """A combination of papers that was not there."""
    OPTION_REMOVED = "option-removed"
    COUNT = "count"
    """How many of how many the source declares."""
    REQUIREMENT = "requirement"
    """The words of a requirement, where its papers are the same: who they are for, what they must cover."""
    SCENARIO = "scenario"
    SCOPE = "scope"
    FIELD = "field"
    """Another row of the category."""
    NOTICE = "notice"
    NOTICE_ADDED = "notice-added"
    NOTICE_REMOVED = "notice-removed"
    LINK = "link"
    LINK_ADDED = "link-added"
    LINK_REMOVED = "link-removed"
    TEXT = "text"
    """Prose of a category, a group or the document."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed."""

    kind: Kind
    category: str | None
    """The id of the category, that of the newer side where both have it; None for what is not of one."""
    path: tuple[str, ...]
    """The path of the category or group; empty for the document."""
    before: str | None
    after: str | None


def differences(old: Catalogue, new: Catalogue) -> tuple[Change, ...]:
    """Return what changed from one catalogue to another, in the order of the newer, what is gone last."""
    pairs, added, removed = _matched(old.categories, new.categories)
    partner = {after.id: before for before, after in pairs}
    found: list[Change] = [*_documents(old, new), *_groups(old, new)]
    fresh = {each.id for each in added}
    for category in new.categories:
        if category.id in fresh:
            found.append(Change(Kind.CATEGORY_ADDED, category.id, category.path, None, " / ".join(category.path)))
        else:
            found.extend(_category(partner[category.id], category))
    found.extend(Change(Kind.CATEGORY_REMOVED, each.id, each.path, " / ".join(each.path), None) for each in removed)
    return tuple(found)


def _matched(
    old: Sequence[Category], new: Sequence[Category]
) -> tuple[list[tuple[Category, Category]], list[Category], list[Category]]:
    """Return the categories that both have, as pairs, those that only the newer has, and those that only the older."""
    pairs: list[tuple[Category, Category]] = []
    before, after = list(old), list(new)
    for same in (_same_place, _same_path, _same_id, _same_official):
        pairs += _pair(before, after, same)
    # Dear, and seldom needed: only for what was renamed, moved and linked anew at once.
    alike = sorted(_likenesses(before, after), key=lambda each: (-each[0], each[1], each[2]))
    taken: tuple[set[int], set[int]] = set(), set()
    for _likeness, one, other in alike:
        if one not in taken[0] and other not in taken[1]:
            pairs.append((before[one], after[other]))
            taken[0].add(one)
            taken[1].add(other)
    rest = [
        [each for at, each in enumerate(side) if at not in gone]
        for side, gone in zip((before, after), taken, strict=True)
    ]
    return pairs, rest[1], rest[0]


def _pair(before: list[Category], after: list[Category], same: _Key) -> list[tuple[Category, Category]]:
    """Take those out of both lists that a key says are one; a key of several says nothing."""
    counts = Counter(filter(None, map(same, before))), Counter(filter(None, map(same, after)))
    known = {key: each for each in before if (key := same(each)) and counts[0][key] == counts[1][key] == 1}
    found = [(known[key], each) for each in after if (key := same(each)) in known]
    taken = {id(each) for pair in found for each in pair}
    for side in (before, after):
        side[:] = [each for each in side if id(each) not in taken]
    return found


def _same_place(category: Category) -> object:
    return category.id, category.path


def _same_path(category: Category) -> object:
    return category.path


def _same_id(category: Category) -> object:
    return category.id


def _same_official(category: Category) -> object:
    return tuple(link.href for link in category.links if link.role is LinkRole.OFFICIAL)


_MOST_COMPARED: Final = 100
"""Categories of each side that are compared word by word."""


def _likenesses(before: Sequence[Category], after: Sequence[Category]) -> Iterator[tuple[float, int, int]]:
    """Yield how alike the first categories of both sides are, with their places, where that is enough."""
    words = [_words(each) for each in before[:_MOST_COMPARED]]
    matcher = SequenceMatcher(autojunk=False)
    for other, second in enumerate(after[:_MOST_COMPARED]):
        matcher.set_seq2(_words(second))
        for one, first in enumerate(words):
            matcher.set_seq1(first)
            if (
                matcher.real_quick_ratio() >= ALIKE
                and matcher.quick_ratio() >= ALIKE
                and (likeness := matcher.ratio()) >= ALIKE
            ):
                yield likeness, one, other


def _words(category: Category) -> str:
    texts = [cell.text for field in category.fields for cell in field.cells]
    return "\n".join((category.name, *texts))[:500]


def _category(old: Category, new: Category) -> Iterator[Change]:
    def change(kind: Kind, before: str | None, after: str | None) -> Change:
        return Change(kind, new.id, new.path, before, after)

    if old.path != new.path:
        yield change(Kind.CATEGORY_RENAMED, " / ".join(old.path), " / ".join(new.path))
    for kind, before, after in (
        (Kind.SCENARIO, old.scenario, new.scenario),
        (Kind.SCOPE, old.scope, new.scope),
    ):
        if _one_line(before) != _one_line(after):
            yield change(kind, _one_line(before), _one_line(after))
    yield from _requirement(old, new)
    yield from _fields(old, new)
    yield from _bags(old, new, (Kind.NOTICE, Kind.NOTICE_REMOVED, Kind.NOTICE_ADDED), _notices)
    yield from _bags(old, new, (Kind.LINK, Kind.LINK_REMOVED, Kind.LINK_ADDED), _hrefs)
    before, after = _prose(old.body), _prose(new.body)
    if before != after:
        yield change(Kind.TEXT, before or None, after or None)


def _requirement(old: Category, new: Category) -> Iterator[Change]:
    before, after = old.requirement, new.requirement
    declared = [
        None if each is None or each.declared is None else f"{each.declared.among}选{each.declared.choose}"
        for each in (before, after)
    ]
    if declared[0] != declared[1]:
        yield Change(Kind.COUNT, new.id, new.path, *declared)
    ways = [_ways(each) for each in (old, new)]
    gone, come = Counter(ways[0]), Counter(ways[1])
    for way in (gone - come).elements():
        yield Change(Kind.OPTION_REMOVED, new.id, new.path, way, None)
    for way in (come - gone).elements():
        yield Change(Kind.OPTION_ADDED, new.id, new.path, None, way)
    texts = [None if each is None else _one_line(each.text) for each in (before, after)]
    if gone == come and _unnumbered(texts[0]) != _unnumbered(texts[1]):
        yield Change(Kind.REQUIREMENT, new.id, new.path, *texts)


def _ways(category: Category) -> list[str]:
    """Return the combinations of a category, each on one line; none where they are too many to list."""
    listed = combinations(category.requirement.tree) if category.requirement else ()
    return [" + ".join(way) for way in listed or ()]


def _unnumbered(text: str | None) -> str | None:
    return None if text is None else "".join(text.split())


def _fields(old: Category, new: Category) -> Iterator[Change]:
    shown = {"scenario", "scope", "requirement", "group", "name"}
    sides = [
        {field.label: _one_line(" ".join(cell.text for cell in field.cells)) for field in each.fields
         if field.meaning not in shown}
        for each in (old, new)
    ]  # fmt: skip
    for label in dict.fromkeys((*sides[0], *sides[1])):
        before, after = (None if label not in side else f"{label}: {side[label]}" for side in sides)
        if before != after:
            yield Change(Kind.FIELD, new.id, new.path, before, after)


def _bags(old: Category, new: Category, kinds: tuple[Kind, Kind, Kind], of: _Bag) -> Iterator[Change]:
    """Yield what is on one side only; where as many have gone as have come, each has changed into another."""
    changed, removed, added = kinds
    before, after = Counter(of(old)), Counter(of(new))
    gone, come = list((before - after).elements()), list((after - before).elements())
    if len(gone) == len(come):
        for one, other in zip(gone, come, strict=True):
            yield Change(changed, new.id, new.path, one, other)
        return
    for each in gone:
        yield Change(removed, new.id, new.path, each, None)
    for each in come:
        yield Change(added, new.id, new.path, None, each)


def _notices(category: Category) -> list[str]:
    return [_one_line(notice.text) or "" for notice in category.notices]


def _hrefs(category: Category) -> list[str]:
    return [link.href for link in category.links]


def _groups(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """Yield the prose of groups that changed; that one was renamed is told of each of its categories."""
    before = {group.name: _all_words(group.body) for group in old.groups}
    for group in new.groups:
        words = _all_words(group.body)
        if group.name in before and before[group.name] != words:
            yield Change(Kind.TEXT, None, (group.name,), before[group.name] or None, words or None)


def _documents(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    sides = [
        _all_words(
            [each for source in catalogue.sources for each in source.introduction]
            + [each for source in catalogue.sources for section in source.sections for each in section.body]
        )
        for catalogue in (old, new)
    ]
    if sides[0] != sides[1]:
        yield Change(Kind.TEXT, None, (), sides[0] or None, sides[1] or None)


def _prose(contents: Iterable[Content]) -> str:
    return "\n".join(_one_line(each.text) or "" for each in contents if isinstance(each, Block))


def _all_words(contents: Iterable[Content]) -> str:
    return "\n".join(_one_line(each.text) or "" for each in contents if isinstance(each, Block | Notice))


def _one_line(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())
