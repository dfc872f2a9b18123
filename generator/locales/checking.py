"""What is to be said of a locale's translations: what lacks, what is outdated, what is left over, what differs."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.findings import TranslationFault
from generator.locales.segments import placeholders, plain
from generator.locales.walking import NAME
from generator.messages import gettext as _
from generator.messages import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import polib

    from generator.locales.settings import Locale
    from generator.locales.units import Unit

UNTRANSLATED: Final = "untranslated"
FUZZY: Final = "fuzzy-translation"
OBSOLETE: Final = "obsolete-translation"
MISMATCH: Final = "translation-mismatch"
_NUMBER: Final = re.compile(r"\d+")
_PAPER: Final = re.compile("《([^《》]+)》")
_FIELD: Final = re.compile(r"\{[a-z_]*\}")
_WORDS: Final = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
"""Chinese numerals that a translation may well write as digits."""


@dataclass(frozen=True, slots=True)
class Status:
    """How far one locale is."""

    locale: Locale
    total: int
    translated: int
    """By people, and not outdated."""
    converted: int
    """By OpenCC."""
    fuzzy: int
    obsolete: int

    @property
    def untranslated(self) -> int:
        """Strings that readers see in the language of the source, outdated ones not counted."""
        return self.total - self.translated - self.converted - self.fuzzy

    @property
    def percent(self) -> float:
        """How many of a hundred strings readers see in their language; 100 where there is nothing to translate."""
        done = self.translated + self.converted
        return 100 * done / self.total if self.total else 100.0


def status(locale: Locale, units: Iterable[Unit], file: polib.POFile) -> Status:
    """Return how far a locale is."""
    known = _entries(file)
    total = translated = converted = fuzzy = 0
    for unit in units:
        total += 1
        entry = known.get(unit.key)
        if entry is not None and entry.fuzzy and not locale.opencc:
            fuzzy += 1
        elif entry is not None and _said(entry) and not entry.fuzzy:
            translated += 1
        elif locale.opencc:
            converted += 1
    keys = {unit.key for unit in units}
    left = sum(1 for entry in file if _is_left_over(entry, keys))
    return Status(locale, total, translated, converted, fuzzy, left)


def faults(locale: Locale, units: Sequence[Unit], file: polib.POFile) -> Iterator[TranslationFault]:
    """Yield what is to be said of a locale: of strings where they stand in the source, of others at its beginning."""
    known = _entries(file)
    names = {unit.text: _said(entry) for unit in units if (entry := known.get(unit.key)) and not entry.fuzzy}
    for unit in units:
        entry = known.get(unit.key)
        if entry is not None and entry.fuzzy:
            message = _("{locale}: the translation of “{text}” is of what the source said before")
            hint = _("{file}:{line}: mend the translation there and take “fuzzy” away")
            yield _at(unit, FUZZY, _told(message, locale, unit.text), _where(hint, locale, entry))
        elif entry is not None and _said(entry):
            for difference in _differences(unit, _said(entry), names):
                message = _("{locale}: the translation of “{text}” differs from it: {difference}")
                told = _told(message, locale, unit.text, difference=difference)
                yield _at(unit, MISMATCH, told, _where(_("{file}:{line}: mend it there"), locale, entry))
    if not locale.opencc:
        yield from _untranslated(locale, [unit for unit in units if not _has_words(known.get(unit.key))])
    yield from _same_names(locale, units, known)
    keys = {unit.key for unit in units}
    left = [entry for entry in file if _is_left_over(entry, keys)]
    if left:
        message = ngettext(
            "{locale}: {count} translation belongs to no string of the sources any more: “{text}”",
            "{locale}: {count} translations belong to no string of the sources any more: “{text}” and others",
            len(left),
        )
        hint = _("{file}:{line}: `leimu locales update --prune` deletes what is left over")
        told = _told(message, locale, left[0].msgid, count=len(left))
        yield TranslationFault(OBSOLETE, told, _where(hint, locale, left[0]), 0, None)


def _untranslated(locale: Locale, lacking: Sequence[Unit]) -> Iterator[TranslationFault]:
    """Yield what lacks, once for each category, group and paper: a new one lacks all its strings at once."""
    owners: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in lacking:
        owners[next((place.owner for place in unit.places), "")].append(unit)
    for group in owners.values():
        others = len(group) - 1
        message = ngettext(
            "{locale}: “{text}” and {others} more string with it have no translation",
            "{locale}: “{text}” and {others} more strings with it have no translation",
            others,
        )
        message = message if others else _("{locale}: “{text}” has no translation")
        hint = _("run `leimu locales update` and fill it in in {file}").format(file=_shown(locale.file))
        told = _told(message, locale, group[0].text, others=others)
        yield _at(group[0], UNTRANSLATED, told, hint)


def _has_words(entry: polib.POEntry | None) -> bool:
    return entry is not None and bool(entry.fuzzy or _said(entry))


def _entries(file: polib.POFile) -> dict[tuple[str, str], polib.POEntry]:
    return {(entry.msgctxt or "", entry.msgid): entry for entry in file if not entry.obsolete}


def _is_left_over(entry: polib.POEntry, keys: set[tuple[str, str]]) -> bool:
    return bool(_said(entry)) and (entry.obsolete or (entry.msgctxt or "", entry.msgid) not in keys)


def _said(entry: polib.POEntry) -> str:
    return str(entry.msgstr or next((text for text in entry.msgstr_plural.values() if text), ""))


def _told(message: str, locale: Locale, text: str, **more: object) -> str:
    return message.format(locale=locale.code, text=_short(plain(text)), **more)


def _where(hint: str, locale: Locale, entry: polib.POEntry) -> str:
    return hint.format(file=_shown(locale.file), line=entry.linenum)


def _shown(file: Path) -> Path:
    """Return a path as people name it: from where they stand, where it lies below."""
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _at(unit: Unit, rule: str, message: str, hint: str) -> TranslationFault:
    place = next((place for place in unit.places if place.span is not None), None)
    source, span = (place.source, place.span) if place else (0, None)
    return TranslationFault(rule, message, hint, source, span)


def _differences(unit: Unit, said: str, names: Mapping[str, str]) -> Iterator[str]:
    """Yield in words what a translation leaves out or adds."""
    for title, before, after in (
        (_("links and other markup"), placeholders(unit.text), placeholders(said)),
        (_("placeholders"), sorted(_FIELD.findall(unit.text)), sorted(_FIELD.findall(said))),
    ):
        if before != after:
            wanted, found = " ".join(before) or "–", " ".join(after) or "–"
            yield _("{what}: {wanted} became {found}").format(what=title, wanted=wanted, found=found)
    yield from _numbers(plain(unit.text), plain(said))
    for paper in dict.fromkeys(_PAPER.findall(plain(unit.text))):
        name = names.get(paper)
        if name and paper not in said and name.casefold() not in plain(said).casefold():
            yield _("the paper 《{paper}》 is not named, neither so nor as “{name}”").format(paper=paper, name=name)


def _numbers(before: str, after: str) -> Iterator[str]:
    wanted, found = set(_NUMBER.findall(before)), set(_NUMBER.findall(after))
    spelled = {str(number) for sign, number in _WORDS.items() if sign in before}
    if missing := sorted(wanted - found):
        yield _("the number {number} is missing").format(number=", ".join(missing))
    if added := sorted(found - wanted - spelled):
        yield _("the number {number} is not in the source").format(number=", ".join(added))


def _same_names(
    locale: Locale, units: Iterable[Unit], known: Mapping[tuple[str, str], polib.POEntry]
) -> Iterator[TranslationFault]:
    """Yield papers that a translation gives one name: readers would count one option where there are two."""
    named: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        entry = known.get(unit.key)
        if unit.context.startswith("qualifications/") and unit.context.endswith(f".{NAME}") and entry and _said(entry):
            named[_said(entry).casefold()].append(unit)
    for group in named.values():
        for unit in group[1:]:
            entry = known[unit.key]
            message = _("{locale}: “{text}” and “{other}” have one name in the translation: {name}")
            told = _told(message, locale, unit.text, other=group[0].text, name=_said(entry))
            yield _at(unit, MISMATCH, told, _where(_("{file}:{line}: give them two"), locale, entry))
