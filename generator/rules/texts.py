"""What editors wrote in labels, cells and notices, character by character: the part that rules about signs share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Final

from generator.catalogue import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Catalogue, Category

_HIDDEN: Final = re.compile(
    r"<!--.*?-->|</?[a-zA-Z][^<>]*>|(?<=\])\([^()\s]*\)|[\s\u200b-\u200d\u2060\ufeff\u00ad]+", re.DOTALL
)
"""What shows nothing: comments, tags, the targets of Markdown links, white space."""
_REFERENCE: Final = re.compile(r"&#?[0-9a-zA-Z]{1,32};")


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text of a category."""

    category: Category
    shown: str
    """As a browser would show it."""
    span: Span
    """Where it stands, markup included."""
    known: bool = True
    """Whether it belongs to a row that leimu knows: scenario, scope, requirement and the like, or a notice."""


def texts(catalogue: Catalogue, *, notices: bool = False) -> Iterator[Text]:
    """Yield every label and cell of the categories' tables once, and their notices if wanted."""
    seen: set[tuple[int, int]] = set()
    for category in catalogue.categories:
        for field in category.fields:
            known = field.meaning is not None
            # Several categories of a register share a header, and a cell that spans rows.
            if field.label and (place := (category.source, field.span.start)) not in seen:
                seen.add(place)
                yield Text(category, field.label, field.span, known)
            for cell in field.cells:
                if cell.text and (place := (category.source, cell.span.start)) not in seen:
                    seen.add(place)
                    yield Text(category, cell.text, cell.span, known)
        for notice in category.notices if notices else ():
            yield Text(category, notice.text, notice.span)


def places(catalogue: Catalogue, text: Text) -> list[Span] | None:
    """Return where each shown character stands in the source; None where the markup is too intricate to tell.

    White space stands where the character before it ends.
    """
    written = catalogue.source_of(text.category).text
    found: list[Span] = []
    at = end = text.span.start
    for char in text.shown:
        if char.isspace():
            found.append(Span(end, end))
            continue
        place = _next(written, char, at, text.span.end)
        if place is None:
            return None
        found.append(place)
        at = end = place.end
    return found


def _next(written: str, char: str, at: int, end: int) -> Span | None:
    """Return where a character is shown next; signs of Markdown that are not shown are passed."""
    while at < end:
        if hidden := _HIDDEN.match(written, at, end):
            at = hidden.end()
        elif written[at] == char:
            return Span(at, at + 1)
        elif written[at] == "&" and (entity := _REFERENCE.match(written, at, end)):
            if unescape(entity[0]) == char:
                return Span(*entity.span())
            at = entity.end()
        else:
            at += 1
    return None
