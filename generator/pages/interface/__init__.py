"""The words of the pages themselves: one YAML file a locale, keyed by the English wording."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping


@lru_cache(maxsize=16)
def wording(locale: str) -> Mapping[str, str]:
    """Return the wording of a locale by English wording; empty where there is no file for it."""
    file = files(__name__) / f"{locale}.yml"
    if not file.is_file():
        return MappingProxyType({})
    return MappingProxyType(yaml.safe_load(file.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Interface:
    """Says things in one locale: ``say("{n} papers", n=3)``."""

    locale: str
    words: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, locale: str) -> Interface:
        """Return the interface of a locale."""
        return cls(locale, wording(locale))

    def __call__(self, message: str, **values: object) -> str:
        """Return a message in this locale with its values filled in; plain text, to be escaped like any other.

        Values are put in as they are, braces in them included.
        """
        return self.words.get(message, message).format(**values)
