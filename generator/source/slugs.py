"""ASCII addresses from official links and from pinyin."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST = 80
"""Characters of one address segment; a longer one is cut and told apart by a hash."""

_HOSTS = ("index", "readme", "404", "search", "assets", "sitemap", "sources", "stylesheets", "javascripts")
_OURS = ("finder", "compare", "matrix", "changes", "qualifications")
RESERVED = frozenset((*_HOSTS, *_OURS))
"""Segments that sites use for themselves."""

SEGMENT = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(/[A-Za-z0-9_./-]*+)")
"""An address that shows its path without being taken apart."""
_OFFICIAL = re.compile(r"/([A-Za-z0-9_-]+)/([A-Za-z0-9_-]+)\.html?$")


def from_link(href: str) -> str | None:
    """Return ``jinrong/yinhang`` for ``…/jinrong/yinhang.html``; None where a link gives no such address."""
    if plain := _PLAIN_ADDRESS.fullmatch(href):
        path = plain[1]
    else:
        try:
            path = urlsplit(href).path
        except ValueError:
            return None
    found = _OFFICIAL.search(path)
    if not found:
        return None
    segments = [segment.lower() for segment in found.groups()]
    usable = (
        len(segment) <= LONGEST and SEGMENT.fullmatch(segment) and segment not in RESERVED and not segment.isdigit()
        for segment in segments
    )
    return "/".join(segments) if all(usable) else None


@cache
def slug(text: str) -> str:
    """Return one ASCII segment for a text: pinyin for Chinese, letters and digits as they are."""
    if _HAN.fullmatch(text) and len(text) < LONGEST // 6:
        # Most names; a syllable has at most six letters.
        made = _spelled_out(text)
        return f"{made}-1" if made in RESERVED else made
    folded = unicodedata.normalize("NFKC", text).strip()
    # Importing pypinyin takes longer than reading most sources; plain ASCII does without.
    if folded.isascii():
        words = re.findall(r"[A-Za-z0-9]+", folded)
    else:
        words = [_spelled_out(run) for run in re.findall(r"\w+", folded.replace("_", " "))]
    made = "-".join(word.lower() for word in words if word)
    if not made:
        made = "u" + "-".join(f"{ord(character):x}" for character in folded[:8]) if folded else "untitled"
    if len(made) > LONGEST:
        made = f"{made[: LONGEST - 9].rstrip('-')}-{sha256(folded.encode()).hexdigest()[:8]}"
    return f"{made}-1" if made in RESERVED else made


def _spelled_out(run: str) -> str:
    """Return the pinyin of a run of letters, cut into phrases, so that 银行 is spelled yinhang.

    The phrases are those of pypinyin's ``seg.cut``, each the longest from where the one before ended; remembering
    what windows of a few characters begin with, which come back in many names, is twice as fast.
    """
    begins = _begins
    spelled: list[str] = []
    at, last = 0, len(run) - _WINDOW
    while at < last:
        if not begins(run[at : at + 2]):
            spelled.append(_spelled(run[at]))
            at += 1
            continue
        window = run[at : at + _WINDOW]
        if begins(window):
            # A phrase may be longer than the window.
            return "".join([*spelled, *map(_spelled, _cutter()(run[at:]))])
        length, words = _first(window)
        spelled.append(words)
        at += length
    return "".join([*spelled, _rest(run[at:])])


_WINDOW = 4
"""Characters."""


@lru_cache(65536)
def _begins(part: str) -> bool:
    """Return whether some phrase begins so."""
    from pypinyin.seg.mmseg import p_set  # noqa: PLC0415 - as above

    return part in p_set


@lru_cache(65536)
def _first(window: str) -> tuple[int, str]:
    """Return the length and the pinyin of the first phrase of a window that is not all of one."""
    phrase = next(iter(_cutter()(window)))
    return len(phrase), _spelled(phrase)


@lru_cache(65536)
def _rest(rest: str) -> str:
    """Return the pinyin of the last few characters of a run."""
    return "".join(map(_spelled, _cutter()(rest)))


@cache
def _cutter() -> Callable[[str], Iterable[str]]:
    """Return what cuts a run into phrases, so that 银行 is spelled yinhang."""
    from pypinyin.seg.mmseg import seg  # noqa: PLC0415 - see above

    return seg.cut


@lru_cache(65536)
def _spelled(part: str) -> str:
    """Return the pinyin of a phrase; the same phrases come back in most names, and spelling them is slow."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - as above

    return "".join(_ascii(syllable) for syllable in lazy_pinyin(part)).lower()


def _ascii(syllable: str) -> str:
    """Return a syllable without accents; code points where nothing else is left of it."""
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", syllable)
        if character.isascii() and character.isalnum()
    )
    return plain or "".join(f"{ord(character):x}" for character in syllable if character.isalnum())
