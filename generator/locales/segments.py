"""The strings of a piece of HTML that a translator sees, and the HTML with others in their place.

A string is what stands between two block tags or line breaks: a paragraph, an item, a line of a cell.  Its inline tags
become numbered placeholders, ``<a1>…</a1>``, so that no address can be mistyped; tags without attributes stay as they
are, ``<strong>…</strong>``.  Tags that hold the whole string, and white space round it, are no part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

INLINE = frozenset({
    "a", "abbr", "b", "big", "code", "del", "em", "font", "i", "img", "ins", "kbd", "mark", "q", "s", "small", "span",
    "strike", "strong", "sub", "sup", "tt", "u",
})  # fmt: skip
_VOID = frozenset({"img"})
_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?([a-z][a-z0-9]*)", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"</?[a-z][a-z0-9]*/?>")
_SPACE = re.compile(r"\s+")
_SHORT = 500
"""Characters of a text that is taken apart once for all languages, and for all builds of a server."""
_KEPT = 65536
"""How many of them are remembered."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One string of a piece of HTML."""

    text: str
    """What the translator sees: ``<a1>…</a1>`` for links; ``&``, ``<`` and ``>`` that are words as references."""
    tags: tuple[tuple[str, str], ...]
    """(placeholder, the tag that it stands for)."""

    def html(self, text: str) -> str:
        """Return a translation with the tags in the place of their placeholders; other markup in it is words."""
        known = dict(self.tags)
        return _mapped(text, lambda tag: known.get(tag, tag.replace("<", "&lt;")))


def plain(text: str) -> str:
    """Return the words of a string, as a reader sees them."""
    return _plain(text) if len(text) <= _SHORT else _SPACE.sub(" ", unescape(_PLACEHOLDER.sub("", text))).strip()


@lru_cache(_KEPT)
def _plain(text: str) -> str:
    return _SPACE.sub(" ", unescape(_PLACEHOLDER.sub("", text))).strip()


def placeholders(text: str) -> list[str]:
    """Return the placeholders of a string, sorted."""
    return sorted(_PLACEHOLDER.findall(text))


def split(html: str) -> tuple[str | Segment, ...]:
    """Return the pieces that, put together, are the HTML: markup that stays, and strings."""
    return _kept(html) if len(html) <= _SHORT else tuple(_pieces(html))


@lru_cache(_KEPT)
def _kept(html: str) -> tuple[str | Segment, ...]:
    return tuple(_pieces(html))


def _pieces(html: str) -> Iterator[str | Segment]:
    if "<" not in html:
        yield from _words(html)
        return
    run: list[str] = []
    for token in _TAG.split(html):
        if not token or (_is_tag(token) and _name(token) not in INLINE):
            yield from _run(run)
            run = []
            yield token
        else:
            run.append(token)
    yield from _run(run)


def strings(html: str) -> Iterator[str]:
    """Yield the strings of a piece of HTML."""
    return (piece.text for piece in split(html) if not isinstance(piece, str))


def replace(html: str, say: Callable[[str], str]) -> tuple[str, str]:
    """Return the HTML with every string replaced by what ``say`` makes of it, and its words, a line for each string."""
    parts, lines = [], []
    for piece in split(html):
        if isinstance(piece, str):
            parts.append(piece)
        else:
            said = say(piece.text)
            parts.append(piece.html(said))
            lines.append(plain(said))
    return "".join(parts), "\n".join(lines)


def _words(text: str) -> Iterator[str | Segment]:
    """Yield the same as :func:`_run` for words without tags, which most pieces are."""
    if not (shown := unescape(text)).strip():
        yield text
        return
    yield text[: len(text) - len(text.lstrip())]
    yield Segment(_SPACE.sub(" ", shown.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")).strip(), ())
    yield text[len(text.rstrip()) :]


def _run(tokens: Sequence[str]) -> Iterator[str | Segment]:
    """Yield the parts of what stands between two block tags: what is before the string, the string, what is after."""
    partners = _partners(tokens)
    first, last = 0, len(tokens)
    while first < last:
        if _is_edge(tokens[first], partners.get(first)):
            first += 1
        elif _is_edge(tokens[last - 1], partners.get(last - 1)):
            last -= 1
        elif _is_tag(tokens[first]) and partners.get(first) == last - 1:
            first, last = first + 1, last - 1
        else:
            break
    words = tokens[first:last]
    if not words:
        yield "".join(tokens)
        return
    lead, trail = words[0], words[-1]
    yield "".join(tokens[:first]) + lead[: len(lead) - len(lead.lstrip())]
    yield _segment(words, {key - first: value - first for key, value in partners.items()})
    yield trail[len(trail.rstrip()) :] + "".join(tokens[last:])


def _is_edge(token: str, partner: int | None) -> bool:
    """Tell whether a token at an edge says nothing: white space, a picture, or a tag whose other half is elsewhere."""
    return not unescape(token).strip() or (_is_tag(token) and partner is None)


def _segment(tokens: Sequence[str], partners: dict[int, int]) -> Segment:
    tags: dict[str, str] = {}
    given: dict[int, str] = {}
    counts: dict[str, int] = {}
    parts = []
    for place, token in enumerate(tokens):
        if not _is_tag(token):
            parts.append(unescape(token).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
            continue
        name = _name(token)
        if token.startswith("</"):
            label = given.get(partners.get(place, -1), name)
            placeholder = f"</{label}>"
        else:
            label = name
            if token.strip("<>/ ").lower() != name or name in _VOID:
                counts[name] = counts.get(name, 0) + 1
                label = f"{name}{counts[name]}"
            given[place] = label
            placeholder = f"<{label}/>" if name in _VOID else f"<{label}>"
        tags.setdefault(placeholder, token)
        parts.append(placeholder)
    return Segment(_SPACE.sub(" ", "".join(parts)).strip(), tuple(tags.items()))


def _partners(tokens: Sequence[str]) -> dict[int, int]:
    """Return for the place of every tag that has another half here the place of that."""
    open_tags: list[tuple[str, int]] = []
    found: dict[int, int] = {}
    for place, token in enumerate(tokens):
        if not _is_tag(token) or (name := _name(token)) in _VOID:
            continue
        if not token.startswith("</"):
            open_tags.append((name, place))
        elif open_tags and open_tags[-1][0] == name:
            start = open_tags.pop()[1]
            found[start], found[place] = place, start
    return found


def _mapped(text: str, of: Callable[[str], str]) -> str:
    parts = _TAG.split(text)
    return "".join(of(part) if _is_tag(part) else part.replace("<", "&lt;") for part in parts)


def _is_tag(token: str) -> bool:
    return token.startswith("<") and token.endswith(">")


def _name(token: str) -> str:
    found = _NAME.match(token)
    return found[1].lower() if found else ""
