"""The comments that editors address to leimu: ``<!-- leimu: ignore=RULE,RULE until=2027-01-31 reason -->``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from unicodedata import normalize

from generator.catalogue import Ignore, Repair, RepairKind, Span
from generator.source.markup import CODE_SPAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_OPENING = re.compile(r"<!--\s*+leimu(?=\s*+[:：]|\s++ignore\b)", re.IGNORECASE)
_ORDER = re.compile(
    r"\s*:\s*ignore\s*=\s*(?P<rules>[\w-]+(?:\s*[,、;]\s*[\w-]+)*)(?P<until>\s+until\s*=\s*(?P<day>\S*))?(?P<reason>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CODE = re.compile(r"[rR][0-9]+")
_PASSED_OVER = re.compile(r"(?:\s++|<!--(?:[^-]++|-(?!->))*+-->)*+")
"""What may stand between a comment and the heading that it is about."""


@dataclass(slots=True)
class Ignores:
    """What the comments of one source say."""

    followed: list[Ignore] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)


def read_ignores(text: str, code: Sequence[Span], parts: Iterable[Span]) -> Ignores:
    """Read the comments to leimu of a source.

    ``code`` are the places in which comments are words, ``parts`` those of its categories, groups and sections, in
    any order.  A comment counts for the innermost part that it stands in, or for the one that begins right below it.
    """
    found = Ignores()
    openings = list(_OPENING.finditer(text))
    if not openings:
        return found
    parts = sorted(parts, key=lambda part: (part.start, -part.end))
    starts = {part.start for part in parts}
    end = 0
    for opening in openings:
        # Comments do not nest: what stands in one is part of it.
        if opening.start() < end or _is_code(text, opening.start(), code):
            continue
        end = text.find("-->", opening.end())
        if end < 0:
            break
        span = Span(opening.start(), end + len("-->"))
        below = _PASSED_OVER.match(text, span.end)
        place = below.end() if below and below.end() in starts else span.start
        scope = next((part for part in reversed(parts) if part.start <= place < part.end), Span(0, len(text)))
        _follow(normalize("NFKC", text[opening.end() : end]), span, scope, found)
    return found


def _is_code(text: str, at: int, code: Sequence[Span]) -> bool:
    """Tell whether a character stands in a code block, or between backticks on its line."""
    if any(block.start <= at < block.end for block in code):
        return True
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    spans = CODE_SPAN.finditer(text, start, end if end >= 0 else len(text)) if "`" in text[start:at] else ()
    return any(found.start() < at < found.end() for found in spans)


def _follow(words: str, span: Span, scope: Span, found: Ignores) -> None:
    """Add what one comment says, or why it cannot be followed."""
    order = _ORDER.fullmatch(words)
    if order is None:
        found.repairs.append(Repair(RepairKind.IGNORE, "form", span))
        return
    until = _day(order["day"]) if order["until"] else None
    if order["until"] and until is None:
        found.repairs.append(Repair(RepairKind.IGNORE, "until", span, detail=order["day"]))
        return
    reason = " ".join(order["reason"].split()).strip("-:,; ")
    if not reason:
        found.repairs.append(Repair(RepairKind.IGNORE, "reason", span))
    rules = tuple(_name(rule) for rule in re.split(r"\s*[,、;]\s*", order["rules"]))
    found.followed.append(Ignore(rules, until, reason, span, scope))


def _name(written: str) -> str:
    """Return the name or code of a rule as rules have it, whatever the case in which it is written."""
    return written.upper() if _CODE.fullmatch(written) else written.lower()


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
