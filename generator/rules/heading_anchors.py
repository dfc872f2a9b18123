"""The names under which a heading can be linked to: each kind of site makes its own."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import unquote, unquote_to_bytes

from generator.rules.nearest import Names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalogue import Source

_DOTTED = re.compile(r"\.(?=[0-9A-F]{2})")
_DOTTED_ESCAPE = re.compile(r"\.[0-9A-F]{2}")
_NO_WORD = re.compile(r"[\W_]+")
_TOP = frozenset(["", "top"])
"""Fragments that every browser takes for the top of the page."""


class Anchors:
    """The names in one source that a fragment can lead to."""

    def __init__(self, source: Source) -> None:
        """Take the marks and headings of a source."""
        self._marks = frozenset(source.anchors)
        self._headings = source.headings

    def holds(self, fragment: str) -> bool:
        """Tell whether a fragment, as written, leads somewhere."""
        name = unquote(fragment)
        if name.casefold() in _TOP or fragment.startswith(":~:") or not self._marks.isdisjoint((fragment, name)):
            return True
        if name.casefold() in self._slugs:
            return True
        return bool(_DOTTED_ESCAPE.search(fragment)) and _bare(undotted(fragment)) in self._bare_headings

    def meant(self, fragment: str) -> str | None:
        """Return the name that a fragment was probably meant to be, None where nothing is like it."""
        name = undotted(fragment) if _DOTTED_ESCAPE.search(fragment) else unquote(fragment)
        return self._names.nearest(name)

    @cached_property
    def _names(self) -> Names:
        # Sorted, since the order of a set changes from run to run.
        return Names(chain(sorted(self._marks), map(_github, self._headings)))

    @cached_property
    def _slugs(self) -> frozenset[str]:
        return frozenset(_slugs(self._headings))

    @cached_property
    def _bare_headings(self) -> frozenset[str]:
        return frozenset(map(_bare, self._headings))


def undotted(fragment: str) -> str:
    """Return what the dialect writes with dots for the percent signs of UTF-8: ``.E7.A4.BE`` is 社."""
    return unquote_to_bytes(_DOTTED.sub("%", fragment)).decode("utf-8", "replace").replace("_", " ")


def _slugs(headings: Iterable[str]) -> Iterable[str]:
    """Yield every name that GitHub, Python-Markdown or a browser knows the headings by, in small letters."""
    seen: Counter[str] = Counter()
    nameless = 0
    for heading in headings:
        words = " ".join(heading.split()).casefold()
        ascii_slug = _joined_words(normalize("NFKD", words).encode("ascii", "ignore").decode())
        forms = {
            words,
            words.replace(" ", "-"),
            words.replace(" ", "_"),
            words.replace(" ", ""),
            _github(heading),
            _joined_words(normalize("NFKC", words)),
            ascii_slug,
        }
        if not ascii_slug:
            # Python-Markdown numbers what it cannot spell.
            nameless += 1
            yield f"_{nameless}"
        for form in forms - {""}:
            yield from (form, f"{form}-{seen[form]}", f"{form}_{seen[form]}") if seen[form] else (form,)
            seen[form] += 1


def _github(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", " ".join(heading.split()).casefold()).replace(" ", "-")


def _joined_words(words: str) -> str:
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", words).strip())


def _bare(text: str) -> str:
    return _NO_WORD.sub("", normalize("NFKC", text)).casefold()
