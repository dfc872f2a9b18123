"""The editors' file of papers: the name of each, and the other names that it goes by."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from generator.files import read_words
from generator.messages import gettext as _
from generator.messages import noted
from generator.source.errors import YAML_ERRORS, SourceError, yaml_place
from generator.source.yaml_texts import TextLoader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_FORM = noted("Write each paper as in 网络文化经营许可证: [网文证, 文网文].")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_BLANKS = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")
_BRACKETS = str.maketrans(
    {**dict.fromkeys("[〔【〖", "("), **dict.fromkeys("]〕】〗", ")"), **dict.fromkeys("《》〈〉「」『』", None)}
)
_IN_MARKS = re.compile(r"《([^《》]+)》")


def fold(name: str) -> str:
    """Return a paper's name as it is compared: NFKC, lower case, one kind of brackets; no white space, no 《》.

    What stands within brackets counts: 营业执照（副本） is another name than 营业执照.
    """
    if _HAN.fullmatch(name):
        # Nearly all names, and nothing in them to fold.
        return name
    return _BLANKS.sub("", unicodedata.normalize("NFKC", name)).translate(_BRACKETS).lower() or name


@dataclass(frozen=True, slots=True)
class Aliases:
    """What the editors say of papers' names."""

    papers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name → aliases, as written but for 《》 round them."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Folded name or alias → name."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A name or alias with its place in the file; both numbers begin at 1."""

    text: str
    line: int
    column: int


class _BadEntryError(Exception):
    """An entry cannot be used."""

    def __init__(self, line: int, column: int, reason: str, advice: str | None = None) -> None:
        super().__init__(reason)
        self.place = f":{line}:{column}"
        self.reason = reason
        self.advice = _(_FORM) if advice is None else advice


def load_aliases(path: Path | None) -> Aliases:
    """Return the editors' names of papers, none where there is no file.

    Raises SourceError where the file has another form, a name is listed twice, or an alias means two papers.
    """
    if path is None or not path.exists():
        return Aliases()
    try:
        root = yaml.compose(read_words(path), TextLoader)
        # A file of comments alone holds no node at all.
        return Aliases() if root is None else _aliases(list(_entries(root)))
    except _BadEntryError as error:
        raise SourceError(f"{path}{error.place}", error.reason, error.advice) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = _("it cannot be read ({reason})").format(reason=error)
        raise SourceError(str(path), reason, _("Save it as UTF-8 text.")) from error
    except YAML_ERRORS as error:
        advice = _("Mend the line. Write each paper as in 网络文化经营许可证: [网文证, 文网文].")
        raise SourceError(f"{path}{yaml_place(error)}", _("it is no valid YAML"), advice) from error


def _entries(root: yaml.Node) -> Iterator[tuple[_Word, list[_Word]]]:
    """Yield each name with its aliases, as the nodes of the YAML say them."""
    if isinstance(root, yaml.ScalarNode) and not root.value:
        # Nothing, behind the mark of a document.
        return
    if not isinstance(root, yaml.MappingNode):
        raise _bad(root, _("it must map the names of papers to lists of aliases"))
    for key, value in root.value:
        name = _word(key, _("the name of a paper must be text"))
        no_text = _("an alias of {name!r} must be text").format(name=name.text)
        if isinstance(value, yaml.SequenceNode):
            yield name, [_word(item, no_text) for item in value.value]
        elif isinstance(value, yaml.ScalarNode) and not value.value:
            yield name, []
        else:
            raise _bad(value, _("the aliases of {name!r} must be a list").format(name=name.text))


def _bad(node: yaml.Node, reason: str) -> _BadEntryError:
    return _BadEntryError(node.start_mark.line + 1, node.start_mark.column + 1, reason)


def _word(node: yaml.Node, no_text: str) -> _Word:
    text = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
    if not text:
        raise _bad(node, no_text)
    marked = _IN_MARKS.fullmatch(text)
    return _Word(marked[1] if marked else text, node.start_mark.line + 1, node.start_mark.column + 1)


def _aliases(entries: list[tuple[_Word, list[_Word]]]) -> Aliases:
    """Return the entries by name, once no two of them claim one word."""
    named: dict[str, _Word] = {}
    for name, _aliases_of in entries:
        first = named.setdefault(fold(name.text), name)
        if first is not name:
            said = _("the paper {name!r} is listed twice, first in line {line}")
            reason = said.format(name=name.text, line=first.line)
            raise _BadEntryError(name.line, name.column, reason, _("Make one entry of the two."))
    owners = {folded: (name, name) for folded, name in named.items()}
    for name, aliases in entries:
        for alias in aliases:
            word, owner = owners.setdefault(fold(alias.text), (alias, name))
            if word is not alias:
                raise _claimed(alias, name, word, owner)
    return Aliases(
        {name.text: tuple(alias.text for alias in aliases) for name, aliases in entries},
        {folded: owner.text for folded, (_word, owner) in owners.items()},
    )


def _claimed(alias: _Word, name: _Word, word: _Word, owner: _Word) -> _BadEntryError:
    """Return what to say of an alias that is a word of the file already: ``word``, of the paper ``owner``."""
    if owner is name and word is name:
        said = _("the alias {alias!r} of {name!r} is the name itself")
        advice = _("Take it out: white space, 《》, and the kind and width of brackets make no other name.")
    elif owner is name:
        said = _("the alias {alias!r} of {name!r} is listed twice, first in line {line}")
        advice = _("Take one of them out.")
    elif word is owner:
        said = _("the alias {alias!r} of {name!r} is the name of another paper, in line {line}")
        advice = _("Take the alias out, or make one entry of the two papers.")
    else:
        said = _("the alias {alias!r} of {name!r} is also an alias of {other!r}, in line {line}")
        advice = _("Leave it with the one paper that it means.")
    reason = said.format(alias=alias.text, name=name.text, other=owner.text, line=word.line)
    return _BadEntryError(alias.line, alias.column, reason, advice)
