"""What is to be said of a locale's translations: what lacks, what is outdated, what is left over, what differs."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.findings import TranslationFault
from generator.locales.segments import placeholders, plain
from generator.locales.walking import NAME
from generator.messages import gettext as _
from generator.messages import ngettext, noted

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
_MARKUP: Final = noted("links and other markup")
_PLACEHOLDERS: Final = noted("placeholders")
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


class Memory:
    """What was read out of the PO file of each locale, and what its translations differ in; several threads may use it.

    The files are those of :func:`generator.locales.po.look_up`, which nobody changes.
    """

    def __init__(self) -> None:
        self._last: dict[str, tuple[polib.POFile, _Digest, _Compared]] = {}

    def turn(self, locale: Locale, file: polib.POFile) -> tuple[_Digest, _Compared]:
        """Return what a file says, and what is known of its translations: new ones, where the file is another."""
        kept = self._last.get(locale.code)
        return (kept[1], kept[2]) if kept is not None and kept[0] is file else (_Digest.of(file), {})

    def keep(self, locale: Locale, file: polib.POFile, digest: _Digest, compared: _Compared) -> None:
        """Keep what one look through a locale has met, and nothing else."""
        self._last[locale.code] = file, digest, compared


_Compared: TypeAlias = dict[tuple[str, str], "_Difference"]
"""(string, translation) → what they differ in."""


@dataclass(frozen=True, slots=True)
class _Digest:
    """What a PO file says."""

    known: Mapping[tuple[str, str], polib.POEntry]
    """The entries that are in use."""
    said: Mapping[tuple[str, str], str]
    """Their translations, the empty ones too, but for fuzzy ones."""
    left: Sequence[polib.POEntry]
    """The entries, in their order, that have a translation, whether they are in use or not."""
    worded: frozenset[tuple[str, str]]
    """The entries in use that have one, or are fuzzy."""

    @classmethod
    def of(cls, file: polib.POFile) -> _Digest:
        known = _entries(file)
        return cls(
            known,
            {key: _said(entry) for key, entry in known.items() if not entry.fuzzy},
            [entry for entry in file if _said(entry)],
            frozenset(key for key, entry in known.items() if _has_words(entry)),
        )

    def left_over(self, keys: set[tuple[str, str]]) -> list[polib.POEntry]:
        """Return the entries with translations that belong to none of the strings."""
        return [entry for entry in self.left if _is_left_over(entry, keys)]


@dataclass(frozen=True, slots=True)
class _Difference:
    """What a translation differs in."""

    markup: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    """(what, in the string, in the translation)."""
    missing: tuple[str, ...]
    """Numbers of the string that the translation has not."""
    added: tuple[str, ...]
    papers: tuple[str, ...]
    """The papers that the string names and the translation does not name so."""

    @property
    def is_sure(self) -> bool:
        """Whether they differ however the papers are called."""
        return bool(self.markup or self.missing or self.added)


def faults(
    locale: Locale, units: Sequence[Unit], file: polib.POFile, memory: Memory | None = None
) -> Iterator[TranslationFault]:
    """Yield what is to be said of a locale: of strings where they stand in the source, of others at its beginning.

    A ``memory`` lets that be quick where little has changed since it was last used.
    """
    digest, compared = memory.turn(locale, file) if memory else (_Digest.of(file), {})
    keys = [unit.key for unit in units]
    met: _Compared = {}
    if digest.known:
        yield from _wrong(locale, list(zip(units, keys, strict=True)), digest, (compared, met))
    if memory:
        memory.keep(locale, file, digest, met)
    if not locale.opencc:
        worded = digest.worded
        yield from _untranslated(locale, [unit for unit, key in zip(units, keys, strict=True) if key not in worded])
    yield from _same_names(locale, units, digest.known)
    left = digest.left_over(set(keys))
    if left:
        message = ngettext(
            "{locale}: {count} translation belongs to no string of the sources any more: “{text}”",
            "{locale}: {count} translations belong to no string of the sources any more: “{text}” and others",
            len(left),
        )
        hint = _("{file}:{line}: `leimu locales update --prune` deletes what is left over")
        told = _told(message, locale, left[0].msgid, count=len(left))
        yield TranslationFault(OBSOLETE, told, _where(hint, locale, left[0]), 0, None)


def _wrong(
    locale: Locale,
    units: Sequence[tuple[Unit, tuple[str, str]]],
    digest: _Digest,
    memory: tuple[_Compared, _Compared],
) -> Iterator[TranslationFault]:
    """Yield the strings whose translations are outdated or differ; ``memory`` is what is known, and what is met now."""
    before, met = memory
    all_said = digest.said
    names = {key[1]: said for _unit, key in units if (said := all_said.get(key)) is not None}
    for unit, key in units:
        said = all_said.get(key)
        if said:
            pair = key[1], said
            met[pair] = found = before.get(pair) or _difference(*pair)
            if not found.is_sure and not found.papers:
                continue
            entry = digest.known[key]
            for difference in _differences(found, said, names):
                message = _("{locale}: the translation of “{text}” differs from it: {difference}")
                told = _told(message, locale, unit.text, difference=difference)
                yield _at(unit, MISMATCH, told, _where(_("{file}:{line}: mend it there"), locale, entry))
        elif said is None and key in digest.known:
            message = _("{locale}: the translation of “{text}” is of what the source said before")
            hint = _("{file}:{line}: mend the translation there and take “fuzzy” away")
            yield _at(unit, FUZZY, _told(message, locale, unit.text), _where(hint, locale, digest.known[key]))


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


def _difference(text: str, said: str) -> _Difference:
    """Return what a translation leaves out or adds."""
    fields = tuple(sorted(_FIELD.findall(text))), tuple(sorted(_FIELD.findall(said)))
    markup = (_MARKUP, tuple(placeholders(text)), tuple(placeholders(said))), (_PLACEHOLDERS, *fields)
    before, after = plain(text), plain(said)
    wanted, found = set(_NUMBER.findall(before)), set(_NUMBER.findall(after))
    spelled = {str(number) for sign, number in _WORDS.items() if sign in before}
    return _Difference(
        tuple(each for each in markup if each[1] != each[2]),
        tuple(sorted(wanted - found)),
        tuple(sorted(found - wanted - spelled)),
        tuple(paper for paper in dict.fromkeys(_PAPER.findall(before)) if paper not in said),
    )


def _differences(found: _Difference, said: str, names: Mapping[str, str]) -> Iterator[str]:
    """Yield in words what a translation differs in; ``names`` are what the papers are called in it."""
    for what, before, after in found.markup:
        wanted, written = " ".join(before) or "–", " ".join(after) or "–"
        yield _("{what}: {wanted} became {found}").format(what=_(what), wanted=wanted, found=written)
    if found.missing:
        yield _("the number {number} is missing").format(number=", ".join(found.missing))
    if found.added:
        yield _("the number {number} is not in the source").format(number=", ".join(found.added))
    for paper in found.papers:
        name = names.get(paper)
        if name and name.casefold() not in plain(said).casefold():
            yield _("the paper 《{paper}》 is not named, neither so nor as “{name}”").format(paper=paper, name=name)


def _same_names(
    locale: Locale, units: Iterable[Unit], known: Mapping[tuple[str, str], polib.POEntry]
) -> Iterator[TranslationFault]:
    """Yield papers that a translation gives one name: readers would count one option where there are two."""
    named: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in units if known else ():
        if unit.context.startswith("qualifications/") and unit.context.endswith(f".{NAME}"):
            entry = known.get(unit.key)
            if entry and _said(entry):
                named[_said(entry).casefold()].append(unit)
    for group in named.values():
        for unit in group[1:]:
            entry = known[unit.key]
            message = _("{locale}: “{text}” and “{other}” have one name in the translation: {name}")
            told = _told(message, locale, unit.text, other=group[0].text, name=_said(entry))
            yield _at(unit, MISMATCH, told, _where(_("{file}:{line}: give them two"), locale, entry))
