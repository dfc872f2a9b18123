"""The patterns that find the words and signs of the dialect in a text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.source.requirement.initials import initials
from generator.source.requirement.numbering import INLINE
from generator.source.requirement.words import PATTERNS, either, phrase, words

if TYPE_CHECKING:
    from collections.abc import Iterable

_HOLD = either(words("verbs", "hold"))
_GIVE = either(sorted(set(words("verbs", "hand")) - set(words("verbs", "hold")), key=len, reverse=True))
_MUST = either(words("verbs", "must"))
_EXCEPT = either(words("verbs", "except"))
_AHEAD = "(?= {0,3}(?:《|:|以下|下列))"
_NOT = f"(?![{phrase('verbs', 'not_before')}])"

_VERB: Final = (
    f"{_MUST}{{0,4}}{_GIVE}{_NOT}|{_MUST}{{1,4}}{_HOLD}{_NOT}|{_HOLD}{_AHEAD}"
    f"|(?:{_MUST}{{1,4}}|{_EXCEPT})(?= {{0,3}}《)"
)
_KINDS: Final = (
    ("APART", "[\n《]"),
    ("BLANK", " +"),
    ("LOOSE", "》"),
    ("TAG", "【"),
    ("QUOTE", '"'),
    ("CHOSEN", either(words("remarks", "exceptions"))),
    ("SUPPOSED", either(words("remarks", "supposed"))),
    ("LACKING", either(words("connectors", "lacking"))),
    ("LETTERS", either(words("connectors", "letters"))),
    ("DECLARED", PATTERNS.declared),
    ("CHOOSE", either(words("markers", "choose"))),
    ("ONE", either(words("markers", "one"))),
    ("ALL", either(words("markers", "all"))),
    ("COUNTED", PATTERNS.counted),
    ("NUMBER", INLINE),
    ("BRACKET", r"\("),
    ("NOTE", either(words("remarks", "notes")) + f"(?:{PATTERNS.number})? ?:"),
    ("IF", either([*words("remarks", "conditions"), *words("remarks", "optional")])),
    ("SCOPE", either(words("scopes", "openers"))),
    ("OR", either(words("connectors", "or"))),
    ("AND", either(words("connectors", "and"))),
    ("SLASH", either(words("connectors", "slash"))),
    ("VERB", _VERB),
    ("PAUSE", "、"),
    ("COMMA", ","),
    ("STOP", r"[;。]|\.(?= *(?:\n|$))"),
    ("COLON", ":|(?<![》 \n])[-—–→]{1,2}(?= {0,2}《)"),
    ("CLOSER", r"[)】]"),
)
_SIGNS_ONLY: Final = frozenset(
    {
        "APART",
        "BLANK",
        "LOOSE",
        "TAG",
        "QUOTE",
        "NUMBER",
        "BRACKET",
        "SLASH",
        "PAUSE",
        "COMMA",
        "STOP",
        "COLON",
        "CLOSER",
    }
)


def _either_kind(names: Iterable[str]) -> str:
    return "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS if kind in names)


class Patterns(NamedTuple):
    """The compiled patterns."""

    words: re.Pattern[str]
    calm: re.Pattern[str]
    """What begins no word."""
    signs: re.Pattern[str]
    """What begins with a sign that begins no word; it is found faster without trying all words."""
    sign_initials: frozenset[str]
    mark: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """Return the patterns, compiled for the first text: a tenth of all imports, where nothing is read."""
    every = dict(_KINDS)
    words_or_signs = _either_kind(every)
    begins = initials(words_or_signs)
    return Patterns(
        words=re.compile(words_or_signs),
        calm=re.compile(f"[^{re.escape(''.join(sorted(begins)))}]*+"),
        signs=re.compile(_either_kind(_SIGNS_ONLY)),
        sign_initials=frozenset(begins - initials(_either_kind(every.keys() - _SIGNS_ONLY))),
        mark=re.compile(
            f"(?P<DECLARED>{PATTERNS.declared})|(?P<CHOOSE>{either(words('markers', 'choose'))})"
            f"|(?P<ONE>{either(words('markers', 'one'))})|(?P<ALL>{either(words('markers', 'all'))})"
            f"|(?P<COUNTED>{PATTERNS.counted})"
        ),
    )
