"""PO files: reading, writing, and bringing one up to date with the sources without losing a word of it."""

from __future__ import annotations

import re
from collections import OrderedDict, defaultdict
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.files import read_whole
from generator.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import polib

    from generator.locales.units import Unit

ALIKE: Final = 0.6
"""How alike two strings must be, from 0 to 1, for the translation of one to be offered for the other."""
SAME_PLACE: Final = 0.3
"""The same for two strings with one context: there a new wording is likelier than a new thing."""
_LINE: Final = re.compile(r'(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)?\s*"(?:[^"\\]|\\.)*")?')
_MOST_COMPARED: Final = 4000
"""Pairs of strings compared at most for one update; comparing takes the square of their number."""
_LEAST_COMPARED: Final = 200
"""Strings that each is compared with all the same."""
_LONGEST: Final = 400
"""Characters of a string that are compared: comparing takes the square of them too."""

Describe: TypeAlias = "Callable[[Unit], tuple[list[tuple[str, str]], str]]"
"""Gives the places, as (file, line), and the comment of a unit."""


class TranslationError(Exception):
    """A PO file cannot be used; the text is a whole sentence."""


def load(path: Path) -> polib.POFile:
    """Return a PO file to change; an empty one where there is none.

    Raises:
        TranslationError: it cannot be read, or is no PO file.
    """
    return _loaded(path, _parsed)


def look_up(path: Path) -> polib.POFile:
    """Return the same, not to be changed: a build judges the translations and then uses them, and parsing is slow.

    Raises:
        TranslationError: as :func:`load`.
    """
    return _loaded(path, _kept)


def _loaded(path: Path, parse: Callable[[Path, bytes], polib.POFile]) -> polib.POFile:
    if not path.exists():
        return _empty(path.stem)
    try:
        return parse(path, read_whole(path))
    except UnicodeDecodeError:
        raise TranslationError(_("{file}: is not UTF-8. Save it as UTF-8.").format(file=path)) from None
    except OSError as error:
        # polib also says so of a file with a mistake in it: "Syntax error in po file (line 3)".
        reason = error.strerror or str(error)
        said = _("{file}: cannot be read as a PO file ({reason}). Mend it there, or take it back from your history.")
        raise TranslationError(said.format(file=path, reason=reason)) from None


def _parsed(path: Path, data: bytes) -> polib.POFile:
    import polib  # noqa: PLC0415 - most projects have one language

    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    _refuse_broken_lines(path, text)
    return polib.pofile(text, wrapwidth=0, check_for_duplicates=False)


@lru_cache(maxsize=4)
def _kept(path: Path, data: bytes) -> polib.POFile:
    return _parsed(path, data)


def _refuse_broken_lines(path: Path, text: str) -> None:
    """Raise TranslationError for a string that is not closed: polib would take what it can and lose the rest."""
    for number, line in enumerate(text.splitlines(), start=1):
        written = line.removeprefix("#~").strip()
        if not _LINE.fullmatch("" if written.startswith("#") else written):
            said = _("{file}:{line}: this is no line of a PO file. Put the text in quotes, with \\ before each inside.")
            raise TranslationError(said.format(file=path, line=number))


def dump(file: polib.POFile) -> bytes:
    """Return a PO file as bytes, the same for the same entries."""
    return (str(file).rstrip("\n") + "\n").encode()


def _empty(locale: str) -> polib.POFile:
    import polib  # noqa: PLC0415 - as above
    from babel.messages.plurals import get_plural  # noqa: PLC0415 - as above

    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Language": locale.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        # A template has the forms of its own words; Babel would take those of whoever runs this.
        "Plural-Forms": get_plural(locale.partition("-")[0] or "en").plural_forms,
    }
    return file


def template(units: Iterable[Unit], describe: Describe) -> polib.POFile:
    """Return a file of entries without translations; ``describe`` gives the places and the comment of a unit."""
    import polib  # noqa: PLC0415 - as above

    file = _empty("")
    for unit in units:
        places, comment = describe(unit)
        entry = polib.POEntry(msgctxt=unit.context, msgid=unit.text, occurrences=places, comment=comment)
        if unit.plural:
            entry.msgid_plural, entry.msgstr_plural = unit.text, {0: ""}
        file.append(entry)
    return file


