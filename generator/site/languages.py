"""The languages of a site: the catalogue in each, and the words of the project round it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

from markupsafe import escape

from generator.config import load_yaml
from generator.locales.po import look_up
from generator.locales.remembering import Memory
from generator.locales.settings import own_name
from generator.locales.translating import Words, translate
from generator.locales.units import Unit
from generator.pages import safe
from generator.pages.interface import Interface, plural_categories

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import polib

    from generator.catalogue import Catalogue
    from generator.config import Settings
    from generator.locales.settings import Locale
    from generator.pages.interface import Wording
    from generator.site.nav import Entry

NAME, DESCRIPTION, COPYRIGHT, NAV, TOGGLE = "site.name", "site.description", "site.copyright", "site.nav", "site.toggle"
"""The contexts of the words of an mkdocs.yml."""
INTERFACE: Final = "interface"
"""The context of the words of the pages themselves, for languages that leimu does not bring them in."""
_OPEN_GRAPH: Final = {"zh": "zh_CN", "zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "en": "en_US"}
"""Open Graph names countries; these are the ones that most readers of a language are in."""


_BRACKETS: Final = str.maketrans("<>", "＜＞")
_REFERENCE: Final = re.compile(r"&(?=#?\w+;)")


@dataclass(frozen=True)
class Language:
    """One language of the site."""

    code: str
    """As in ``<html lang>``."""
    name: str
    """What it calls itself."""
    prefix: str
    """The directory of its pages, with its slash; empty for that of the sources."""
    catalogue: Catalogue
    words: Words | None = None
    """None for the language of the sources."""
    untranslated: Catalogue | None = None
    """The catalogue in the language of the sources, where this is another."""

    def said(self, context: str, text: str) -> str:
        """Return words of the project in this language as HTML; as they are where they have no translation.

        Themes put them into pages as they are.  What stands in an mkdocs.yml is its author's affair; a translation
        from anybody who may edit a PO file, and is words.
        """
        said = self.words(context, text) if self.words else None
        if said is None or said == text:
            return text
        if context == COPYRIGHT:
            return str(safe.html(said))
        # Themes strip tags off titles, which makes markup again of what was escaped: so no sign of it stays.
        return str(escape(_REFERENCE.sub("＆", said.translate(_BRACKETS))))

    @cached_property
    def say(self) -> Interface:
        """The words of the pages themselves."""
        return Interface.of(self.code, self.interface)

    @property
    def link_title(self) -> str:
        """What the link at a heading says of itself."""
        say = self.say
        return say("Link to this section")

    @cached_property
    def interface(self) -> dict[str, Wording]:
        """The words of the pages themselves that the project's translators wrote, by their English wording."""
        if self.words is None:
            return {}
        start = f"{INTERFACE}."
        said: dict[str, Wording] = {
            context.removeprefix(start): text
            for (context, _id), text in self.words.said.items()
            if context.startswith(start)
        }
        for (context, _id), texts in self.words.plurals.items():
            if context.startswith(start):
                forms = plural_categories(self.code)
                said[context.removeprefix(start)] = dict(zip(forms, texts, strict=False)) | {"other": texts[-1]}
        return said

    @property
    def open_graph(self) -> str:
        """The locale as Open Graph writes it."""
        return _OPEN_GRAPH.get(self.code, self.code.replace("-", "_"))


def languages(settings: Settings, catalogue: Catalogue) -> tuple[Language, ...]:
    """Return the languages of a site, that of the sources first.

    Raises:
        TranslationError: a PO file cannot be read.
    """
    own = Language(settings.locale, own_name(settings.locale), "", catalogue)
    return (own, *(_translated(settings, catalogue, number) for number in range(len(settings.locales))))


def _translated(settings: Settings, catalogue: Catalogue, number: int) -> Language:
    locale = settings.locales[number]
    kept = _kept(locale, settings.locale)
    words = kept.words(look_up(locale.file))
    translated = translate(catalogue, words, kept.memory)
    return Language(locale.code, locale.name, f"{locale.code}/", translated, words, catalogue)


class _Kept:
    """What a server needs again at every save: the words of a language, and what they made of the categories."""

    def __init__(self, locale: Locale, of: str) -> None:
        self.memory = Memory()
        self._locale, self._of = locale, of
        self._words: tuple[object, Words] | None = None

    def words(self, file: polib.POFile) -> Words:
        """Return the words of a PO file, the very same for the same file."""
        kept = self._words
        if kept is None or kept[0] is not file:
            self._words = kept = file, Words.of_file(self._locale, self._of, file)
        return kept[1]


@lru_cache(maxsize=8)
def _kept(locale: Locale, of: str) -> _Kept:
    return _Kept(locale, of)


def project_words(language: Language) -> dict[tuple[str, str], str | tuple[str, ...]]:
    """Return the translations of all words but those of the sources."""
    said = (language.words.said, language.words.plurals) if language.words else ()
    starts = ("site.", f"{INTERFACE}.")
    return {key: text for each in said for key, text in each.items() if key[0].startswith(starts)}


def project_units(settings: Settings) -> tuple[Unit, ...]:
    """Return the words of the project's mkdocs.yml that readers see, as units of translation."""
    return tuple(_units(load_yaml(settings.file))) if settings.file else ()


def _units(config: Mapping[str, Any]) -> Iterator[Unit]:
    for context, key in ((NAME, "site_name"), (DESCRIPTION, "site_description"), (COPYRIGHT, "copyright")):
        if isinstance(text := config.get(key), str) and text:
            yield Unit(context, text, comment=f"mkdocs.yml: {key}")
    for title in titles(config.get("nav")):
        yield Unit(NAV, title, comment="mkdocs.yml: nav")
    theme = config.get("theme")
    schemes = theme.get("palette") if isinstance(theme, dict) else None
    for scheme in schemes if isinstance(schemes, list) else ():
        toggle = scheme.get("toggle") if isinstance(scheme, dict) else None
        if isinstance(toggle, dict) and isinstance(toggle.get("name"), str):
            yield Unit(TOGGLE, toggle["name"], comment="mkdocs.yml: theme: palette: toggle")


def titles(nav: object) -> Iterator[str]:
    """Yield every title that a nav gives to a page or a section."""
    if isinstance(nav, list):
        for item in nav:
            yield from titles(item)
    elif isinstance(nav, dict):
        for title, below in nav.items():
            yield str(title)
            yield from titles(below)


def translated_nav(nav: Entry, language: Language) -> Entry:
    """Return a nav that a project wrote with its titles in another language."""
    if isinstance(nav, list):
        return [translated_nav(item, language) for item in nav]
    if isinstance(nav, dict):
        return {language.said(NAV, str(title)): translated_nav(below, language) for title, below in nav.items()}
    return nav


def placed_nav(nav: Entry, language: Language, pages: Collection[str]) -> Entry:
    """Return a nav whose paths are those of the pages of another language, where it has them."""
    if isinstance(nav, list):
        return [placed_nav(item, language, pages) for item in nav]
    if isinstance(nav, dict):
        return {title: placed_nav(below, language, pages) for title, below in nav.items()}
    if isinstance(nav, str) and f"{language.prefix}{nav}" in pages:
        return f"{language.prefix}{nav}"
    return nav
