"""Planting: from edits of the seed to a mutant that knows where its fault lies and what it explains."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from generator.catalogue import Span
from tests.mutation.seed import SEED, Category

NOTHING_MORE: Mapping[str, str] = {}
"""For a fault that explains no finding but the expected one."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Write ``new`` in place of a span of the seed."""

    at: Span
    new: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """The seed with one fault in it."""

    label: str
    text: str
    edits: tuple[Edit, ...]
    """In the order of the seed."""
    within: Span
    """Where the fault's consequences may show, in the seed: its category."""
    ends: tuple[Span, ...] = ()
    """In the seed: untouched places that belong to the fault as the edited one does: the other tag of a pair."""
    also: Mapping[str, str] = field(default_factory=dict)
    """Findings in its category that this mutant explains beyond those of its kind: rule and reason."""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Findings that it explains wherever they stand."""

    def moved(self, offset: int) -> int:
        """Return where a character of the seed stands in this text; one that was replaced, where that began."""
        shift = 0
        for edit in self.edits:
            if edit.at.start >= offset:
                break
            if edit.at.end > offset:
                return edit.at.start + shift
            shift += len(edit.new) - (edit.at.end - edit.at.start)
        return offset + shift

    def line(self, offset: int) -> int:
        """Return the line of a character of this text, from 1."""
        return self.text.count("\n", 0, offset) + 1

    def faults(self) -> list[tuple[int, int]]:
        """Return the first and last line of each place of the fault."""
        planted = [(start := self.moved(edit.at.start), start + max(0, len(edit.new) - 1)) for edit in self.edits]
        ends = [(self.moved(span.start), self.moved(max(span.start, span.end - 1))) for span in self.ends]
        return [(self.line(first), self.line(last)) for first, last in [*planted, *ends]]

    def reach(self) -> tuple[int, int]:
        """Return the first and last line that the fault may explain findings on."""
        growth = len(self.text) - len(SEED.text)
        return self.line(self.within.start), self.line(self.within.end + growth)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: what to plant, and what must be said of it."""

    name: str
    expected: tuple[str, ...]
    """Rules that must each find it; ``a|b`` where either will do."""
    plant: Callable[[], Iterable[Mutant]]
    explained: Mapping[str, str] = field(default_factory=dict)
    """Findings in the same category that the fault explains too: rule and reason."""


def plant(
    category: Category,
    *edits: Edit,
    label: str = "",
    ends: tuple[Span, ...] = (),
    also: Mapping[str, str] = NOTHING_MORE,
    elsewhere: Mapping[str, str] = NOTHING_MORE,
) -> Mutant:
    """Return the seed with edits made in one category."""
    name = "/".join(category.path) + (f" {label}" if label else "")
    ordered = _ordered(edits)
    return Mutant(name, _edited(ordered), ordered, category.block, ends, also, elsewhere)


def plant_in_source(label: str, *edits: Edit) -> Mutant:
    """Return the seed with edits that belong to no category."""
    ordered = _ordered(edits)
    return Mutant(label, _edited(ordered), ordered, Span(0, len(SEED.text)))


def variants(*plants: Callable[[], Iterable[Mutant]]) -> Callable[[], list[Mutant]]:
    """Join several ways to make the same mistake into one kind, by category."""
    return lambda: sorted((mutant for each in plants for mutant in each()), key=lambda mutant: mutant.within.start)


def _ordered(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    return tuple(sorted(edits, key=lambda edit: edit.at.start))


def _edited(edits: tuple[Edit, ...]) -> str:
    parts, at = [], 0
    for edit in edits:
        parts += [SEED.text[at : edit.at.start], edit.new]
        at = edit.at.end
    return "".join([*parts, SEED.text[at:]])


def replace(span: Span, new: str) -> Edit:
    return Edit(span, new)


def drop(span: Span) -> Edit:
    return Edit(span, "")


def insert(offset: int, new: str) -> Edit:
    return Edit(Span(offset, offset), new)