def update(old: polib.POFile, wanted: polib.POFile, locale: str) -> polib.POFile:
    """Return the entries of ``wanted`` with the translations of ``old``; what nobody wants is kept as obsolete.

    A string that is there as before keeps its translation.  One that was reworded, the context being the same, gets
    the old one marked fuzzy, with what the source said before; so does one that is like another that has gone.  One
    that only moved takes its translation along as it is.
    """
    # Of two entries for one string, the one that is in use and translated counts.
    ranked = sorted(old, key=lambda entry: (not entry.obsolete, _is_translated(entry)))
    known = {(entry.msgctxt, entry.msgid): entry for entry in ranked}
    fresh = _empty(locale)
    fresh.header, fresh.metadata = old.header, {**fresh.metadata, **old.metadata}
    fresh.metadata.pop("POT-Creation-Date", None)
    used: set[int] = set()
    open_entries: list[polib.POEntry] = []
    for entry in wanted:
        fresh.append(entry)
        if kept := known.get((entry.msgctxt, entry.msgid)):
            _take(entry, kept)
            used.add(id(kept))
        else:
            open_entries.append(entry)
    same: defaultdict[str, _Same] = defaultdict(_Same)
    for entry in filter(_is_translated, old):
        same[entry.msgid].add(entry)
    gone = _Gone(entry for entry in old if id(entry) not in used and _is_translated(entry))
    for entry in open_entries:
        if found := same[entry.msgid].moved(entry, used) or gone.reworded(entry):
            _take(entry, found)
            used.add(id(found))
            gone.drop(found)
            if found.msgid != entry.msgid:
                _mark_fuzzy(entry, found)
    for entry in old:
        if id(entry) not in used and _is_translated(entry):
            entry.obsolete = True
            # A place of something that has gone leads nowhere.
            entry.occurrences = []
            entry.comment = ""
            fresh.append(entry)
    return fresh


def _take(entry: polib.POEntry, kept: polib.POEntry) -> None:
    entry.msgstr, entry.tcomment = kept.msgstr, kept.tcomment
    if entry.msgid_plural:
        entry.msgstr_plural = dict(kept.msgstr_plural) or ({0: kept.msgstr} if kept.msgstr else {0: ""})
    entry.flags = list(kept.flags)
    entry.previous_msgctxt, entry.previous_msgid = kept.previous_msgctxt, kept.previous_msgid


def _mark_fuzzy(entry: polib.POEntry, found: polib.POEntry) -> None:
    if "fuzzy" not in entry.flags:
        entry.flags.append("fuzzy")
    # What a translation was made for, however often the source was reworded since.
    entry.previous_msgid = found.previous_msgid or found.msgid


def _is_translated(entry: polib.POEntry) -> bool:
    return bool(entry.msgstr or any(entry.msgstr_plural.values()))


class _Same:
    """Entries that say the same in several places; there may be a hundred thousand."""

    def __init__(self) -> None:
        self._lists: defaultdict[str | None, list[polib.POEntry]] = defaultdict(list)
        """Those of a kind, those of any kind under None."""
        self._free: defaultdict[str | None, int] = defaultdict(int)
        """How many at the beginning of each are in use."""

    def add(self, entry: polib.POEntry) -> None:
        self._lists[_kind(entry)].append(entry)
        self._lists[None].append(entry)

    def moved(self, entry: polib.POEntry, used: set[int]) -> polib.POEntry | None:
        """Return the entry that says the same elsewhere: rather one that has gone from there, and of the same kind."""
        kinds = _kind(entry), None
        for kind in kinds:
            listed, at = self._lists[kind], self._free[kind]
            while at < len(listed) and id(listed[at]) in used:
                at += 1
            self._free[kind] = at
            if at < len(listed):
                return listed[at]
        return next((self._lists[kind][0] for kind in kinds if self._lists[kind]), None)


def _kind(entry: polib.POEntry) -> str:
    """Return the end of a context: ``scope`` of ``jinrong/yinhang.scope``."""
    return str(entry.msgctxt or "").rpartition(".")[2]


class _Gone:
    """Translated entries that nothing uses any more."""

    def __init__(self, entries: Iterable[polib.POEntry]) -> None:
        listed = list(entries)
        self._most = max(_MOST_COMPARED // (len(listed) or 1), _LEAST_COMPARED)
        # Those that are taken stand at the front: an OrderedDict does not walk over them again, as a dict does.
        self._free = OrderedDict((id(entry), entry) for entry in listed if not entry.obsolete)
        self._here: defaultdict[str | None, OrderedDict[int, polib.POEntry]] = defaultdict(OrderedDict)
        for key, entry in self._free.items():
            self._here[entry.msgctxt][key] = entry

    def drop(self, entry: polib.POEntry) -> None:
        """Take an entry out: it is in use."""
        self._free.pop(id(entry), None)
        self._here[entry.msgctxt].pop(id(entry), None)

    def reworded(self, entry: polib.POEntry) -> polib.POEntry | None:
        """Return the entry that is most like this one, those with its context first."""
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(entry.msgid[:_LONGEST])
        here = islice(self._here[entry.msgctxt].values(), _MOST_COMPARED)
        for candidates, least in ((here, SAME_PLACE), (islice(self._free.values(), self._most), ALIKE)):
            best, score = None, least
            for each in candidates:
                matcher.set_seq1(each.msgid[:_LONGEST])
                if _like_in_length(each, entry) < score or matcher.quick_ratio() < score:
                    continue
                if (ratio := matcher.ratio()) >= score:
                    best, score = each, ratio
            if best is not None:
                return best
        return None


def _like_in_length(one: polib.POEntry, other: polib.POEntry) -> float:
    """Return how alike two strings can be at most, given how long they are."""
    lengths = len(one.msgid), len(other.msgid)
    return 2 * min(lengths) / (sum(lengths) or 1)
