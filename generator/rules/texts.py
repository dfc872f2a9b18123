"""What editors wrote in labels, cells and notices, character by character: the part that rules about signs share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from generator.catalogue import Span
from generator.source.content import Dialect, read_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalogue import Catalogue, Category
    from generator.source.plain import Content

_LINE: Final = re.compile(r"[^\r\n]+")
_QUOTED: Final = re.compile(r"[ \t>]*+!?+[ \t]*+(?:(?:[-*+]|[0-9]{1,3}[.)])[ \t]++)?+")
"""What stands at the beginning of a notice's line and is not shown."""
_CODE: Final = re.compile(
    r"<(code|kbd|samp|pre)\b[^<>]*+>.*?(?:</\1|\Z)|(?<!`)(`++)[^`]{1,300}+\2(?!`)", re.DOTALL | re.IGNORECASE
)
"""Code in HTML, which without an end tag reaches to the end, or between backticks."""
_MASK: Final = "\ue000"
"""Stands for a character of code: no word, no sign and no white space."""


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
    signs = "".join(text.shown.split())
    for contents in _readings(catalogue.source_of(text.category).text, text.span):
        shown = "".join("".join(content.shown.text.split()) for content in contents)
        # The title of a notice stands before its words.
        if shown.endswith(signs) and (found := _signs(contents)) is not None:
            return _with_space(text, found[len(found) - len(signs) :])
    return None


def without_code(catalogue: Catalogue, text: Text) -> str:
    """Return the shown text, as long as it is, with code in it masked: what it says is what a reader shall type."""
    written = catalogue.source_of(text.category).text
    code = [match.span() for match in _CODE.finditer(written, text.span.start, text.span.end)]
    if not code:
        return text.shown
    where = places(catalogue, text)
    if where is None:
        return _MASK * len(text.shown)
    held = {at for start, end in code for at in range(start, end)}
    return "".join(
        _MASK if not char.isspace() and place.start in held else char
        for char, place in zip(text.shown, where, strict=True)
    )


def unbroken(where: Sequence[Span]) -> bool:
    """Return whether characters stand side by side in the source, with no markup among them."""
    return all(one.end == other.start for one, other in pairwise(where))


def _readings(written: str, span: Span) -> Iterator[list[Content]]:
    """Yield what the reader makes of a text in each way that it may have read it."""
    for dialect in Dialect:
        yield [read_content(written, span.start, span.end, dialect=dialect)]
    starts = (_QUOTED.match(written, *line.span()) for line in _LINE.finditer(written, span.start, span.end))
    lines = [(start.end(), start.endpos) for start in starts if start and start.end() < start.endpos]
    yield [read_content(written, *line, dialect=Dialect.MARKDOWN) for line in lines]


def _signs(contents: Sequence[Content]) -> list[Span] | None:
    """Return the places of all characters but white space; None where some are an address, or stand for several."""
    found: list[Span] = []
    for content in contents:
        shown = content.shown
        found += [shown.span(at, at + 1) for at, sign in enumerate(shown.text) if not sign.isspace()]
    several = any(one.end > other.start for one, other in pairwise(found))
    addresses = [link.href_span for content in contents for link in content.links]
    held = {at for address in addresses for at in range(address.start, address.end)}
    return None if several or any(place.start in held for place in found) else found


def _with_space(text: Text, found: Sequence[Span]) -> list[Span]:
    signs = iter(found)
    end = text.span.start
    where: list[Span] = []
    for char in text.shown:
        place = Span(end, end) if char.isspace() else next(signs)
        where.append(place)
        end = place.end
    return where
