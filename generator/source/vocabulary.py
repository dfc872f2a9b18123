"""The words of the dialect: what labels mean and which words open a notice."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from generator.catalogue import NoticeKind
from generator.files import read_words
from generator.messages import gettext as _
from generator.source.errors import YAML_ERRORS, SourceError, yaml_place
from generator.source.yaml_texts import load_packaged, load_texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RECORD_MEANINGS = ("requirement", "scope", "scenario")
"""The properties of a category, as against the columns that name it."""

_NOTICE_MEANINGS = tuple(kind.value for kind in NoticeKind)
MEANINGS = (*RECORD_MEANINGS, "group", "name", "heading", "other", *_NOTICE_MEANINGS)
"""Every key that a vocabulary file may hold."""

LONGEST_LABEL = 60
"""Characters; a cell with more of them is a sentence and no label."""

_COUNT = "[0-9一二两三四五六七八九十]{1,3}"
_BRACKETS = re.compile(rf"[(\[【][^()\[\]【】]*(?:[)\]】]|$)|{_COUNT} ?选 ?{_COUNT}[)\]】]?$")
"""What a label says besides its word: brackets, one that is never closed, a choice that lost its brackets."""
_NOISE = re.compile(r"[\s:：*_`#\u200b\u200c\u200d\u2060\ufeff]+")


def normalise(label: str) -> str:
    """Return a label as it is compared: no brackets, white space, colons or emphasis; NFKC; lower case."""
    folded = unicodedata.normalize("NFKC", label)
    return _NOISE.sub("", _BRACKETS.sub("", folded)).lower()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The label words, by their normalised form."""

    labels: Mapping[str, str]
    """Label → meaning, for labels of tables."""
    notices: Mapping[str, NoticeKind]
    """Opening word → kind of notice."""
    spelled: tuple[str, ...] = ()
    """The labels of a category's properties, spelled as in the files."""
    known: dict[str, str | None] = field(default_factory=dict, compare=False, repr=False)
    """Label as written → meaning: the same few labels come back in every table."""

    def meaning(self, label: str) -> str | None:
        """Return what a label means, None where no word of the vocabulary fits.

        A label may join two words (一级类目/主体类型); the first that is known counts.
        """
        if len(label) > LONGEST_LABEL:
            return None
        if label not in self.known:
            self.known[label] = self._meaning(label)
        return self.known[label]

    def _meaning(self, label: str) -> str | None:
        folded = normalise(label)
        if folded in self.labels:
            return self.labels[folded]
        return next((self.labels[part] for part in re.split(r"[/|、和及]", folded) if part in self.labels), None)


@cache
def builtin() -> Vocabulary:
    """Return the vocabulary that leimu brings."""
    text = files("generator.source").joinpath("labels.yml").read_text(encoding="utf-8")
    return _vocabulary(load_packaged(text), {}, {})


def load(path: Path | None) -> Vocabulary:
    """Return the built-in vocabulary with the words of an editors' file added.

    Raises SourceError where the file is no YAML mapping of known meanings to lists of words.
    """
    known = builtin()
    if path is None or not path.exists():
        return known
    try:
        data = load_texts(read_words(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = _("it cannot be read ({reason})").format(reason=error)
        raise SourceError(str(path), reason, _("Save it as UTF-8 text.")) from error
    except YAML_ERRORS as error:
        raise SourceError(
            f"{path}{yaml_place(error)}", _("it is no valid YAML"), _("Mend the line, or see docs/editors.md.")
        ) from error
    problem = _problem(data)
    if problem:
        raise SourceError(str(path), problem, _("The meanings are: {meanings}.").format(meanings=", ".join(MEANINGS)))
    return _vocabulary(data or {}, known.labels, known.notices)


def _problem(data: object) -> str | None:
    """Return what is wrong with the form of a vocabulary, None where it is right."""
    if not data:
        return None
    if not isinstance(data, dict):
        return _("it must map meanings to lists of words")
    for meaning, words in data.items():
        if meaning not in MEANINGS:
            return _("it holds the unknown meaning {meaning!r}").format(meaning=meaning)
        if words and (not isinstance(words, list) or not all(isinstance(word, str) for word in words)):
            return _("the words of {meaning!r} must be a list of texts").format(meaning=meaning)
    return None


def _vocabulary(
    data: Mapping[str, list[str]], labels: Mapping[str, str], notices: Mapping[str, NoticeKind]
) -> Vocabulary:
    known, openers = dict(labels), dict(notices)
    for meaning, words in data.items():
        for word in words:
            if meaning in _NOTICE_MEANINGS:
                openers[normalise(word)] = NoticeKind(meaning)
            else:
                known[normalise(word)] = meaning
    spelled = tuple(word for meaning in RECORD_MEANINGS for word in data.get(meaning, ()))
    return Vocabulary(known, openers, spelled)
