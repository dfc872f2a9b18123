"""The words of the pages themselves: one YAML file a locale, keyed by the English wording.

Where a number changes the words, the value is a mapping of the plural categories of Unicode's CLDR (``one``, ``other``)
to wordings; ``by`` names the number that counts, ``n`` where it is not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.source.yaml_texts import load_packaged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import babel

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
    return MappingProxyType(load_packaged(file.read_text(encoding="utf-8")))


@lru_cache(maxsize=16)
def _cldr(locale: str) -> babel.Locale:
    """Return what CLDR knows of a locale: how it writes numbers, and which numbers change words."""
    import babel  # noqa: PLC0415 - what only reads and judges says nothing to a reader of pages

    try:
        return babel.Locale.parse(locale.replace("_", "-"), sep="-")
    except (ValueError, babel.UnknownLocaleError):
        return babel.Locale.parse(_UNKNOWN)


def plural_categories(locale: str) -> tuple[str, ...]:
    """Return the plural categories of a locale in the order of gettext's plural forms, ``other`` last."""
    used = _cldr(locale).plural_form.tags
    return (*(tag for tag in ("zero", "one", "two", "few", "many") if tag in used), "other")


@lru_cache(maxsize=4096)
def _decimal(locale: str, number: int) -> str:
    """Return a number as a locale writes it: Babel takes its time, and pages name few numbers many times."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - as above

    return str(format_decimal(number, locale=_cldr(locale)))


@lru_cache(maxsize=4096)
def _plural(locale: str, number: int) -> str:
    """Return the plural category of a number in a locale."""
    return _cldr(locale).plural_form(number)


@lru_cache(maxsize=1024)
def _parts(said: str) -> tuple[str, ...]:
    """Return a wording as words and, at the odd places between them, names of fields."""
    return tuple(_FIELD.split(said))


@dataclass(frozen=True)
class Interface:
    """Says things in one locale: ``say("{n} papers", n=3)``."""

    locale: str
    words: Mapping[str, Wording] = field(default_factory=dict)

    @classmethod
    def of(cls, locale: str, more: Mapping[str, Wording] = _NOTHING) -> Interface:
        """Return the interface of a locale; ``more`` are a project's own words, which go before the packaged ones."""
        return cls(locale, {**wording(locale), **more})

    def __call__(self, message: str, **values: object) -> str:
        """Return a message in this locale with its values filled in; plain text, to be escaped like any other.

        Numbers are written as the locale writes them.  Values are put in as they are, braces in them included.
        """
        said = self.words.get(message, message)
        if not isinstance(said, str):
            number = values.get(said.get("by", "n"))
            chosen = _plural(self.locale, number) if isinstance(number, int) else "other"
            said = said.get(chosen, said["other"])
        if "{" not in said:
            return said
        # Not str.format: a translator's slip in a name must not stop a build, nor a width or an attribute do anything.
        filled = list(_parts(said))
        for place in range(1, len(filled), 2):
            name = filled[place]
            filled[place] = self._written(values[name]) if name in values else f"{{{name}}}"
        return "".join(filled)

    def _written(self, value: object) -> str:
        return _decimal(self.locale, value) if isinstance(value, int) else str(value)

    def day(self, day: date) -> str:
        """Return a day as the locale writes it."""
        from babel.dates import format_date  # noqa: PLC0415 - few sites know a day

        return str(format_date(day, format="medium", locale=_cldr(self.locale)))

    def number(self, value: int) -> str:
        """Return a number as the locale writes it."""
        return _decimal(self.locale, value)

    def percent(self, hundredths: int) -> str:
        """Return so many of a hundred as the locale writes it."""
        from babel.numbers import format_percent  # noqa: PLC0415 - only translations are told so

        return str(format_percent(hundredths / 100, locale=_cldr(self.locale)))
