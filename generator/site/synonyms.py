"""What readers call categories, papers and groups: ``catalogue/synonyms.yml``, for the search."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from generator.config import ConfigError
from generator.files import read_whole
from generator.messages import gettext as _
from generator.source.errors import YAML_ERRORS
from generator.source.yaml_texts import load_values

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from generator.catalogue import Catalogue

KINDS: Final = ("categories", "groups", "qualifications")


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Words by what they mean."""

    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the ids of categories."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the ids of groups."""
    qualifications: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the ids of papers."""


def read_synonyms(path: Path | None, catalogue: Catalogue) -> Synonyms:
    """Return the words of a project; none where it has no such file.

    Raises:
        ConfigError: the file cannot be read, or names what the catalogue does not have.
    """
    if path is None or not path.exists():
        return Synonyms()
    try:
        data = load_values(read_whole(path))
    except (OSError, *YAML_ERRORS) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        reason = getattr(error, "problem", None) or getattr(error, "strerror", None) or error
        raise ConfigError(
            _("{file}: cannot be read ({reason}). Mend the YAML there.").format(file=where, reason=reason)
        ) from None
    data = {} if data is None else data
    if not isinstance(data, dict) or not set(data) <= set(KINDS):
        said = _("{file}: expected a mapping with the keys {keys}.")
        raise ConfigError(said.format(file=path, keys=", ".join(KINDS)))
    papers = {name: entry.id for entry in catalogue.qualifications for name in (*entry.aliases, entry.name, entry.id)}
    return Synonyms(
        _words(path, data, "categories", {category.id: category.id for category in catalogue.categories}),
        _words(path, data, "groups", {group.id: group.id for group in catalogue.groups}),
        _words(path, data, "qualifications", papers),
    )


def _words(path: Path, data: Mapping[str, Any], kind: str, known: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    given = data.get(kind) or {}
    if not isinstance(given, dict):
        raise ConfigError(
            _("{file}: {kind}: expected a mapping of names to lists of words.").format(file=path, kind=kind)
        )
    found: dict[str, tuple[str, ...]] = {}
    for name, words in given.items():
        if name not in known:
            raise ConfigError(_unknown(path, kind, str(name), known))
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            said = _("{file}: {kind}: {name}: expected a list of words; put numbers, yes and no in quotes.")
            raise ConfigError(said.format(file=path, kind=kind, name=name))
        found[known[name]] = (*found.get(known[name], ()), *words)
    return {key: tuple(dict.fromkeys(words)) for key, words in found.items()}


def _unknown(path: Path, kind: str, name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, n=1)
    if near:
        said = _("{file}: {kind}: the catalogue has no {name!r}. Did you mean {near!r}?")
        return said.format(file=path, kind=kind, name=name, near=near[0])
    return _("{file}: {kind}: the catalogue has no {name!r}. Take it out, or mend its name.").format(
        file=path, kind=kind, name=name
    )
