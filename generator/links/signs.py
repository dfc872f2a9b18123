"""Signs of pages that answer 200 and are not what the link promised; the table of them can be extended."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml

from generator.files import read_whole
from generator.source.errors import YAML_ERRORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.links.documents import Document

FEW_WORDS: Final = 400
"""Characters up to which a page says little else than that there is nothing."""
_KINDS: Final = ("missing", "wall", "login")
_PLACES: Final = ("title", "words", "path", "host")


@dataclass(frozen=True, slots=True)
class Signs:
    """Patterns by what they are signs of (missing, wall, login) and where they count (title, words, path, host)."""

    patterns: Mapping[tuple[str, str], tuple[re.Pattern[str], ...]]

    def match(self, kind: str, place: str, text: str) -> bool:
        """Tell whether a text carries a sign; capital and small letters are the same."""
        return any(pattern.search(text) for pattern in self.patterns.get((kind, place), ()))

    def of(self, document: Document) -> str | None:
        """Return what a page is in truth, ``missing``, ``wall`` or ``login``; None where it gives nothing away."""
        title, words = " ".join(document.title.split()), document.text
        said = [title, *(" ".join(heading.split()) for heading in document.headings[:3])]
        for kind in ("wall", "missing"):
            told = any(self.match(kind, "title", each) for each in said if each)
            if told or (len(words) <= FEW_WORDS and self.match(kind, "words", words)):
                return kind
        few = len(words) <= FEW_WORDS
        if few and (
            (
                self.match("login", "title", title)
                and (document.password or document.scripts or len(words) <= FEW_WORDS // 3)
            )
            or self.match("login", "words", words)
        ):
            return "login"
        return None


def load_signs(*files: Path) -> Signs:
    """Return the signs that leimu knows, with those of further files put to them.

    Raises:
        ValueError: a file is no table of signs; the text says what is wrong.
        OSError: a file cannot be read.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for file in (Path(__file__).with_name("signs.yml"), *files):
        for key, patterns in _read(read_whole(file)).items():
            found.setdefault(key, []).extend(patterns)
    # One by one: in a single expression the groups of one would be those of another.
    return Signs({key: tuple(map(_compiled, listed)) for key, listed in found.items()})


def _compiled(pattern: str) -> re.Pattern[str]:
    with warnings.catch_warnings():
        # What a later Python may read otherwise ("[[") is no fault of today.
        warnings.simplefilter("ignore", FutureWarning)
        return re.compile(pattern, re.IGNORECASE)


@cache
def known_signs() -> Signs:
    """Return the signs that leimu knows."""
    return load_signs()


def _read(data: bytes) -> dict[tuple[str, str], list[str]]:
    try:
        table = yaml.safe_load(data) or {}
    except YAML_ERRORS as error:
        raise ValueError(f"it is no YAML ({error})") from None
    found: dict[tuple[str, str], list[str]] = {}
    for kind, places in table.items() if isinstance(table, dict) else [(table, None)]:
        if kind not in _KINDS or not isinstance(places, dict):
            raise ValueError(f"{kind!r} is none of {', '.join(_KINDS)} with a mapping under it")
        for place, patterns in places.items():
            if place not in _PLACES or not isinstance(patterns, list):
                raise ValueError(f"{kind}: {place!r} is none of {', '.join(_PLACES)} with a list under it")
            for pattern in patterns:
                try:
                    _compiled(str(pattern))
                except (re.error, OverflowError, RecursionError) as error:
                    raise ValueError(f"{kind}: {place}: {pattern!r} is no regular expression ({error})") from None
            found[kind, place] = [str(pattern) for pattern in patterns]
    return found
