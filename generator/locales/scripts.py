"""Simplified Chinese into Traditional by OpenCC, and which strings of a language have anything to translate."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from generator.locales.settings import CONFIGURATIONS

if TYPE_CHECKING:
    from opencc import OpenCC

_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_QUOTES: Final = str.maketrans("“”‘’", "「」『』")
"""OpenCC leaves the marks of quotation as they are; in Traditional Chinese they are these."""
_LETTER: Final = re.compile(r"[^\W\d_]")
_SHORT: Final = 500
"""Characters of a text that is remembered: a server translates nearly the same at every save."""


@lru_cache(maxsize=8)
def converter(name: str) -> OpenCC:
    """Return OpenCC's converter of that configuration."""
    from opencc import OpenCC  # noqa: PLC0415 - what only reads and judges converts nothing

    return OpenCC(name)


def convert(text: str, config: str, *, is_name: bool = False) -> str:
    """Return a Simplified text in Traditional characters."""
    return (_kept if len(text) <= _SHORT else _converted)(text, CONFIGURATIONS[config] if is_name else config)


def _converted(text: str, config: str) -> str:
    return str(converter(config).convert(text)).translate(_QUOTES)


_kept: Final = lru_cache(65536)(_converted)


def is_worded(text: str, locale: str) -> bool:
    """Tell whether a text in the language of a source has words to translate."""
    return bool((_HAN if locale.partition("-")[0] == "zh" else _LETTER).search(text))
