"""The file of kept ids: which category owns which address, over renamings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import yaml

from generator.files import read_words, write_atomically
from generator.messages import gettext as _
from generator.source.aliases import fold
from generator.source.errors import YAML_ERRORS, SourceError, yaml_place
from generator.source.slugs import RESERVED
from generator.source.yaml_texts import load_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from generator.catalogue import Catalogue

_ID = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?(?:/[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)*")
_PLAIN = re.compile("[A-Za-z\u4e00-\u9fff][A-Za-z0-9_/\u4e00-\u9fff-]*")
_NO_TEXTS = frozenset(("yes", "no", "on", "off", "true", "false", "null"))
"""What YAML takes for something else than text, though it looks like a word."""
_WIDTH = 120
_HEADER = """\
# The addresses of the categories and groups.  leimu keeps this file: a page stays where it is when its heading is
# renamed.  You may edit it: change an id to move a page, and list its old address under "was" to redirect it.
# Below them stand the ids of the papers; "formerly" lists names that a paper had before.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """The id that a category, group or paper owns."""

    id: str
    path: tuple[str, ...]
    """Of a paper its name, then the names that it had before."""
    was: tuple[str, ...] = ()
    """Addresses that its page had before."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file of ids holds."""

    categories: tuple[Entry, ...] = ()
    groups: tuple[Entry, ...] = ()
    qualifications: tuple[Entry, ...] = ()


def load_ids(path: Path | None) -> Kept:
    """Return the kept ids, none where there is no file.

    Raises SourceError where the file has another form, an id is no address, or two entries share one.
    """
    if path is None or not path.exists():
        return Kept()
    advice = _("Mend it, or delete it to have it written anew from the sources.")
    try:
        text = read_words(path)
        _parsed(text)
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(path), _("it cannot be read ({reason})").format(reason=error), advice) from error
    except YAML_ERRORS as error:
        raise SourceError(f"{path}{yaml_place(error)}", _("it is no valid YAML"), advice) from error
    try:
        return _understood(text)
    except ValueError as error:
        raise SourceError(str(path), str(error), advice) from error


@lru_cache(maxsize=1)
def _parsed(text: str) -> object:
    """Return what a file says: it is read at the beginning of a build and again at its end, and is slow to read."""
    return load_texts(text)


@lru_cache(maxsize=1)
def _understood(text: str) -> Kept:
    """Return what a file means, or raise :class:`ValueError`."""
    return _kept(_parsed(text) or {})


def _kept(data: object) -> Kept:
    if not isinstance(data, dict) or set(data) - {"categories", "groups", "qualifications"}:
        raise ValueError(_("it must hold the lists 'categories', 'groups' and 'qualifications' and nothing else"))
    categories = tuple(_entry(item, "path") for item in _listed(data.get("categories")))
    groups = tuple(_entry(item, "name") for item in _listed(data.get("groups")))
    qualifications = tuple(_paper(item) for item in _listed(data.get("qualifications")))
    # A paper has no page, so that it may share the id of one.
    for entries in ((*categories, *groups), qualifications):
        seen: set[str] = set()
        for entry in entries:
            if entry.id in seen:
                raise ValueError(_("two entries have the id {id!r}").format(id=entry.id))
            seen.add(entry.id)
    return Kept(categories, groups, qualifications)


def _listed(value: object) -> Sequence[object]:
    if not value:
        return ()
    if not isinstance(value, list):
        raise ValueError(_("'categories', 'groups' and 'qualifications' must be lists"))  # noqa: TRY004 - one error for a file's form
    return value


def _entry(item: object, key: str) -> Entry:
    if not isinstance(item, dict):
        raise ValueError(_("{item!r} must have the keys 'id' and {key!r}").format(item=item, key=key))  # noqa: TRY004 - as above
    name, path, was = item.get("id"), item.get(key), item.get("was") or []
    parts = path if isinstance(path, list) else [path]
    if not parts or not all(isinstance(part, str | int) for part in parts):
        raise ValueError(_("the {key} of {name!r} must be text").format(key=key, name=name))
    if not isinstance(was, list):
        raise ValueError(_("'was' of {name!r} must be a list of addresses").format(name=name))  # noqa: TRY004 - as above
    for address in (name, *was):
        if not isinstance(address, str) or not _ID.fullmatch(address):
            said = _("{address!r} is no id; use small letters, digits, '-' and '/', like jinrong/yinhang")
            raise ValueError(said.format(address=address))
        if taken := RESERVED.intersection(address.split("/")):
            said = _("{address!r} cannot be an id: sites use {taken!r} for themselves")
            raise ValueError(said.format(address=address, taken=min(taken)))
    return Entry(str(name), tuple(str(part) for part in parts), tuple(was))


