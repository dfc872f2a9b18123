"""The choices that a requirement states, at every level: the part that the rules about them share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.messages import gettext as _
from generator.messages import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Catalogue, Category, ItemNumber, Requirement, Span
    from generator.rules.rule import Context


@dataclass(frozen=True, slots=True)
class Choice:
    """Words that let an applicant choose, and what there is to choose from."""

    choose: int
    among: int | None
    """The declared number of options; None where the words say none."""
    options: int
    """How many are listed."""
    span: Span
    """The words alone: 3选1."""
    numbers: tuple[ItemNumber, ...] = ()
    """The numbers of the list below, where it has some."""

    @property
    def claim(self) -> str | None:
        """The choice in figures, 3选1; None where the words do not say out of how many."""
        return None if self.among is None else f"{self.among}选{self.choose}"

    @property
    def fits(self) -> bool:
        """Whether what is declared agrees with itself and with the options listed."""
        if self.among is None:
            return self.choose <= max(self.options, 1)
        return 1 <= self.choose <= self.among == self.options


def choices(context: Context) -> Iterator[tuple[Category, Requirement, Choice]]:
    """Yield every choice that a requirement states, with the category that it stands in."""
    for category in context.catalogue.categories:
        requirement = category.requirement
        if requirement is not None and (requirement.listings or requirement.declared):
            for choice in _stated(requirement):
                yield category, requirement, choice


def _stated(requirement: Requirement) -> Iterator[Choice]:
    declared = requirement.declared
    under = [listing for listing in requirement.listings if listing.marker]
    if declared is not None:
        # What is declared of the whole is judged by what the whole offers.
        own = next((each for each in under if each.marker and each.marker.span == declared.span), None)
        numbers = own.numbers if own else ()
        yield Choice(declared.choose, declared.among, requirement.options, declared.span, numbers)
    for listing in under:
        marker = listing.marker
        if marker and marker.choose is not None and (declared is None or marker.span != declared.span):
            yield Choice(marker.choose, marker.among, listing.options, marker.span, listing.numbers)


def written(catalogue: Catalogue, category: Category, span: Span) -> str:
    """Return the characters of a span in a category, on one line."""
    return " ".join(catalogue.source_of(category).slice(span).split())


def listed(options: int) -> str:
    """Return how many options there are, in words."""
    if not options:
        return _("nothing")
    return ngettext("{count} option", "{count} options", options).format(count=options)
