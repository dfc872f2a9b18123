"""The catalogue of papers: one entry a paper, however the sources and the editors name it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.catalogue import All, Choose, Qualification, QualificationEntry, Tree
from generator.moving import home_of
from generator.source.aliases import fold
from generator.source.identity import identify_papers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalogue import Category
    from generator.source.aliases import Aliases
    from generator.source.ids import Kept

_BRANCHES = Choose | All


@dataclass(slots=True)
class _Paper:
    """One paper while it is met."""

    spellings: list[str] = field(default_factory=list)
    categories: dict[str, None] = field(default_factory=dict)
    """Ids, as an ordered set."""


def join_papers(categories: Sequence[Category], aliases: Aliases, kept: Kept) -> tuple[QualificationEntry, ...]:
    """Join the papers of all requirements to entries, in the order of their first mention."""
    joined = _joined(categories, aliases)
    named = [(name, _other_names(name, paper.spellings, aliases)) for name, paper in joined.items()]
    ids = identify_papers([(name, *others) for name, others in named], kept)
    return tuple(
        QualificationEntry(identity, name, tuple(paper.categories), others)
        for identity, (name, others), paper in zip(ids, named, joined.values(), strict=True)
    )


def _joined(categories: Sequence[Category], aliases: Aliases) -> dict[str, _Paper]:
    """Return each paper by its name: the editors' own, else the spelling that is met first."""
    names = dict(aliases.names)
    joined: dict[str, _Paper] = {}
    # A name is folded once, however often it comes back.
    known: dict[str, _Paper] = {}
    for category in categories:
        # Where the papers stand does not matter.
        requirement = home_of(category)[0].requirement
        if requirement is None:
            continue
        for each in papers(requirement.tree):
            paper = known.get(each.name)
            if paper is None:
                name = names.setdefault(fold(each.name), each.name)
                paper = known[each.name] = joined.setdefault(name, _Paper())
                paper.spellings.append(each.name)
            paper.categories[category.id] = None
    return joined


def _other_names(name: str, spellings: Sequence[str], aliases: Aliases) -> tuple[str, ...]:
    """Return the editors' aliases, then the other spellings of the sources."""
    if spellings == [name] and name not in aliases.papers:
        return ()
    others = dict.fromkeys((*aliases.papers.get(name, ()), *spellings))
    return tuple(other for other in others if other != name)


def papers(tree: Tree) -> Iterator[Qualification]:
    """Yield the papers of a requirement, in order."""
    stack: list[Tree] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Qualification):
            yield node
        elif isinstance(node, _BRANCHES):
            stack.extend(reversed(node.parts))
