"""The words of the pages themselves: one YAML file a locale, keyed by the English wording.

Where a number changes the words, the value is a mapping of the plural categories of Unicode's CLDR (``one``, ``other``)
to wordings; ``by`` names the number that counts, ``n`` where it is not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

import babel
import yaml
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Wording: TypeAlias = "str | Mapping[str, str]"

_NOTHING: Final[Mapping[str, Wording]] = MappingProxyType({})
_FIELD: Final = re.compile(r"\{(\w+)\}")
_UNKNOWN: Final = "en"
"""The language whose numbers a locale gets that CLDR does not know."""


@lru_cache(maxsize=16)
def wording(locale: str) -> Mapping[str, Wording]:
    """Return the wording of a locale by English wording; empty where there is no file for it."""
    file = files(__name__) / f"{locale}.yml"
    if not file.is_file():
        return _NOTHING
    return MappingProxyType(yaml.safe_load(file.read_text(encoding="utf-8")))


@lru_cache(maxsize=16)
def _cldr(locale: str) -> babel.Locale:
    """Return what CLDR knows of a locale: how it writes numbers, and which numbers change words."""
    try:
        return babel.Locale.parse(locale.replace("_", "-"), sep="-")
    except (ValueError, babel.UnknownLocaleError):
        return babel.Locale.parse(_UNKNOWN)


def plural_categories(locale: str) -> tuple[str, ...]:
    """Return the plural categories of a locale in the order of gettext's plural forms, ``other`` last."""
    used = _cldr(locale).plural_form.tags
    return (*(tag for tag in ("zero", "one", "two", "few", "many") if tag in used), "other")


@dataclass(frozen=True)
class Interface:
    """Says things in one locale: ``say("{n} papers", n=3)``."""

    locale: str
    words: Mapping[str, Wording] = field(default_factory=dict)

    @classmethod
    def of(cls, locale: str, more: Mapping[str, Wording] = _NOTHING) -> Interface:
        """Return the interface of a locale; ``more`` are a project's own words, which go before the packaged ones."""
        return cls(locale, {**wording(locale), **more})

    @cached_property
    def _rules(self) -> babel.Locale:
        return _cldr(self.locale)

    def __call__(self, message: str, **values: object) -> str:
        """Return a message in this locale with its values filled in; plain text, to be escaped like any other.

        Numbers are written as the locale writes them.  Values are put in as they are, braces in them included.
        """
        said = self.words.get(message, message)
        if not isinstance(said, str):
            number = values.get(said.get("by", "n"))
            chosen = self._rules.plural_form(number) if isinstance(number, int) else "other"
            said = said.get(chosen, said["other"])
        written = {
            name: format_decimal(value, locale=self._rules) if isinstance(value, int) else str(value)
            for name, value in values.items()
        }
        # Not str.format: a translator's slip in a name must not stop a build, nor a width or an attribute do anything.
        return _FIELD.sub(lambda found: written.get(found[1], found[0]), said)

    def day(self, day: date) -> str:
        """Return a day as the locale writes it."""
        return str(format_date(day, format="medium", locale=self._rules))

    def number(self, value: int) -> str:
        """Return a number as the locale writes it."""
        return str(format_decimal(value, locale=self._rules))

    def percent(self, hundredths: int) -> str:
        """Return so many of a hundred as the locale writes it."""
        return str(format_percent(hundredths / 100, locale=self._rules))
