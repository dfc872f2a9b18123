"""The language of what leimu tells the people who run it, through gettext.

A message is looked up when it is made: ``_("declares {claim}").format(claim=claim)``.  The language is that of the
context, set once at the edge by :func:`speak`; without a word from anybody it is English.  The pages of a site have
nothing to do with this: they speak the language of their readers.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SOURCE: Final = "en"
"""The language that messages are written in."""

_VARIABLES: Final = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where a user's language stands, the first that is set first, as gettext has it."""

_spoken: ContextVar[str] = ContextVar("leimu_messages")
"""The code of a language; unset as long as nobody has said in which to speak."""


def gettext(message: str) -> str:
    """Return a message in the language spoken."""
    spoken = _translations(language())
    # The empty message is the head of a file of translations.
    return spoken.gettext(message) if spoken and message else message


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of a message that fits a number, in the language spoken."""
    spoken = _translations(language())
    return spoken.ngettext(singular, plural, number) if spoken else (singular if number == 1 else plural)


def noted(message: str) -> str:
    """Return a message as it is, marked for translation where it is told."""
    return message


def sentence(clause: str) -> str:
    """Return a clause that stands for itself with the full stop of the language spoken; a question has its own sign."""
    return clause if clause.endswith(("?", "？")) else gettext("{clause}.").format(clause=clause)


def language() -> str:
    """Return the code of the language spoken: ``en``, ``zh``."""
    return _spoken.get(SOURCE)


def languages() -> tuple[str, ...]:
    """Return the languages that messages can be told in, English first."""
    names = (entry.name for entry in files(__name__).iterdir())
    return (SOURCE, *sorted(name.removesuffix(".po") for name in names if name.endswith(".po")))


def speak(language: str) -> None:
    """Tell all further messages of this context in a language; ValueError names those there are."""
    _spoken.set(_known(language))


def speak_unless_spoken(language: str) -> None:
    """Do as :func:`speak` does, unless somebody has said already in which language to speak."""
    if _spoken.get(None) is None:
        speak(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Tell the messages within the block in a language; ValueError names those there are."""
    before = _spoken.set(_known(language))
    try:
        yield
    finally:
        _spoken.reset(before)


def preferred(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language that a user's environment asks for, English where there is none such."""
    for name in _VARIABLES:
        if value := environment.get(name):
            return next((known for wish in value.split(":") if (known := _nearest(wish))), SOURCE)
    return SOURCE


def _known(wish: str) -> str:
    known = _nearest(wish)
    if known is None:
        said = gettext("there are no messages in {wish!r}; there are {languages}")
        raise ValueError(said.format(wish=wish, languages=", ".join(languages())))
    return known


def _nearest(wish: str) -> str | None:
    """Return the language that serves a wish such as ``zh_CN.UTF-8`` or ``zh-TW``."""
    name = wish.partition(".")[0].partition("@")[0].replace("-", "_").casefold()
    if name in ("c", "posix"):
        return SOURCE
    return next((known for known in languages() if name == known or name.startswith(f"{known}_")), None)


@cache
def _translations(language: str) -> NullTranslations | None:
    """Return the messages of a language, None for the one that they are written in."""
    if language == SOURCE:
        return None
    # Imported here: English, the usual case in CI, needs none of it.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = BytesIO()
    with files(__name__).joinpath(f"{language}.po").open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return GNUTranslations(compiled)
