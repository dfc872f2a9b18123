"""The places of a source that a link can point at by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.source.markup import decode_references

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalogue import Span

_NAMED = re.compile(
    r"(?<=[\s\"'])(?:id|name)\s*=\s*(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'|(?P<bare>[^\s\"'<>]+))"
    r"|\]\(id:(?P<mark>[^()\s]+)\)"
    r"|(?<=\{)[ ]?\#(?P<attribute>[^\s{}]+)[ ]?\}",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[A-Za-z][^<>]*\Z")
_LONGEST_TAG = 2000
"""Characters; within so many before an attribute its tag is sought."""


def anchors(text: str, code: Sequence[Span]) -> tuple[str, ...]:
    """Return the names that elements, ``(id:…)`` marks and ``{#…}`` set, in order, each once.

    ``code`` are the fenced code blocks, in order, in which nothing is markup.
    """
    return tuple(dict.fromkeys(_anchors(text, code)))


def _anchors(text: str, code: Sequence[Span]) -> Iterator[str]:
    blocks = iter(code)
    block = next(blocks, None)
    for found in _NAMED.finditer(text):
        while block and block.end <= found.start():
            block = next(blocks, None)
        if block and block.start <= found.start():
            continue
        kind = found.lastgroup or ""
        if kind in ("mark", "attribute") or _TAG.search(text, max(0, found.start() - _LONGEST_TAG), found.start()):
            yield decode_references(found[kind])
