"""The comments that editors address to leimu: ``<!-- leimu: ignore=RULE,RULE until=2027-01-31 reason -->``."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from unicodedata import normalize

from generator.catalogue import Ignore, Repair, RepairKind, Span
from generator.source.code_spans import CodeSpans

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
    begins = [part.start for part in parts]
    starts = set(begins)
    places = _Code(text, code)
    end = passed = 0
    for opening in openings:
        # Comments do not nest: what stands in one is part of it.
        if opening.start() < end or places.hold(opening.start()):
            continue
        end = text.find("-->", opening.end())
        if end < 0:
            break
        span = Span(opening.start(), end + len("-->"))
        if span.end > passed and (below := _PASSED_OVER.match(text, span.end)):
            # Else a comment before it has passed over this one too.
            passed = below.end()
        place = passed if passed in starts else span.start
        before = reversed(parts[: bisect_right(begins, place)])
        scope = next((part for part in before if place < part.end), Span(0, len(text)))
        _follow(normalize("NFKC", text[opening.end() : end]), span, scope, found)
    return found


class _Code:
    """Tells whether characters, asked for in their order, stand in a code block, or between backticks on their line."""

    def __init__(self, text: str, blocks: Sequence[Span]) -> None:
        self._text = text
        self._blocks = sorted(blocks, key=lambda block: block.start, reverse=True)
        """Those that nobody has come to yet, the next one last."""
        self._block_end = self._line_end = 0
        self._line_start = 0
        self._spans = CodeSpans(text, 0, 0)

    def hold(self, at: int) -> bool:
        while self._blocks and self._blocks[-1].start <= at:
            self._block_end = max(self._block_end, self._blocks.pop().end)
        if at < self._block_end:
            return True
        if at >= self._line_end:
            self._line_start, end = self._text.rfind("\n", 0, at) + 1, self._text.find("\n", at)
            self._line_end = end if end >= 0 else len(self._text)
            self._spans = CodeSpans(self._text, self._line_start, self._line_end)
        return self._spans.hold(at, self._line_start)


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
