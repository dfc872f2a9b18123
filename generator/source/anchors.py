"""The places of a source that a link can point at by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.source.markup import decode_references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.catalogue import Span

# A tag that names something: each pattern begins with a sign of its own, which the engine finds at once.
_TAG = re.compile(r"<[A-Za-z](?=[^<>]*?[\s\"'](?i:id|name)\s*=)[^<>]*")
_NAMED = re.compile(
    r"(?<=[\s\"'])(?i:id|name)\s*=\s*(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'|(?P<bare>[^\s\"'<>]+))"
)
_MARK = re.compile(r"\]\((?i:id):(?P<mark>[^()\s]+)\)")
_ATTRIBUTE = re.compile(r"\{[ ]?\#(?P<attribute>[^\s{}]+)[ ]?\}")


def anchors(text: str, code: Sequence[Span]) -> tuple[str, ...]:
    """Return the names that elements, ``(id:…)`` marks and ``{#…}`` set, in order, each once.

    ``code`` are the fenced code blocks, in order, in which nothing is markup.
    """
    named = [found for tag in _TAG.finditer(text) for found in _NAMED.finditer(text, tag.start(), tag.end())]
    found = sorted([*named, *_MARK.finditer(text), *_ATTRIBUTE.finditer(text)], key=re.Match.start)
    return tuple(dict.fromkeys(decode_references(each[each.lastgroup or 0]) for each in _outside(found, code)))


def _outside(found: Iterable[re.Match[str]], code: Sequence[Span]) -> Iterator[re.Match[str]]:
    """Yield what stands in no code block; both are in order."""
    blocks = iter(code)
    block = next(blocks, None)
    for each in found:
        while block and block.end <= each.start():
            block = next(blocks, None)
        if not block or each.start() < block.start:
            yield each
