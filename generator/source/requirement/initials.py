"""The characters with which a match of a pattern can begin, so that all others can be passed at once."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

_Found: TypeAlias = "tuple[set[str], bool, int]"
"""The characters, whether the part can match nothing at all, and where it ends in the pattern."""

_LOOK: Final = re.compile(r"\(\?<?[=!]")
_GROUP: Final = re.compile(r"\((?:\?:|\?P<\w+>)?")
_SET: Final = re.compile(r"\[((?:\\.|[^\]\\])+)\]")
_MEMBER: Final = re.compile(r"\\?(.)(?:-\\?(.))?", re.DOTALL)
_TIMES: Final = re.compile(r"(?:(?P<free>[?*]|\{0,[0-9]+\})|\+|\{[0-9,]+\})[+?]?")
_STEP: Final = re.compile(r"\\.|\[(?:\\.|[^\]\\])+\]|[()]|[^\\\[()]+", re.DOTALL)
_UNKNOWN: Final = re.compile(r"\\[0-9A-Za-z]|\[\^|[.^$]")


def initials(pattern: str) -> frozenset[str]:
    r"""Return the characters with which a match of a pattern can begin.

    The pattern is made of characters, sets, groups, repetitions and looks ahead or back.  ValueError where it
    could begin with something else (``.``, ``[^…]``, ``\s``) or match nothing at all.
    """
    characters, empty, end = _branches(pattern, 0)
    if empty or end < len(pattern):
        message = f"a match of this pattern can begin with anything: {pattern}"
        raise ValueError(message)
    return frozenset(characters)


def _branches(pattern: str, at: int) -> _Found:
    characters, empty, at = _sequence(pattern, at)
    while pattern.startswith("|", at):
        more, nothing, at = _sequence(pattern, at + 1)
        characters |= more
        empty = empty or nothing
    return characters, empty, at


def _sequence(pattern: str, at: int) -> _Found:
    characters: set[str] = set()
    empty = True
    while at < len(pattern) and pattern[at] not in "|)":
        more, nothing, after = _element(pattern, at)
        if empty and _UNKNOWN.match(pattern, at):
            message = f"what begins a match is not known: {pattern[at:after]}"
            raise ValueError(message)
        characters |= more if empty else set()
        empty = empty and nothing
        at = after
    return characters, empty, at


def _element(pattern: str, at: int) -> _Found:
    if look := _LOOK.match(pattern, at):
        return set(), True, _closing(pattern, look.end())
    characters, empty = set[str](), False
    if group := _GROUP.match(pattern, at):
        characters, empty, at = _branches(pattern, group.end())
        at += 1
    elif members := _SET.match(pattern, at):
        for first, last in _MEMBER.findall(members[1]):
            characters.update(map(chr, range(ord(first), ord(last or first) + 1)))
        at = members.end()
    else:
        at += pattern[at] == "\\"
        characters.add(pattern[at])
        at += 1
    if times := _TIMES.match(pattern, at):
        return characters, empty or times["free"] is not None, times.end()
    return characters, empty, at


def _closing(pattern: str, at: int) -> int:
    """Return the end of a group whose content, which begins at ``at``, does not matter."""
    depth = 1
    for step in _STEP.finditer(pattern, at):
        depth += {"(": 1, ")": -1}.get(step[0], 0)
        if depth == 0:
            return step.end()
    return len(pattern)
