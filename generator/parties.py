"""Who applies: the parties that requirements are for, and what of a requirement is left for one of them."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from generator.catalogue import All, Choose, Nothing, Qualification

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Tree

_NAMES = re.compile(r"[、，,;；或及和与與]|\bor\b|\band\b")
_BETWEEN = re.compile(rf"/|{_NAMES.pattern}")


class Party(StrEnum):
    """A kind of applicant."""

    COMPANY = "company"
    GOVERNMENT = "government"
    INSTITUTION = "institution"
    """A public institution: 事业单位."""
    OTHER = "other"


ALL = frozenset(Party)


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    text = files(__package__).joinpath("parties.yml").read_text(encoding="utf-8")
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    words: dict[str, Any] = yaml.load(text, loader)  # noqa: S506 - both are safe
    return words


@lru_cache(maxsize=1024)
def parties_of(holder: str | None) -> frozenset[Party]:
    """Return which parties a holder's name means; none where that is not certain, and where none is named.

    ``holder`` is in the language of its source: 政府主体, 非政府主体, 汽车经销商/4s店.
    """
    text = (holder or "").strip().lower()
    # Blanks part English words, and mean nothing between Chinese ones.
    text = text if text.isascii() else "".join(text.split())
    for negation in _words()["negations"]:
        rest = text.removeprefix(negation)
        # 非上市公司 are companies: only a party's name as it stands is denied, not what is said of one.
        if (
            rest != text
            and all(_is_bare(each.removeprefix(negation)) for each in _pieces(rest))
            and (named := _named(rest))
        ):
            return ALL - named
    return _named(text)


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _BETWEEN.split(text) if piece.strip()]


def _named(text: str) -> frozenset[Party]:
    pieces = _pieces(text)
    found = [_party(piece) for piece in pieces]
    # 下属子/分公司 is one name: what ends as a party does speaks for the pieces before it that mean nothing.  Only the
    # stroke parts one name: of 医院、企业 it would be wrong that no hospital is meant.
    ends = [_party(_pieces(name)[-1]) for name in _NAMES.split(text) if _pieces(name)]
    if not ends or None in ends or any(piece.startswith(tuple(_words()["others"])) for piece in pieces):
        return frozenset()
    return frozenset(each for each in found if each)


def _is_bare(piece: str) -> bool:
    """Tell whether a name is a party's word and no more, or begins with one: 政府主体, 公立学校."""
    words, piece = [_words()[party.value] for party in Party], _less_tails(piece)
    begins = tuple(word for each in words for word in each.get("begins", ()))
    return any(piece in each.get("ends", ()) for each in words) or piece.startswith(begins)


def _less_tails(piece: str) -> str:
    for tail in sorted(_words()["tails"], key=len, reverse=True):
        piece = piece.removesuffix(tail)
    return piece


def _party(piece: str) -> Party | None:
    piece = _less_tails(piece)
    ends = sorted(
        ((word, party) for party in Party for word in _words()[party.value].get("ends", ())),
        key=lambda each: -len(each[0]),
    )
    for word, party in ends:
        # 民办非企业 ends as 企业 does; the longest word says what it is.
        if piece.endswith(word):
            return party
    begins = ((word, party) for party in Party for word in _words()[party.value].get("begins", ()))
    return next((party for word, party in begins if piece.startswith(word)), None)


def parties_in(tree: Tree) -> Iterator[frozenset[Party]]:
    """Yield the parties that each part of a tree is for, where it says so."""
    if not isinstance(tree, Nothing) and (named := parties_of(tree.holder)):
        yield named
    for part in tree.parts if isinstance(tree, Choose | All) else ():
        yield from parties_in(part)


def for_party(tree: Tree, party: Party | None) -> Tree | None:
    """Return what a tree asks of one party, None where it is for others only; ``party`` None is anybody.

    A choice loses the parts that are for others, and is closed where fewer are left than it asks for.  Papers asked for
    together are closed where one of them is for others; where they name the party as well, each hands in its own.
    The finder does the same in the reader's browser; this says what it must do.
    """
    if party is None or isinstance(tree, Nothing):
        return tree
    if (named := parties_of(tree.holder)) and party not in named:
        return None
    match tree:
        case Qualification():
            return tree
        case Choose(count=count, parts=parts):
            left = tuple(kept for part in parts if (kept := for_party(part, party)) is not None)
            return replace(tree, parts=left) if len(left) >= min(count, len(parts)) else None
        case All(parts=parts):
            mine = [for_party(part, party) for part in parts]
            if None in mine and not any(party in parties_of(_holder(part)) for part in parts):
                return None
            return replace(tree, parts=tuple(part for part in mine if part is not None))


def _holder(tree: Tree) -> str | None:
    return None if isinstance(tree, Nothing) else tree.holder
