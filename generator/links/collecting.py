"""Every address of the sources, each once, with every place where it is used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalogue import Span
from generator.source.code_spans import code_spans
from generator.source.markup import decode_references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalogue import Catalogue, Source

_BARE = re.compile(r"(?<![A-Za-z0-9@/.=])https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(?s:.*?)(?:-->|\Z)")
_TAG = re.compile(r"<(?!https?://)[A-Za-z/][^<>]*>", re.IGNORECASE)
_LONGEST = 8192
"""Characters of a bare address; servers take no longer ones."""
_LABEL = 1100
"""Characters that a label and what stands round it are at most (CommonMark, 4.7)."""
_DEFINED = re.compile(r"^ {0,3}\[[^\[\]\n]{1,999}\]:[ \t]*\n?[ \t]*<?\Z", re.MULTILINE)
"""What stands before the address of ``[name]: https://…``."""
_BEHIND = ".,;:!?'*_"
"""Characters at the end of a bare address that belong to the sentence (GitHub Flavored Markdown, 6.9)."""


@dataclass(frozen=True, slots=True)
class Use:
    """A place where an address is used."""

    source: int
    """Which of :attr:`Catalogue.sources`."""
    span: Span
    """The characters of the address as written."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address and all its uses, in the order of the sources."""

    url: str
    """As written, with character references decoded."""
    uses: tuple[Use, ...]


def collect(catalogue: Catalogue) -> tuple[Target, ...]:
    """Return every address of a catalogue's sources in the order of first use: links, pictures, bare addresses.

    Links without an address are not among them, nor addresses in code and comments.
    """
    uses: dict[str, list[Use]] = {}
    for number, source in enumerate(catalogue.sources):
        linked = [(link.href, link.href_span, link.span) for link in source.links]
        bare = [(url, span, span) for url, span in _bare(source, [whole for _, _, whole in linked])]
        for url, span, _whole in sorted([*linked, *bare], key=lambda item: item[2].start):
            if url:
                uses.setdefault(url, []).append(Use(number, span))
    return tuple(Target(url, tuple(places)) for url, places in uses.items())


def _bare(source: Source, linked: Iterable[Span]) -> Iterator[tuple[str, Span]]:
    """Yield the addresses that stand in the text as they are, with their places."""
    text = source.text
    if "://" not in text:
        return
    hidden = [*linked, *source.code, *(repair.opened or repair.span for repair in source.repairs)]
    hidden.extend(Span(*place) for place in code_spans(text))
    for pattern in (_COMMENT, _TAG):
        hidden.extend(Span(*found.span()) for found in pattern.finditer(text))
    hidden.sort(key=lambda span: span.start)
    at, reach = 0, 0
    for found in _BARE.finditer(text):
        while at < len(hidden) and hidden[at].start <= found.start():
            reach = max(reach, hidden[at].end)
            at += 1
        if found.start() < reach or len(found[0]) > _LONGEST:
            continue
        start = found.start()
        # What defines a link is written as Markdown writes addresses, to its end.
        defined = _is_definition(text, start)
        url = found[0] if defined else _trimmed(found[0])
        if len(url) > url.index("//") + 2:
            yield decode_references(url) if defined else url, Span(start, start + len(url))


def _is_definition(text: str, start: int) -> bool:
    """Tell whether the address that begins at a character is that of ``[name]: https://…``."""
    before = text[max(0, start - _LABEL) : start]
    return before.rstrip(" \t\n<").endswith("]:") and _DEFINED.search(before) is not None


def _trimmed(url: str) -> str:
    """Return an address without the punctuation of the sentence that it stands in."""
    while url and (url[-1] in _BEHIND or (url[-1] in ")]" and _unopened(url))):
        url = url[:-1]
    return url


def _unopened(url: str) -> bool:
    opening = "(" if url[-1] == ")" else "["
    return url.count(url[-1]) > url.count(opening)