def _paper(item: object) -> Entry:
    entry = _entry(item, "name")
    given = item if isinstance(item, dict) else {}
    if unknown := given.keys() - {"id", "name", "formerly"}:
        said = _("{key!r} of {id!r} is none of the keys 'id', 'name' and 'formerly'")
        raise ValueError(said.format(key=min(unknown), id=entry.id))
    former = given.get("formerly") or []
    if not isinstance(former, list) or not all(isinstance(name, str) for name in former):
        raise ValueError(_("'formerly' of {id!r} must be a list of names").format(id=entry.id))
    return Entry(entry.id, (*entry.path, *former))


def write_ids(path: Path, catalogue: Catalogue) -> bool:
    """Bring the file of ids up to date, atomically; return whether it changed.

    Entries whose category or paper is gone are kept, so that it gets its id back when it returns.
    """
    kept = load_ids(path)
    current = {category.id: category.path for category in catalogue.categories}
    groups: dict[str, tuple[str, ...]] = {group.id: (group.name,) for group in catalogue.groups}
    was: dict[str, list[str]] = {}
    for old, new in catalogue.moved:
        was.setdefault(new, []).append(old)
    merged = Kept(
        _merged(kept.categories, current, was),
        _merged(kept.groups, groups, was),
        _merged_papers(kept.qualifications, catalogue),
    )
    if merged == kept and path.exists():
        return False
    data = {
        "categories": [_written(entry, "path") for entry in merged.categories],
        "groups": [_written(entry, "name") for entry in merged.groups],
        "qualifications": [_paper_written(entry) for entry in merged.qualifications],
    }
    lists = (f"{key}:\n{''.join(map(_line, each))}" if each else f"{key}: []\n" for key, each in data.items())
    text = _HEADER + "".join(lists)
    write_atomically(path, text.encode("utf-8"))
    return True


def _line(entry: Mapping[str, object]) -> str:
    """Return an entry as an item of a list, as PyYAML writes it; it takes long, and most entries are of one form."""
    place: list[str] = entry["path"] if isinstance(entry.get("path"), list) else [entry.get("name")]  # type: ignore[assignment,list-item]
    if len(entry) == 2 and all(map(_is_plain, (entry["id"], *place))):  # noqa: PLR2004 - an id and where it belongs
        named = "path" in entry
        line = f"  path: [{', '.join(place)}]\n" if named else f"- {{id: {entry['id']}, name: {place[0]}}}\n"
        if len(line) < _WIDTH:
            return f"- id: {entry['id']}\n{line}" if named else line
    return yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, default_flow_style=None, width=_WIDTH)


def _is_plain(text: object) -> bool:
    return isinstance(text, str) and _PLAIN.fullmatch(text) is not None and text.lower() not in _NO_TEXTS


def _merged(
    kept: tuple[Entry, ...], current: dict[str, tuple[str, ...]], was: dict[str, list[str]]
) -> tuple[Entry, ...]:
    """Return the kept entries in their order, brought up to date, and the new ones after them."""
    merged = [
        Entry(entry.id, current.get(entry.id, entry.path), tuple(dict.fromkeys([*entry.was, *was.get(entry.id, [])])))
        for entry in kept
    ]
    known = {entry.id for entry in kept}
    merged += [Entry(new, path, tuple(was.get(new, []))) for new, path in current.items() if new not in known]
    return tuple(merged)


def _merged_papers(kept: tuple[Entry, ...], catalogue: Catalogue) -> tuple[Entry, ...]:
    """Return the kept entries with their present names first, and the new ones after them."""
    current = {paper.id: paper.name for paper in catalogue.qualifications}
    merged = {}
    for entry in kept:
        # Another spelling is no other name.
        names: dict[str, str] = {}
        for name in (current.get(entry.id, entry.path[0]), *entry.path):
            names.setdefault(fold(name), name)
        merged[entry.id] = Entry(entry.id, tuple(names.values()))
    new = [Entry(identity, (name,)) for identity, name in current.items() if identity not in merged]
    return (*merged.values(), *new)


def _paper_written(entry: Entry) -> dict[str, object]:
    name, *former = entry.path
    return {"id": entry.id, "name": name, **({"formerly": former} if former else {})}


def _written(entry: Entry, key: str) -> dict[str, object]:
    written: dict[str, object] = {"id": entry.id, key: list(entry.path) if key == "path" else entry.path[0]}
    return {**written, "was": list(entry.was)} if entry.was else written
