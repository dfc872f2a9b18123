"""What each page shows, as a digest: while that is the same, the page need not be made again.

A page of a category shows what its source says of the category, what papers it shares with others, and, of everything
else, names and addresses: the *outline*.  What stands where in the source counts from the beginning of the category, so
that an edit above it changes no more than the lines that its page names.
"""

from __future__ import annotations

import marshal
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from generator.catalogue import Category, Group, QualificationEntry, Record, Table
from generator.combinations import papers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.catalogue import Tree
    from generator.pages.edition import Edition

_SIZE: Final = 16
"""Bytes of a digest."""
_FORM: Final = 2
_PLAIN: Final = frozenset({"str", "str | None", "int", "int | None", "bool"})
_PLACES: Final = frozenset({"Span", "Span | None"})
"""The types of fields, as they are written, that need not be taken apart, and those of places in a source."""


def digest(*values: object) -> str:
    """Return a digest of texts, numbers and what holds them, the same in every process of one Python.

    Raises ValueError for anything else.
    """
    # Of the forms that marshal writes, the last one in which equal values are equal bytes: it knows no references.
    held: Any = values
    return blake2b(marshal.dumps(held, _FORM), digest_size=_SIZE).hexdigest()


@dataclass(frozen=True)
class Fingerprints:
    """The digests of all pages of one edition; built-in templates see no more than what they are made of."""

    edition: Edition
    _categories: dict[str, str] = field(default_factory=dict)

    @cached_property
    def outline(self) -> str:
        """Digest of what pages may show of everything that they are not about."""
        edition, catalogue = self.edition, self.edition.catalogue
        options = edition.options
        return digest(
            (options.locale, options.prefix, options.directory_urls, options.url, options.site_name),
            (options.edit_url, options.source_url, sorted(options.taken), sorted(options.words.items())),
            (edition.site_title, edition.source_language, edition.has_tools, edition.tells_changes),
            (edition.files, edition.copies, bool(catalogue.qualifications)),
            [(each.id, each.name, each.original, each.categories, self._why(each.name)) for each in catalogue.groups],
            [(each.id, each.path, each.original, self._why(each.name)) for each in catalogue.categories],
        )

    def of(self, item: Group | Category | QualificationEntry) -> str:
        """Return the digest of what the page of an item shows."""
        match item:
            case Group():
                own = self.group(item)
            case Category():
                own = self.category(item)
            case QualificationEntry():
                own = self.paper(item)
        return digest(self.outline, own)

    def category(self, category: Category) -> str:
        """Return the digest of what the page of a category shows of its own."""
        edition = self.edition
        lines = edition.catalogue.sources[category.source].lines(category.span)
        changed = edition.options.changed.get(category.id)
        place = (edition.edit(category.source, category.heading), lines, changed and changed.isoformat())
        return digest(self._said(category), place)

    def group(self, group: Group) -> str:
        """Return the digest of what the page of a group shows of its own: its words, and its categories at a glance."""
        edition = self.edition
        place = (edition.edit(group.source, group.span), edition.catalogue.sources[group.source].lines(group.span))
        members = [self._said(each) for each in edition.members(group)]
        return digest(place, members, self._content(group, group.source), self._progress(group.id))

    def paper(self, entry: QualificationEntry) -> str:
        """Return the digest of what the page of a paper shows of its own: names, and the categories that accept it."""
        accepting = [self._said(self.edition.by_id[identifier]) for identifier in entry.categories]
        return digest(self._entry(entry), accepting, self._progress(f"qualifications/{entry.id}"))

    def _said(self, category: Category) -> str:
        """Return the digest of what is said of a category, wherever it stands."""
        known = self._categories.get(category.id)
        if known is None:
            named = _papers(category.requirement.tree) if category.requirement else ()
            entries = map(self.edition.catalogue.qualification_of, named)
            known = digest(
                self._content(category, category.source),
                [entry and self._entry(entry) for entry in entries],
                self._progress(category.id),
            )
            self._categories[category.id] = known
        return known

    def _entry(self, entry: QualificationEntry) -> tuple[object, ...]:
        why = [self._why(name) for name in (entry.name, *entry.aliases)]
        return entry.id, entry.name, entry.original, entry.aliases, entry.categories, why

    def _content(self, item: Category | Group, number: int) -> tuple[object, ...]:
        """Return all that an item holds, its tables, and the characters that it stands in."""
        source, tables = self.edition.catalogue.sources[number], self.edition.tables[number]
        records = [each.span for each in item.body if isinstance(each, Record)]
        labels = [each.span for each in item.fields] if isinstance(item, Category) else []
        spans = [item.span, *records, *labels]
        held: list[object] = []
        TAKERS[type(item)](item, held)
        for span in records:
            if span in tables:
                TAKERS[Table](tables[span], held)
        pending = self.edition.pending
        waiting = sorted((text, pending[text].value) for text in pending.keys() & {*held}) if pending else []
        # A character more on either side: whether a paper stands in 《》 is seen there.
        first, last = min(span.start for span in spans), max(span.end for span in spans)
        return held, waiting, source.text[max(0, first - 1) : last + 1]

    def _progress(self, identifier: str) -> str:
        progress = self.edition.progress(identifier)
        return progress.words if progress else ""

    def _why(self, words: str) -> str:
        why = self.edition.pending.get(words)
        return why.value if why else ""


def _papers(tree: Tree) -> Iterable[str]:
    return dict.fromkeys(paper.name for paper in papers(tree))


Taker: TypeAlias = "Callable[[Any, list[object]], None]"
"""What puts all that a thing of a catalogue says into a list, and all that it holds.

Where it stands is left out: the digest has the characters themselves.
"""


class _Takers(dict[type, "Taker"]):
    """By the types of what they take, made when they are first needed."""

    def __missing__(self, kind: type) -> Taker:
        made = self[kind] = _taker(kind) if is_dataclass(kind) else _value if issubclass(kind, Enum) else _plain
        return made


def _plain(value: object, out: list[object]) -> None:
    out.append(value)


def _value(member: Enum, out: list[object]) -> None:
    out.append(member.value)


def _tuple(values: tuple[object, ...], out: list[object]) -> None:
    out.append(len(values))
    for each in values:
        TAKERS[type(each)](each, out)


TAKERS: Final = _Takers({tuple: _tuple})


def _taker(kind: type) -> Taker:
    plain, held = [repr(kind.__name__)], []
    for each in fields(kind):
        said = str(each.type)
        if said in _PLAIN:
            plain.append(f"thing.{each.name}")
        elif said not in _PLACES:
            held.append(f"    take[type(thing.{each.name})](thing.{each.name}, out)")
    body = "\n".join([f"    out += ({', '.join(plain)},)", *held])
    scope: dict[str, Any] = {"take": TAKERS}
    # Written as text, as dataclasses does it: there are sixty things in a category.
    exec(f"def taken(thing, out):\n{body}", scope)  # noqa: S102 - names of our own fields
    made: Taker = scope["taken"]
    return made
