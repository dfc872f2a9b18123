"""The names of papers over a whole catalogue: where each stands, and in what words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from generator.moving import home_of, moved
from generator.rules.near_names import surroundings, threes
from generator.source.aliases import fold
from generator.source.qualifications import papers

if TYPE_CHECKING:
    from generator.catalogue import Catalogue, Category, Qualification, Span


@dataclass(slots=True, eq=False)
class Name:
    """A name of papers, and where it stands."""

    folded: str
    """As it is compared: without white space, in one width."""
    uses: list[tuple[Category, Qualification]] = field(default_factory=list)
    """In the order of the sources; where a paper stands, :func:`place` tells."""
    spellings: dict[str, Name] = field(default_factory=dict)
    """The ways in which it is written; none of a spelling itself."""


def place(category: Category, paper: Qualification) -> Span:
    """Return where a paper that is a use of a name stands in the category's source."""
    return moved(paper.span, home_of(category)[1])


class PaperNames:
    """The names of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Collect the names of all requirements."""
        self.catalogue = catalogue
        self._by_fold: dict[str, Name] = {}
        spelt: dict[str, tuple[Name, Name]] = {}
        for category in catalogue.categories:
            requirement = home_of(category)[0].requirement
            for paper in papers(requirement.tree) if requirement else ():
                # A name is folded once, however often it comes back.
                pair = spelt.get(paper.name) or spelt.setdefault(paper.name, self._added(paper.name))
                for name in pair:
                    name.uses.append((category, paper))
        self.names = list(self._by_fold.values())

    def _added(self, spelling: str) -> tuple[Name, Name]:
        folded = fold(spelling)
        name = self._by_fold.setdefault(folded, Name(folded))
        return name, name.spellings.setdefault(spelling, Name(folded))

    @cached_property
    def words(self) -> Counter[str]:
        """How often each two neighbouring characters stand where words do: in prose, and at the beginning of a name."""
        found = Counter(name.folded[:2] for name in self.names)
        for category in self.catalogue.categories:
            for text in (*category.path, category.scenario or "", category.scope or ""):
                found.update({text[at : at + 2] for at in range(len(text) - 1)})
        return found

    @cached_property
    def _threes(self) -> Counter[str]:
        return Counter(three for name in self.names for three in set(threes(name.folded)))

    def support(self, name: Name, other: Name) -> int:
        """Return how many names have what a name has at the place where it differs from another one."""
        return min(self._threes[three] for three in surroundings(name.folded, other.folded))

    def are_one_paper(self, one: Name, other: Name) -> bool:
        """Return whether the editors know two names as those of one paper."""
        entry = self.catalogue.qualification_of(one.uses[0][1].name)
        return entry is not None and entry is self.catalogue.qualification_of(other.uses[0][1].name)
