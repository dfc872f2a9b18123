"""Where a source holds markup that could reach a reader's browser."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from generator.catalogue import Span
from generator.rules.pieces import Stretches
from generator.source.markup import RAW_TEXT, Tag, attributes, decode_references, scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Source
    from generator.rules.pieces import Pieces

_ELEMENTS: Final = frozenset(
    ["applet", "base", "embed", "frame", "frameset", "iframe", "link", "noembed", "object", "param"]
) | frozenset(["script", "template"])
"""Elements that run or load something whatever stands in them."""
_ADDRESSES: Final = (
    frozenset(["action", "background", "cite", "classid", "codebase", "data", "formaction", "href", "longdesc"])
    | frozenset(["lowsrc", "ping", "poster", "profile", "src", "srcset", "usemap", "xlink:href"])
    # What an animation of SVG sets an address to.
    | frozenset(["from", "to", "values"])
)
"""Attributes that hold an address."""
_SCHEME: Final = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_IGNORED: Final = re.compile(r"[\x00-\x20\u200b-\u200d\u2060\ufeff]+")
"""What browsers pass over in front of and within a scheme."""
_STYLE: Final = re.compile(r"url\s*\(|@import|expression\s*\(|javascript:|behaviou?r\s*:|-moz-binding", re.IGNORECASE)
_STYLE_ESCAPE: Final = re.compile(r"\\([0-9a-f]{1,6})\s?|\\(.)|/\*.*?\*/", re.IGNORECASE | re.DOTALL)
_STYLE_END: Final = re.compile(r"</style", re.IGNORECASE)
_RARE: Final = "|".join(
    f"(?<={name}{gap}=)" for name in sorted((_ADDRESSES | {"style"}) - {"href", "src"}) for gap in ("", " ")
)
# Each begins with a fixed text, even where what stands before it counts: the engine finds that at once.
_SUSPECTS: Final = (
    re.compile(rf"<(?:{'|'.join(sorted(_ELEMENTS | {'style', 'meta'}))})"),
    re.compile(rf"=(?:{_RARE}|(?:(?<=href=)|(?<=src=))[\"']?&)"),
    *map(re.compile, (r"on(?<![a-z]on)[a-z]{3,}+\s*+=", "script:", "data:", "srcdoc")),
)
"""What a source without unsafe markup seldom holds, in small letters: only then its tags are looked at one by one."""
_OPENING: Final = re.compile(rf"<(?P<name>{'|'.join(sorted(_ELEMENTS))})(?=[\s/>])", re.IGNORECASE)
_DEFINITION: Final = re.compile(r"^[ >]{0,6}\[[^\[\]\n]+\]:[ \t]*<?([^\s<>]+)", re.MULTILINE)


def is_suspect(source: Source) -> bool:
    """Tell quickly whether a source may hold unsafe markup besides the addresses of its links."""
    # No sign reaches over the beginning of a heading, and what stands between two headings seldom changes.
    return any(map(_is_suspect, source.text.split("\n#")))


@lru_cache(16384)
def _is_suspect(text: str) -> bool:
    return any(sign.search(text.lower()) for sign in _SUSPECTS)


def unsafe_markup(text: str, pieces: Pieces) -> Iterator[tuple[str, Span]]:
    """Yield (what it is, where it stands) of each piece of unsafe HTML and each unsafe definition of a link."""
    tags = list(scan(text, 0, len(text)))
    styles = [found.start() for found in _STYLE_END.finditer(text)]
    for tag in tags:
        # Most tags have no attributes, and begin nothing that counts without.
        bare = tag.attributes[0] == tag.attributes[1] and tag.name not in _ELEMENTS and tag.name != "style"
        found = [] if tag.closing or bare else list(_of_tag(text, tag, styles))
        if found and pieces.is_markup(Span(tag.start, tag.end)):
            yield from found
    yield from _overlooked(text, tags, pieces)
    for definition in _DEFINITION.finditer(text):
        scheme = unsafe_scheme(decode_references(definition[1]))
        if scheme and not pieces.code.hold(definition.start(1)):
            yield scheme, Span(*definition.span(1))


def _overlooked(text: str, tags: list[Tag], pieces: Pieces) -> Iterator[tuple[str, Span]]:
    """Yield the tags that the scanner takes for words since a value of theirs holds a ``<``; a browser does not."""
    known = {tag.start for tag in tags}
    raw = ((tag.end, after.start) for tag, after in pairwise(tags) if tag.name in RAW_TEXT and not tag.closing)
    hidden, comments = Stretches(raw), Stretches(_comments(text))
    for opening in _OPENING.finditer(text):
        at = opening.start()
        if at not in known and not hidden.hold(at) and not comments.hold(at):
            span = Span(at, at + 1 + len(opening["name"]))
            if pieces.is_markup(span):
                yield f"<{opening['name'].lower()}>", span


def _comments(text: str) -> Iterator[tuple[int, int]]:
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start)) >= 0:
        yield start, end
        start = text.find("<!--", end)


def _of_tag(text: str, tag: Tag, styles: list[int]) -> Iterator[tuple[str, Span]]:
    whole = Span(tag.start, tag.end)
    if tag.name in _ELEMENTS:
        yield f"<{tag.name}>", whole
        return
    given = list(attributes(text, tag.attributes))
    if tag.name == "meta" and any(
        name == "http-equiv" and value.strip().lower() == "refresh" for name, value, _ in given
    ):
        yield "<meta http-equiv=refresh>", whole
    if tag.name == "style":
        end = bisect_left(styles, tag.end)
        if end < len(styles) and _loads(text[tag.end : styles[end]]):
            yield "<style>", whole
    for name, value, span in given:
        if (name.startswith("on") and name[2:].isalpha()) or name == "srcdoc" or (name == "style" and _loads(value)):
            yield name, _attribute(text, tag, name, span)
        elif name in _ADDRESSES and (scheme := unsafe_scheme(value)):
            yield scheme, span


def _attribute(text: str, tag: Tag, name: str, value: Span) -> Span:
    """Return the place of an attribute with its name and quotation marks, given that of its value."""
    found, size = -1, 2 * len(name) + 10
    while found < 0 and size < 2 * (value.start - tag.start) + 20:
        # It stands right before the value, but for white space; a tag may hold a hundred thousand of them.
        window = max(tag.start, value.start - size)
        found, size = text[window : value.start].lower().rfind(name), 2 * size
    start = window + found
    quoted = text[value.start - 1] in "\"'" and text[value.end : value.end + 1] == text[value.start - 1]
    return Span(start, value.end + quoted)


def _loads(style: str) -> bool:
    """Tell whether a style loads or computes something, however it is escaped."""
    return _STYLE.search(_STYLE_ESCAPE.sub(_unescaped, style)) is not None


def _unescaped(escape: re.Match[str]) -> str:
    code = int(escape[1], 16) if escape[1] else 0
    return chr(code) if 0 < code < 0x110000 else escape[2] or ""  # noqa: PLR2004 - the end of Unicode


def unsafe_scheme(address: str) -> str | None:
    """Return ``javascript:``, ``vbscript:`` or ``data:`` where an address has that scheme for a browser."""
    found = _SCHEME.match(_IGNORED.sub("", address[:200]))
    return found[0].lower() if found else None
