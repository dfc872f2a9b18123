"""Who is who: a stable ASCII id for every category, group and paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from generator.catalogue import LinkRole
from generator.source.aliases import fold
from generator.source.ids import Entry, Kept
from generator.source.slugs import from_link, slug

if TYPE_CHECKING:
    from generator.source.assembling import AnyDraft

ALIKE = 0.5
"""How alike (difflib's ratio) two names of one group must be to be one category renamed."""

MOST_PAIRS = 250_000
"""Names of one group are compared with kept names only if there are no more pairs than these."""


@dataclass(frozen=True, slots=True)
class Identities:
    """The ids of one catalogue."""

    categories: tuple[str, ...]
    """In the order of the categories."""
    groups: dict[str, str]
    """By name."""
    moved: tuple[tuple[str, str], ...]
    """(old address, id)."""


def identify(categories: Sequence[AnyDraft], kept: Kept) -> Identities:
    """Give each category and group its id: the kept one, else its official link's, else pinyin."""
    linked = [_linked(category) for category in categories]
    owners = _owners(categories, linked, kept)
    taken = Taken(entry.id for entry in (*kept.categories, *kept.groups))
    groups = _groups(categories, linked, owners, kept, taken)
    ids: list[str] = []
    moved: list[tuple[str, str]] = []
    for category, link, owner in zip(categories, linked, owners, strict=True):
        natural = link or _spelled(category, groups)
        identity = owner.id if owner else taken.free(natural)
        ids.append(identity)
        if owner:
            moved += [(old, identity) for old in owner.was]
            # A person gave it another id than its link's: whoever knew that address shall find it.
            moved += [(link, identity)] if link else []
    moved += [(old, entry.id) for entry in kept.groups for old in entry.was if entry.id in groups.values()]
    live = {*ids, *groups.values()}
    return Identities(tuple(ids), groups, tuple((old, new) for old, new in dict(moved).items() if old not in live))


def identify_papers(papers: Sequence[Sequence[str]], kept: Kept) -> list[str]:
    """Give each paper, told by its names, its id: the one kept for any of them, else pinyin of the first.

    No name belongs to two papers.  A name that an entry bears counts before one that it bore.
    """
    current = {fold(entry.path[0]): entry.id for entry in reversed(kept.qualifications)}
    former = {fold(name): entry.id for entry in reversed(kept.qualifications) for name in entry.path[1:]}
    given: dict[str, int] = {}
    owned: dict[int, str] = {}
    for known in (current, former):
        for number, names in enumerate(papers) if known else ():
            for identity in (known.get(fold(name)) for name in names):
                if identity and number not in owned and given.setdefault(identity, number) == number:
                    owned[number] = identity
    taken = Taken(entry.id for entry in kept.qualifications)
    return [owned.get(number) or taken.free(slug(names[0])) for number, names in enumerate(papers)]


def _linked(category: AnyDraft) -> str | None:
    """Return the address in a category's official link, None where its links give none or several."""
    addresses = {from_link(link.href) for link in category.links if link.role is LinkRole.OFFICIAL}
    return addresses.pop() if len(addresses) == 1 else None


def _spelled(category: AnyDraft, groups: dict[str, str]) -> str:
    group = [groups[category.path[0]]] if len(category.path) > 1 else []
    return "/".join([*group, *(slug(part) for part in category.path[len(group) :])])


class Taken:
    """The ids that are given away."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = set(ids)
        self.numbers: dict[str, int] = {}
        """How often an id was wanted, so that the thousandth of one name need not try a thousand numbers."""

    def free(self, wanted: str) -> str:
        """Give away the id that was wanted, numbered where another has it."""
        free = wanted
        while free in self.ids:
            self.numbers[wanted] = self.numbers.get(wanted, 1) + 1
            free = f"{wanted}-{self.numbers[wanted]}"
        self.ids.add(free)
        return free


def _groups(
    categories: Sequence[AnyDraft],
    linked: Sequence[str | None],
    owners: Sequence[Entry | None],
    kept: Kept,
    taken: Taken,
) -> dict[str, str]:
    """Return the id of each group: the kept one, else what its official links share, else pinyin."""
    known = {entry.path[0]: entry.id for entry in kept.groups}
    present = {category.group for category in categories}
    # Of a group that is no longer there, its categories' addresses tell whether it was renamed.
    orphans = {entry.id for entry in kept.groups if entry.path[0] not in present}
    segments: dict[str, Counter[str]] = {}
    for category, link, owner in zip(categories, linked, owners, strict=True):
        if category.group is not None:
            counter = segments.setdefault(category.group, Counter())
            address = owner.id if owner else link
            counter.update([address.split("/")[0]] if address and "/" in address else [])
    groups: dict[str, str] = {}
    for name, counter in segments.items():
        wanted = counter.most_common(1)[0][0] if counter else slug(name)
        renamed = wanted if name not in known and wanted in orphans else None
        orphans.discard(wanted)
        groups[name] = known.get(name) or renamed or taken.free(wanted)
    return groups


def _owners(categories: Sequence[AnyDraft], linked: Sequence[str | None], kept: Kept) -> list[Entry | None]:
    """Return the kept entry of each category, also where its heading was renamed since."""
    free: dict[str, Entry] = {entry.id: entry for entry in kept.categories}
    owners: list[Entry | None] = [None] * len(categories)
    for match in (_same_path, _same_link, _same_name, _alike):
        for number, entry in match(categories, linked, owners, list(free.values())):
            if owners[number] is None and entry.id in free:
                owners[number] = free.pop(entry.id)
    return owners


_Pairs = Iterator[tuple[int, Entry]]


def _same_path(
    categories: Sequence[AnyDraft], _: Sequence[str | None], owners: Sequence[Entry | None], free: Sequence[Entry]
) -> _Pairs:
    by_path: dict[tuple[str, ...], list[Entry]] = {}
    for entry in free:
        by_path.setdefault(entry.path, []).append(entry)
    for number, category in enumerate(categories):
        if owners[number] is None and by_path.get(category.path):
            yield number, by_path[category.path].pop(0)


def _same_link(
    categories: Sequence[AnyDraft], linked: Sequence[str | None], owners: Sequence[Entry | None], free: Sequence[Entry]
) -> _Pairs:
    by_id = {entry.id: entry for entry in free}
    for number, _ in enumerate(categories):
        link = linked[number]
        if owners[number] is None and link in by_id:
            yield number, by_id[link]


def _same_name(
    categories: Sequence[AnyDraft], linked: Sequence[str | None], owners: Sequence[Entry | None], free: Sequence[Entry]
) -> _Pairs:
    """Match a category whose group was renamed, where no other has its name."""
    present = {category.path[:-1] for category in categories}
    free = [entry for entry in free if entry.path[:-1] not in present]
    names = Counter(entry.path[-1] for entry in free)
    by_name = {entry.path[-1]: entry for entry in free if names[entry.path[-1]] == 1}
    for number, category in enumerate(categories):
        entry = by_name.get(category.path[-1])
        if entry and owners[number] is None and linked[number] in (None, entry.id):
            yield number, entry


def _alike(
    categories: Sequence[AnyDraft], _: Sequence[str | None], owners: Sequence[Entry | None], free: Sequence[Entry]
) -> _Pairs:
    """Match names of one group that are alike, the most alike first."""
    by_group: dict[tuple[str, ...], list[Entry]] = {}
    present = {category.path for category in categories}
    for entry in free:
        if entry.path not in present:
            by_group.setdefault(entry.path[:-1], []).append(entry)
    pairs = []
    unowned = Counter(category.path[:-1] for number, category in enumerate(categories) if owners[number] is None)
    for number, category in enumerate(categories):
        group = category.path[:-1]
        # So many renamed at once is another list, and comparing each with each would take minutes.
        if owners[number] is None and unowned[group] * len(by_group.get(group, ())) <= MOST_PAIRS:
            for entry in by_group.get(group, ()):
                matcher = SequenceMatcher(None, category.path[-1], entry.path[-1], autojunk=False)
                # The bounds are cheap, and nearly all pairs end there.
                if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                    ratio = matcher.ratio()
                    if ratio >= ALIKE:
                        pairs.append((-ratio, number, entry.id, entry))
    for _ratio, number, _id, entry in sorted(pairs, key=lambda pair: pair[:3]):
        yield number, entry
