"""The mutation test: every planted fault is found by its rule at its place, and raises no other alarm.

For each kind of fault in mutants.py, the seed is read and judged with the fault in it, and what it says of the seed
without the fault is taken away.  What is left must hold the expected rule within two lines of the fault, and nothing
that the fault does not explain.  A kind that fits several places of a category is planted in one of them, another one
in each category; set LEIMU_MUTANTS=all to plant it in all of them.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import groupby

import pytest

from generator.catalogue import Span
from generator.rules import judge
from generator.source import read_text
from tests.mutation.mutants import KINDS
from tests.mutation.planting import Edit, Kind, Mutant, insert, plant
from tests.mutation.seed import FILE, SEED

# A thousand readings of one source run the same lines, three times as long where each is counted.
pytestmark = [pytest.mark.slow, pytest.mark.no_cover]
NEAR = 2
"""How many lines a finding may begin after, or end before, its fault."""
TODAY = date(2026, 1, 1)
LEAST_KINDS = 25
LEAST_MUTANTS = 300


@dataclass(frozen=True, slots=True)
class Told:
    """A finding, as far as this test looks at it."""

    rule: str
    category: tuple[str, ...] | None
    message: str
    start: int
    underlined: str
    first: int
    last: int

    @property
    def gist(self) -> tuple[str, tuple[str, ...] | None, str]:
        """What stays the same when lines move."""
        return self.rule, self.category, re.sub(r"\d+", "#", self.message)

    def __str__(self) -> str:
        return f"{self.first}-{self.last}: {self.rule}: {self.message}"


def judged(text: str) -> list[Told]:
    """Read and judge a text as the source that it is a mutant of: the one place that knows how."""
    catalogue = read_text(text, FILE.name)
    source = catalogue.sources[0]
    return [
        Told(
            finding.rule, finding.category, finding.message, finding.span.start, source.slice(finding.span),
            *source.lines(finding.span),
        )
        for finding in judge(catalogue, base=FILE.parent, today=TODAY)
    ]  # fmt: skip


@cache
def baseline() -> tuple[Told, ...]:
    return tuple(judged(SEED.text))


def new_findings(mutant: Mutant) -> list[Told]:
    """Return what is said of a mutant beyond what is said of the seed.

    A finding of the seed is taken away where it stands on the same characters at their new place, else where one of
    the same rule says the same of the same category: a fault may move it, reword it or make it vanish.
    """
    places = Counter((told.rule, mutant.moved(told.start), told.underlined) for told in baseline())
    gists = Counter(told.gist for told in baseline())
    left = []
    for told in judged(mutant.text):
        place = (told.rule, told.start, told.underlined)
        if places[place]:
            places[place] -= 1
            gists[told.gist] -= 1
        else:
            left.append(told)
    return [told for told in left if not _taken(gists, told)]


def _taken(gists: Counter[tuple[str, tuple[str, ...] | None, str]], told: Told) -> bool:
    if gists[told.gist] <= 0:
        return False
    gists[told.gist] -= 1
    return True


def is_near(told: Told, mutant: Mutant) -> bool:
    return any(told.first - NEAR <= last and first <= told.last + NEAR for first, last in mutant.faults())


def complaints(kind: Kind, mutant: Mutant, found: list[Told]) -> Iterator[str]:
    """Yield what is wrong with the new findings of a mutant."""
    for expected in kind.expected:
        if not any(told.rule in expected.split("|") and is_near(told, mutant) for told in found):
            yield f"{expected} does not find it"
    for told in found:
        if not _explains(kind, mutant, told):
            yield f"unexplained: {told}"


def _explains(kind: Kind, mutant: Mutant, told: Told) -> bool:
    if told.rule in mutant.elsewhere:
        return True
    first, last = mutant.reach()
    here = {rule for expected in kind.expected for rule in expected.split("|")}
    return told.rule in here | {*kind.explained, *mutant.also} and first - NEAR <= told.first <= last + NEAR


def chosen(kind: Kind) -> list[Mutant]:
    """Return the mutants of a kind to try: a place a category, unless all are asked for."""
    mutants = list(kind.plant())
    if os.environ.get("LEIMU_MUTANTS") == "all":
        return mutants
    places = [list(group) for _, group in groupby(mutants, key=lambda mutant: mutant.within)]
    return [group[number % len(group)] for number, group in enumerate(places)]


def report(kind: Kind, mutant: Mutant) -> str:
    """Return what a reader needs to mend a mutant's rule or expectation; nothing where all is well."""
    found = new_findings(mutant)
    wrong = list(complaints(kind, mutant, found))
    if not wrong:
        return ""
    edits = [f"    {SEED.of(edit.at)[:60]!r} → {edit.new[:60]!r}" for edit in mutant.edits]
    faults = ", ".join(f"{first}-{last}" for first, last in mutant.faults())
    said = [f"    found: {told}" for told in found]
    return "\n".join([f"{mutant.label} (fault on {faults})", *edits, *(f"  ! {line}" for line in wrong), *said])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_fault_is_found_where_it_is_and_explains_all_findings(kind: Kind) -> None:
    mutants = chosen(kind)
    failing = [wrong for mutant in mutants if (wrong := report(kind, mutant))]
    if failing:
        pytest.fail("\n".join([f"{kind.name}: {len(failing)} of {len(mutants)} mutants", *failing]), pytrace=False)


def test_lines_that_only_move_are_nothing_new() -> None:
    for category in SEED.categories:
        assert new_findings(plant(category, insert(category.block.start, "\n\n"))) == []


def test_an_expectation_that_fails_is_told() -> None:
    kind = next(kind for kind in KINDS if kind.name == "count-one-up")
    mutant = chosen(kind)[0]
    assert report(kind, mutant) == ""
    wrong = report(replace(kind, expected=("missing-row",)), mutant)
    assert "missing-row does not find it" in wrong
    assert "unexplained: 34-34: count-mismatch" in wrong


def test_a_finding_far_from_its_fault_does_not_count() -> None:
    kind = next(kind for kind in KINDS if kind.name == "count-one-up")
    mutant = chosen(kind)[0]
    far = replace(mutant, edits=(Edit(Span(len(SEED.text) - 9, len(SEED.text)), ""),))
    assert "count-mismatch does not find it" in report(kind, far)


def test_the_kinds_are_many_and_differ() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= LEAST_KINDS


def test_the_mutants_are_many() -> None:
    assert sum(len(chosen(kind)) for kind in KINDS) >= LEAST_MUTANTS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_plants_and_every_mutant_differs(kind: Kind) -> None:
    texts = [mutant.text for mutant in kind.plant()]
    assert texts
    assert len({SEED.text, *texts}) == len(texts) + 1


def test_every_category_is_planted_in() -> None:
    kinds = Counter(within for kind in KINDS for within in {mutant.within for mutant in chosen(kind)})
    assert min(kinds[category.block] for category in SEED.categories) >= LEAST_KINDS
