"""Catalogue × locale → Catalogue: every string from a PO file, by OpenCC, or as the source has it and marked so."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from generator.catalogue import OWN, Pending, Translation
from generator.locales.scripts import convert, is_worded
from generator.locales.segments import plain
from generator.locales.walking import is_name, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polib

    from generator.catalogue import Catalogue
    from generator.locales.remembering import Memory
    from generator.locales.settings import Locale
    from generator.locales.walking import Place


@dataclass(frozen=True, slots=True)
class Words:
    """The translations of one locale."""

    locale: Locale
    of: str
    """The language of the source."""
    said: Mapping[tuple[str, str], str]
    """Translations by (context, source string); fuzzy ones are none."""
    fuzzy: frozenset[tuple[str, str]]
    plurals: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """Translations that differ by a number, in the order of the language's plural forms."""

    @classmethod
    def of_file(cls, locale: Locale, of: str, file: polib.POFile) -> Words:
        """Return the translations of a PO file."""
        entries = [entry for entry in file if not entry.obsolete]
        return cls(
            locale,
            of,
            {(entry.msgctxt or "", entry.msgid): entry.msgstr for entry in entries if entry.msgstr and not entry.fuzzy},
            frozenset((entry.msgctxt or "", entry.msgid) for entry in entries if entry.fuzzy),
            {
                (entry.msgctxt or "", entry.msgid): tuple(text for _number, text in sorted(entry.msgstr_plural.items()))
                for entry in entries
                if entry.msgid_plural and not entry.fuzzy and any(entry.msgstr_plural.values())
            },
        )

    def __call__(self, context: str, text: str) -> str | None:
        """Return the translation of a string, None where there is none."""
        if (said := self.said.get((context, text))) is not None:
            return said
        if self.locale.opencc:
            return convert(text, self.locale.opencc, is_name=is_name(context))
        return text if not is_worded(text, self.of) else None

    def why(self, context: str, text: str) -> Pending:
        """Return why a string has no translation."""
        return Pending.OUTDATED if (context, text) in self.fuzzy else Pending.UNTRANSLATED


class _Translator:
    """Takes the walk and translates."""

    notes = False

    def __init__(self, words: Words) -> None:
        self._words = words
        self._last: Pending | None = None
        self.pending: dict[str, Pending] = {}
        self.counted: dict[str, dict[tuple[str, str], bool]] = {}

    def __call__(self, context: str, text: str, place: Place) -> str:
        said = self._words(context, text)
        # What has no words is no work for anybody, done or not.
        if is_worded(text, self._words.of):
            for owner in ("", place.owner or OWN):
                self.counted.setdefault(owner, {})[context, text] = said is not None
        if said is not None:
            return said
        why = self._words.why(context, text)
        self._last = why
        self.pending[text] = self.pending[plain(text)] = why
        return text

    def whole(self, shown: str) -> None:
        if self._last is not None:
            self.pending[shown] = self._last
        self._last = None

    def same(self, shown: str, also: str) -> None:
        if shown in self.pending:
            self.pending[also] = self.pending[shown]

    def apart(self) -> _Translator:
        return _Translator(self._words)

    def join(self, apart: _Translator, _by: int) -> None:
        self.pending.update(apart.pending)
        for owner, counted in apart.counted.items():
            if owner in self.counted:
                self.counted[owner].update(counted)
            else:
                self.counted[owner] = counted.copy()


def translate(catalogue: Catalogue, words: Words, memory: Memory | None = None) -> Catalogue:
    """Return the catalogue in another language; it knows of itself what is not translated yet.

    With a ``memory`` that is quick where little has changed since it was last used with these very words.
    """
    translator = _Translator(words)
    turn = memory.turn(words) if memory else None
    translated = walk(catalogue, translator, turn)
    if memory and turn:
        memory.keep(turn)
    progress = {owner: (sum(done.values()), len(done)) for owner, done in translator.counted.items()}
    about = Translation(words.locale.code, words.of, translator.pending, progress)
    return replace(translated, translation=about)
