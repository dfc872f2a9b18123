"""The words of the dialect, read once from ``words.toml`` and made into patterns.

Patterns run over *folded* text: half-width and simplified, character for character, so that an offset means
the same in the folded text and in the text that it was folded from.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CIRCLED: Final = "①-⑳㉑-㉟㊱-㊿❶-❿⓫-⓴⓵-⓾"
_DIGITS: Final = 3
"""A number in a marker has at most so many digits; a longer row of digits is no count."""


def _table() -> dict[str, dict[str, object]]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))


_TABLE: Final = _table()


def phrase(section: str, key: str) -> str:
    """Return a single entry of ``words.toml``."""
    return str(_TABLE[section][key])


def words(section: str, key: str) -> tuple[str, ...]:
    """Return a list of ``words.toml``, longest first, so that the first match is the best."""
    entries = _TABLE[section][key]
    assert isinstance(entries, list)  # noqa: S101 - the file is ours; a slip in it must be loud
    return tuple(sorted(map(str, entries), key=len, reverse=True))


def _macros() -> Mapping[str, str]:
    chinese = f"[{phrase('numbers', 'chinese')}{phrase('numbers', 'two')}]{{1,{_DIGITS}}}"
    number = f"(?:[0-9]{{1,{_DIGITS}}}|{chinese}|[{_CIRCLED}])"
    return {
        "{n}": number,
        "{u}": f"(?:{'|'.join(words('numbers', 'units'))})?",
        "{must}": f"(?:{'|'.join(words('verbs', 'must'))}){{0,4}}",
        "{who}": phrase("nothing", "who"),
        "{hand}": f"(?:{'|'.join(words('verbs', 'hand'))})(?![{phrase('verbs', 'not_before')}])",
    }


_MACROS: Final = _macros()


def expand(pattern: str) -> str:
    """Return a pattern of ``words.toml`` with its ``{n}``, ``{u}``, ``{must}`` and ``{hand}`` written out."""
    for name, value in _MACROS.items():
        pattern = pattern.replace(name, value)
    return pattern


def either(patterns: Iterable[str]) -> str:
    """Return one pattern that matches any of several, tried in the order given."""
    return f"(?:{'|'.join(map(expand, patterns))})"


def compiled(section: str, key: str, *, before: str = "", after: str = "") -> re.Pattern[str]:
    """Return a list of ``words.toml`` as one compiled pattern between two others."""
    return re.compile(before + either(words(section, key)) + after)


def _folding() -> dict[int, int]:
    wide = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    pairs = phrase("typography", "alike") + phrase("typography", "traditional")
    blanks = dict.fromkeys(map(ord, "\u00a0\u3000\t\r\v\f\u2002\u2003\u2009\u202f"), ord(" "))
    return wide | blanks | {ord(a): ord(b) for a, b in zip(pairs[::2], pairs[1::2], strict=True)}


_FOLDING: Final = {chr(code): chr(to) for code, to in _folding().items()}
_FOLDED: Final = re.compile(f"[{re.escape(''.join(_FOLDING))}]")


def fold(text: str) -> str:
    """Return the text half-width and simplified (as far as the dialect's words go), equally long."""
    # Most characters stay as they are: a pattern passes them faster than a table of all characters does.
    return _FOLDED.sub(_fold, text)


def _fold(found: re.Match[str]) -> str:
    return _FOLDING[found[0]]


def number_value(text: str) -> int:
    """Return the value of a folded number: ``12``, ``十二``, ``⑫``; 0 where it has none."""
    if text.isascii() and text.isdigit():
        return int(text)
    if len(text) == 1 and (circled := _circled_value(ord(text))):
        return circled
    return _chinese_value(text)


_CIRCLED_RUNS: Final = (
    (0x2460, 20, 1),
    (0x3251, 15, 21),
    (0x32B1, 15, 36),
    (0x2776, 10, 1),
    (0x24EB, 10, 11),
    (0x24F5, 10, 1),
)
"""Code of the first circled number of a run, how many there are, and the value of the first."""


def _circled_value(code: int) -> int:
    for first, length, value in _CIRCLED_RUNS:
        if first <= code < first + length:
            return code - first + value
    return 0


def _chinese_value(text: str) -> int:
    digits = phrase("numbers", "chinese")[:-1]
    values = [2 if char == phrase("numbers", "two") else digits.find(char) for char in text]
    if -1 not in values:
        return int("".join(map(str, values)) or "0")
    tens, ten, ones = text.partition("十")
    if not ten:
        return 0
    return 10 * (_chinese_value(tens) if tens else 1) + (_chinese_value(ones) if ones else 0)


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns that more than one module asks for."""

    number: str
    circled: str
    filler: re.Pattern[str]
    nothing: re.Pattern[str]
    copies: re.Pattern[str]
    declared: str
    counted: str


PATTERNS: Final = Patterns(
    number=_MACROS["{n}"],
    circled=f"[{_CIRCLED}]",
    # Possessive: what is no filler at once is none after any other way of parting it.
    filler=re.compile(f"{either(words('markers', 'filler'))}*+"),
    nothing=compiled("nothing", "words", after=r"(?=$|[\s(,;。])"),
    copies=re.compile(expand(phrase("brackets", "copies"))),
    declared=expand(phrase("markers", "declared")),
    counted=expand(phrase("markers", "counted")),
)
