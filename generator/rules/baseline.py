"""The baseline: findings that a project knows of, so that only new ones fail.

A finding is known by its rule and the category that it is about, not by its line: documents grow and shrink above it.
Where a category has more findings of a rule than are known, the characters underlined tell the known from the new.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.files import read_words
from generator.messages import gettext as _
from generator.source.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from generator.catalogue import Catalogue
    from generator.findings import Finding

VERSION = 1
_TEXT = 60
"""Characters of the source that an entry keeps at most."""


class Entry(NamedTuple):
    """One known finding."""

    place: str
    """The id of its category, else of its source with a colon behind it, which no category's id has."""
    rule: str
    text: str
    """The characters underlined, on one line."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """Findings, held against a baseline."""

    new: tuple[Finding, ...]
    known: int
    """How many findings the baseline holds."""
    gone: tuple[Entry, ...]
    """Entries that no finding needs any more."""


def entries(catalogue: Catalogue, findings: Iterable[Finding]) -> tuple[Entry, ...]:
    """Return the entries of findings, in the same order."""
    ids: dict[tuple[str, ...], str] = {}
    for category in catalogue.categories:
        ids.setdefault(category.path, category.id)
    return tuple(_entry(catalogue, finding, ids) for finding in findings)


def _entry(catalogue: Catalogue, finding: Finding, ids: Mapping[tuple[str, ...], str]) -> Entry:
    source = catalogue.sources[finding.source]
    place = ids.get(finding.category or (), f"{source.id}:")
    return Entry(place, finding.rule, " ".join(source.slice(finding.span).split())[:_TEXT])


def sift(
    catalogue: Catalogue, findings: Sequence[Finding], baseline: Iterable[Entry], *, partial: bool = False
) -> Sifted:
    """Part findings into those that a baseline knows and new ones.

    ``partial`` says that the catalogue is not all of what the baseline is about: nothing is gone that lies elsewhere.
    """
    left = Counter(baseline)
    told = list(zip(entries(catalogue, findings), findings, strict=True))
    unmatched: list[tuple[Entry, Finding]] = []
    for entry, finding in told:
        if left[entry]:
            left[entry] -= 1
        else:
            unmatched.append((entry, finding))
    # The words may have been changed without mending them: what is left of a rule and a place is still known.
    loose = Counter((entry.place, entry.rule) for entry in left.elements())
    new: list[Finding] = []
    for entry, finding in unmatched:
        key = (entry.place, entry.rule)
        if loose[key]:
            loose[key] -= 1
        else:
            new.append(finding)
    gone: list[Entry] = []
    here = _places(catalogue)
    for entry in left.elements():
        key = (entry.place, entry.rule)
        if loose[key]:
            loose[key] -= 1
            if not partial or entry.place in here:
                gone.append(entry)
    return Sifted(tuple(new), len(findings) - len(new), tuple(gone))


def elsewhere(catalogue: Catalogue, baseline: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries of what a catalogue does not hold."""
    here = _places(catalogue)
    return tuple(entry for entry in baseline if entry.place not in here)


def _places(catalogue: Catalogue) -> set[str]:
    return {*(category.id for category in catalogue.categories), *(f"{source.id}:" for source in catalogue.sources)}


def dump(baseline: Iterable[Entry]) -> str:
    """Return the text of a baseline's file: a finding a line, in an order that moves as little as can be."""
    lines = [f"    {json.dumps(entry._asdict(), ensure_ascii=False)}" for entry in sorted(baseline)]
    listed = "\n" + ",\n".join(lines) + "\n  " if lines else ""
    return f'{{\n  "version": {VERSION},\n  "findings": [{listed}]\n}}\n'


def load(path: Path) -> tuple[Entry, ...]:
    """Return the entries of a file.

    Raises SourceError where it cannot be read or is no baseline.
    """
    try:
        return _entries(json.loads(read_words(path)))
    except OSError as error:
        reason = _("it cannot be read ({reason})").format(reason=error.strerror or error)
        raise SourceError(str(path), reason, _("Check its name and permissions.")) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        reason = _("it is no baseline that can be read")
        raise SourceError(
            str(path), reason, _("Restore it, or remove it and write it anew: leimu check --write-baseline.")
        ) from None


def _entries(data: dict[str, Any]) -> tuple[Entry, ...]:
    if data["version"] != VERSION:
        raise ValueError(data["version"])
    found = tuple(Entry(str(item["place"]), str(item["rule"]), str(item["text"])) for item in data["findings"])
    # JSON can write half a character, and nothing that is written again can hold it.
    "".join(map("".join, found)).encode()
    return found
