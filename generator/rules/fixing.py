"""Applying fixes to the text of sources."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalogue import Span
    from generator.findings import Finding


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text with fixes applied."""

    text: str
    fixes: int
    """How many were applied; one that overlaps another waits for the next round."""


def apply_fixes(text: str, findings: Iterable[Finding]) -> Fixed:
    """Apply the fixes of findings of one source, given by place, each as a whole or not at all."""
    taken: list[tuple[int, int]] = []
    edits: list[tuple[Span, str]] = []
    fixes = 0
    for finding in findings:
        spans = [span for span, _ in finding.fix.edits] if finding.fix else []
        if finding.fix and spans and not any(_meets(span, taken) for span in spans):
            for span in spans:
                insort(taken, (span.start, span.end))
            edits += finding.fix.edits
            fixes += 1
    return Fixed(_edited(text, sorted(edits, key=lambda edit: edit[0].start)), fixes)


def _meets(span: Span, taken: list[tuple[int, int]]) -> bool:
    """Tell whether a place touches one that is taken: the order of two edits at one place is nobody's to guess."""
    after = bisect_left(taken, (span.start, span.start))
    return any(start <= span.end and span.start <= end for start, end in taken[max(0, after - 1) : after + 1])


def _edited(text: str, edits: Iterable[tuple[Span, str]]) -> str:
    pieces: list[str] = []
    end = 0
    for span, replacement in edits:
        pieces += [text[end : span.start], replacement]
        end = span.end
    return "".join([*pieces, text[end:]])
