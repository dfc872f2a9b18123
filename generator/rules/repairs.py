"""Telling what was mended while reading: the part that the rules about repairs share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from generator.catalogue import Repair, RepairKind, Source, Span
from generator.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.findings import Finding
    from generator.rules.rule import Context, Rule

_WRITTEN = 40
"""Characters of the source that a message quotes at most."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How a repair is told.

    Both texts may hold ``{name}`` (what the repair is about), ``{written}`` (the characters as they stand),
    ``{opened}`` (the tag that opened, as written), ``{place}`` (`` (opened at line 3, column 5)`` or nothing),
    ``{detail}`` (``: `` and what the reader added, or nothing), ``{is}`` and ``{due}`` (the halves of a detail such
    as ``3/4``).
    """

    message: str
    hint: str


Wordings: TypeAlias = Mapping[RepairKind | tuple[RepairKind, str], Wording]
"""How each kind of repair is told; a kind with a name goes before the kind alone."""


def tell(rule: Rule, context: Context, wordings: Wordings) -> Iterator[Finding]:
    """Yield a finding of ``rule`` for each repair whose kind, or kind and name, has a wording."""
    for index, source in context.sources():
        for repair in source.repairs:
            wording = wordings.get((repair.kind, repair.name)) or wordings.get(repair.kind)
            if wording is None:
                continue
            words = _words(source, repair)
            yield rule.finding(
                _(wording.message).format_map(words),
                index,
                repair.span,
                hint=_(wording.hint).format_map(words),
                category=context.path_at(index, repair.span.start),
            )


def _words(source: Source, repair: Repair) -> dict[str, str]:
    """Return what the wording of a repair can speak of."""
    actual, _slash, due = repair.detail.partition("/")
    return {
        "name": repair.name,
        "written": _quote(source, repair.span),
        "opened": _quote(source, repair.opened) if repair.opened else f"<{repair.name}>",
        "place": _place(source, repair),
        "detail": _(": {detail}").format(detail=_(repair.detail)) if repair.detail else "",
        "is": actual,
        "due": due,
    }


def _place(source: Source, repair: Repair) -> str:
    if repair.opened is None:
        return ""
    position = source.position(repair.opened.start)
    return _(" (opened at line {line}, column {column})").format(line=position.line, column=position.column)


def _quote(source: Source, span: Span) -> str:
    """Return the characters of a span on one short line."""
    end = min(span.end, span.start + _WRITTEN)
    written = " ".join(source.slice(Span(span.start, end)).split())
    return written if end == span.end else f"{written}…"
