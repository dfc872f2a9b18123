"""What an editor plainly meant for a Markdown link and CommonMark does not take for one."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from generator.catalogue import Repair, RepairKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.source.inline import Mark

_LABEL = re.compile(r"!?\[[^\[\]\n]*+\](?=[ \t]?[(（]|\[)")
_TARGET = re.compile(r"(?P<gap>[ \t]?)(?P<open>[(（])(?P<address>(?:[^()（）\n]|\([^()\n]*+\))*+)(?P<close>[)）]?)")
_NAME = re.compile(r"\[(?P<address>[A-Za-z][\w.-]+)\](?![\[(（{*+?])", re.ASCII)
_WEB = re.compile(r"\s*+(?:https?\s?[:：;；]?\s?[/\\／]|www\.)", re.IGNORECASE)
_LOCAL = re.compile(r"\s*+(?:[/#]|\.{1,2}/|[\w%/.-]+\.(?:md|html?|png|jpe?g|gif|svg|pdf)\b|mailto:)", re.IGNORECASE)
_TITLE = re.compile(r"\s[\"'(]")
_SPACE = re.compile(r"\s")


def broken_links(text: str, start: int, end: int, marks: Sequence[Mark]) -> Sequence[Repair]:
    """Return what in ``text[start:end]`` is nearly a link, in order; what ``marks`` hold is read already."""
    if text.find("]", start, end) < 0:
        return ()
    return tuple(_broken_links(text, start, end, marks))


def _broken_links(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Repair]:
    starts = [mark.start for mark in marks]
    for label in _LABEL.finditer(text, start, end):
        before = bisect_right(starts, label.end() - 1) - 1
        if before >= 0 and label.end() - 1 < marks[before].end:
            continue
        found = _TARGET.match(text, label.end(), end)
        if found and (kind := _kind(found)):
            yield _repair(label, found, kind)
        elif (named := _NAME.match(text, label.end(), end)) and _is_words(label):
            yield _repair(label, named, "undefined")


def _repair(label: re.Match[str], target: re.Match[str], kind: str) -> Repair:
    first, last = target.span("address")
    if kind == "unclosed" and (space := _SPACE.search(target.string, first, last)):
        last = space.start()
    end = last if kind == "unclosed" else target.end()
    return Repair(RepairKind.BROKEN_LINK, kind, Span(first, last), Span(label.start(), end))


def _kind(found: re.Match[str]) -> str | None:
    """Return what keeps a label and what follows it from being a link; None where it is not meant for one."""
    address = found["address"]
    web = bool(_WEB.match(address))
    if not web and (found["gap"] or found["open"] == "（" or not _LOCAL.match(address)):
        return None
    if not found["close"]:
        return "unclosed" if web else None
    if found["open"] == "（" or found["close"] == "）":
        return "brackets"
    if found["gap"]:
        return "gap"
    if _TITLE.search(address):
        return "title"
    return "space" if _SPACE.search(address.strip()) else None


def _is_words(label: re.Match[str]) -> bool:
    """Tell whether a label can be a reader's words: ``[a-z][0-9]`` is a pattern, ``list[first][name]`` is code."""
    before = label.string[label.start() - 1 : label.start()] if label.start() else ""
    words = label[0].strip("![]")
    return (
        not (before.isascii() and (before.isalnum() or before in tuple("])}_^|`\\")))
        and len(words) > 1
        and not any(sign in words for sign in "^\\-|/$")
    )
