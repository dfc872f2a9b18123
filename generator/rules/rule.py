"""What a rule is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from generator.findings import Finding, Fix, Severity, TranslationFault, WebAnswer
from generator.rules.places import Places, categories_by_source

if TYPE_CHECKING:
    from generator.catalogue import Catalogue, Category, Source, Span
    from generator.rules.ignoring import Silenced


@dataclass(frozen=True)
class Context:
    """What a rule judges, and what it may know besides.  What several rules need is worked out once."""

    catalogue: Catalogue
    base: Path = field(default_factory=Path)
    """The directory that the names of sources are relative to: local links lead from there."""
    docs: Path | None = None
    """The directory whose files a site publishes at its root, relative to ``base`` or absolute; None: there is none."""
    today: date = field(default_factory=date.today)
    known: frozenset[str] = frozenset()
    """The names and codes of all rules."""
    web: tuple[WebAnswer, ...] | None = None
    """What asking the web said; None where it was not asked."""
    translations: tuple[TranslationFault, ...] | None = None
    """What is wrong with the translations; None where there are none."""
    whole: Catalogue | None = None
    """All of the catalogue, where a rule that looks at each category by itself is given some of them; else None."""
    ignored: frozenset[Silenced] | None = None
    """The ignores that silenced something, or that nobody can judge; None until the
    other rules have spoken."""

    @cached_property
    def places(self) -> list[Places[Category]]:
        """The categories of each source by their places, in the order of the sources."""
        return categories_by_source(self.catalogue)

    def path_at(self, source: int, offset: int) -> tuple[str, ...] | None:
        """Return the path of the category in which a character of a source stands."""
        # A cut-off at the end of the file stands behind the last character, and belongs to what holds that.
        last = len(self.catalogue.sources[source].text) - 1
        category = self.places[source].holding(min(offset, last))
        return category.path if category else None

    def sources(self) -> Iterator[tuple[int, Source]]:
        """Yield the sources with their numbers."""
        yield from enumerate(self.catalogue.sources)


Check: TypeAlias = Callable[[Context], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Documentation:
    """What the page of a rule says, in Markdown."""

    what: str
    why: str
    wrong: str
    """An example that the rule fires on: a whole source, or a transcript where no text can show it."""
    right: str
    """The same example, mended."""
    mend: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it is called, what its page says, and how it is checked."""

    name: str
    """In kebab-case; it stands in settings and reports and never changes."""
    code: str
    """``R`` and three digits, the first of which is the family; it never changes."""
    severity: Severity
    """The level that it has unless the settings say otherwise."""
    summary: str
    """What it reports, on one line."""
    documentation: Documentation
    check: Check
    """Yields what is wrong, in any order; it never raises and never prints."""
    fixable: bool = False
    """Whether some of its findings carry a fix."""
    alone: bool = False
    """Whether it looks at each category by itself: what it finds stands in that, and no other has a say in it."""

    def finding(  # noqa: PLR0913 - a finding has as many parts
        self,
        message: str,
        source: int,
        span: Span,
        *,
        hint: str | None = None,
        category: tuple[str, ...] | None = None,
        fix: Fix | None = None,
    ) -> Finding:
        """Return a finding of this rule at its own severity; message and hint become one line each."""
        message, hint = _one_line(message), hint and _one_line(hint)
        return Finding(self.name, self.code, self.severity, message, hint, source, span, category, fix)


def _one_line(text: str) -> str:
    """Return a text without its line breaks: names that it quotes may run over several lines of a source."""
    return " ".join(filter(None, map(str.strip, text.splitlines())))
