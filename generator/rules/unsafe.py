"""Where a source holds markup that could reach a reader's browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.catalogue import Span
from generator.source.markup import Tag, attributes, scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Source

_ELEMENTS: Final = frozenset(
    [
        "applet",
        "base",
        "embed",
        "frame",
        "frameset",
        "iframe",
        "link",
        "noembed",
        "object",
        "param",
        "script",
        "template",
    ]
)
"""Elements that run or load something whatever stands in them."""
_ADDRESSES: Final = frozenset(
    [
        "action",
        "background",
        "cite",
        "classid",
        "codebase",
        "data",
        "formaction",
        "href",
        "longdesc",
        "lowsrc",
        "ping",
        "poster",
        "profile",
        "src",
        "srcset",
        "usemap",
        "xlink:href",
    ]
)
_SCHEME: Final = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_IGNORED: Final = re.compile(r"[\x00-\x20\u200b-\u200d\u2060\ufeff]+")
"""What browsers pass over in front of and within a scheme."""
_STYLE: Final = re.compile(r"url\s*\(|@import|expression\s*\(|javascript:|behaviou?r\s*:|-moz-binding", re.IGNORECASE)
_SUSPECTS: Final = (
    *(f"<{name}" for name in sorted(_ELEMENTS | {"style", "meta"})),
    *(f"{name}=" for name in sorted(_ADDRESSES - {"href", "src"})),
    *(f"{name} =" for name in sorted(_ADDRESSES - {"href", "src"})),
    *("script:", "data:", "srcdoc", "style=", "style =", "href=&", "src=&", 'href="&', 'src="&', "href='&", "src='&"),
)
"""What a source without unsafe markup seldom holds: only where it does, its tags are looked at one by one."""
_EVENT: Final = re.compile(r"on[a-z]{3,}\s*=", re.IGNORECASE)
_CODE_SPAN: Final = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


def unsafe_places(source: Source) -> Iterator[tuple[str, Span]]:
    """Yield (what it is, where it stands) of each piece of unsafe markup."""
    told: set[int] = set()
    if _is_suspect(source.text.lower()):
        words = _words(source)
        for tag in scan(source.text, 0, len(source.text)):
            if tag.closing or any(start <= tag.start < end for start, end in words):
                continue
            for what, span in _of_tag(source.text, tag):
                told.add(span.start)
                yield what, span
    for link in source.links:
        if link.href_span.start not in told and (scheme := _scheme(link.href)):
            yield scheme, link.href_span


def _is_suspect(text: str) -> bool:
    return any(sign in text for sign in _SUSPECTS) or _EVENT.search(text) is not None


def _words(source: Source) -> list[tuple[int, int]]:
    """Return the places where markup is words: code blocks, and code spans outside of tables."""
    tables = [(table.span.start, table.span.end) for table in source.tables]
    spans = [
        (found.start(), found.end())
        for found in _CODE_SPAN.finditer(source.text)
        if not any(start <= found.start() < end for start, end in tables)
    ]
    return [*((block.start, block.end) for block in source.code), *spans]


def _of_tag(text: str, tag: Tag) -> Iterator[tuple[str, Span]]:
    whole = Span(tag.start, tag.end)
    if tag.name in _ELEMENTS:
        yield f"<{tag.name}>", whole
        return
    given = list(attributes(text, tag.attributes))
    named = {name.lower(): value for name, value, _ in given}
    if tag.name == "meta" and named.get("http-equiv", "").strip().lower() == "refresh":
        yield "<meta http-equiv=refresh>", whole
    if tag.name == "style" and _STYLE.search(text, tag.end, _end_of(text, tag)):
        yield "<style>", whole
    for name, value, span in given:
        lower = name.lower()
        if (
            (lower.startswith("on") and lower[2:].isalpha())
            or lower == "srcdoc"
            or (lower == "style" and _STYLE.search(value))
        ):
            yield lower, span
        elif lower in _ADDRESSES and (scheme := _scheme(value)):
            yield scheme, span


def _end_of(text: str, tag: Tag) -> int:
    end = text.lower().find(f"</{tag.name}", tag.end)
    return end if end >= 0 else len(text)


def _scheme(address: str) -> str | None:
    """Return ``javascript:``, ``vbscript:`` or ``data:`` where an address has that scheme for a browser."""
    found = _SCHEME.match(_IGNORED.sub("", address[:200]))
    return found[0].strip().lower() if found else None
