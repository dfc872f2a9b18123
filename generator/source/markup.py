"""HTML as it is typed: tags, comments and attributes with their places, never an error.

The tokens are those of the HTML standard, with three departures that help a half-typed document: a ``<`` inside
a tag ends it, a quotation mark that never closes ends with its tag, and ``< br >`` is a break.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from generator.catalogue import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
"""Elements without an end tag (HTML standard, 13.1.2)."""

OPTIONAL_END = frozenset(["li", "p", "dt", "dd", "option", "optgroup", "rp", "rt"])
"""Elements whose end tag may be left out inside a cell (HTML standard, 13.1.2.4)."""

RAW_TEXT = frozenset(["script", "style", "textarea", "title", "iframe", "noscript", "noembed", "noframes", "xmp"])
"""Elements whose content is no markup."""

BLOCK_LEVEL = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
"""Elements before and after which a browser begins a line."""

KNOWN = (
    VOID
    | OPTIONAL_END
    | RAW_TEXT
    | BLOCK_LEVEL
    | frozenset(
        [
            "a",
            "abbr",
            "acronym",
            "audio",
            "b",
            "bdi",
            "bdo",
            "big",
            "button",
            "canvas",
            "cite",
            "code",
            "col",
            "colgroup",
            "data",
            "datalist",
            "del",
            "details",
            "dfn",
            "dialog",
            "em",
            "font",
            "head",
            "html",
            "body",
            "i",
            "ins",
            "kbd",
            "label",
            "legend",
            "map",
            "mark",
            "math",
            "menu",
            "meter",
            "object",
            "output",
            "picture",
            "progress",
            "q",
            "ruby",
            "s",
            "samp",
            "select",
            "slot",
            "small",
            "span",
            "strike",
            "strong",
            "sub",
            "summary",
            "sup",
            "svg",
            "td",
            "template",
            "th",
            "time",
            "tt",
            "u",
            "var",
            "video",
            "path",
            "g",
            "circle",
            "rect",
        ]
    )
)

INLINE = frozenset(["a", "b", "big", "code", "del", "em", "font", "i", "kbd", "mark", "s"]) | frozenset(
    ["small", "span", "strike", "strong", "sub", "sup", "tt", "u"]
)
"""Elements that begin and end within one paragraph."""

STRUCTURE = frozenset(["table", "thead", "tbody", "tfoot", "tr", "td", "th"])
"""The elements that make a table."""

# A tag proper; its quoted values may not hold "<", so that a lost quotation mark costs one tag and not the table.
_MARKUP = re.compile(
    r"""<(?:
        (?P<end>/)?(?P<name>[A-Za-z][^\s/>"'=<]*+)
            (?P<attributes>(?(end)\s*+|(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+))>
        | (?P<comment>!--)
        | (?P<bogus>[!?])
        | (?P<loose_end>/?)(?P<loose>[A-Za-z][^\s/>"'=<]*+)(?P<rest>[^<>]*+)(?P<close>>?)
        | [ \t]*+(?P<break_end>/?)[ \t]*+br[ \t]*+/?[ \t]*+>
    )""",
    re.VERBOSE | re.IGNORECASE,
)

# The tags that make a table, and what may hide such tags; all others pass by at the speed of the regex engine.
_STRUCTURE = re.compile(
    r"""<(?:
        (?P<end>/)?(?P<name>table|thead|tbody|tfoot|tr|td|th)(?=[\s/>])
            (?P<attributes>(?(end)\s*+|(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+))>
        | (?P<comment>!--)
        | (?P<raw>(?a:script|style|textarea|title|iframe|noscript|noembed|noframes|xmp))(?=[\s/>])
        | (?P<loose_end>/?)(?P<loose>table|thead|tbody|tfoot|tr|td|th)(?![A-Za-z0-9_:-])(?P<rest>[^<>]*+)(?P<close>>?)
    )""",
    re.VERBOSE | re.IGNORECASE,
)

_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|["']?([^\s"'>]*)))?""",
)

# As much of a cut-off tag as is surely its attributes; what follows is content.
_READABLE = re.compile(r"""(?:\s+[A-Za-z-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))*""")

# Letters beyond ASCII are no capitals of a name: "ſ" is "s" to the regex engine, and not to a browser.
_RAW_ENDS = {name: re.compile(rf"</(?a:{name})(?=[\s/>])", re.IGNORECASE) for name in RAW_TEXT}

# In an address, "&copy=1" is a parameter; only a reference that ends in ";" is one (HTML standard, 13.2.5.73).
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")


COMMONMARK_TAG = re.compile(
    r"""</?[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_:][A-Za-z0-9_.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*/?>""",
)
"""What CommonMark (6.6) takes for a tag among words."""

_PSEUDO = re.compile(r"<[A-Za-z][^<>=\"']*>")


def is_pseudo_tag(tag: str) -> bool:
    """Tell whether a tag that HTML does not know is meant to be read: ``<Region>``, ``<string>``.

    End tags, tags with attributes and the platform's own ``<dx-…>`` are markup.
    """
    return bool(_PSEUDO.fullmatch(tag)) and not tag[1:].lower().startswith("dx-")


class Ahead:
    """Finds where something comes next; askers who go forward make it search each stretch of the text once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str | re.Pattern[str], tuple[int, int]] = {}
        """What was sought → from where it was last sought, and where it was found or the end of the text."""

    def find(self, sought: str | re.Pattern[str], at: int) -> int:
        """Return where something stands next at an offset or after it, -1 where nowhere."""
        since, found = self._known.get(sought, (0, -1))
        if not since <= at <= found:
            if isinstance(sought, str):
                found = self._text.find(sought, at)
            else:
                match = sought.search(self._text, at)
                found = match.start() if match else -1
            found = found if found >= 0 else len(self._text)
            self._known[sought] = at, found
        return found if found < len(self._text) else -1


class Tag(NamedTuple):
    """One tag of the text; ``name`` is in lower case."""

    name: str
    start: int
    end: int
    closing: bool
    broken: bool
    """It lacks its ``>`` or a quotation mark."""
    attributes: tuple[int, int]
    """Where its attributes stand."""


def scan(text: str, start: int, end: int) -> Iterator[Tag]:
    """Yield the tags in ``text[start:end]``; comments and the content of raw-text elements are passed over."""
    position = start
    # What has no end once has none later: without this, many unclosed comments would be searched again and again.
    endless: set[str] = set()
    while found := _MARKUP.search(text, position, end):
        position = found.end()
        if opener := found["comment"] or found["bogus"]:
            position = _pass_over(text, found, opener, end, endless)
            continue
        tag = _tag(found)
        if tag is None:
            continue
        yield tag
        position = tag.end
        if tag.name in RAW_TEXT and not tag.closing and tag.name not in endless:
            position = _end_of_raw_text(text, tag, end, endless)


def scan_structure(text: str, start: int, ahead: Ahead) -> Iterator[Tag]:
    """Yield the tags from ``start`` on that make tables, those in comments and raw-text elements left out."""
    position = start
    while found := _STRUCTURE.search(text, position):
        at, position = found.span()
        if name := found["name"]:
            closing = found["end"] == "/"
            yield Tag(name.lower(), at, position, closing, broken=False, attributes=found.span("attributes"))
        elif found["comment"]:
            ending = ahead.find("-->", at + 2)
            position = ending + 3 if ending >= 0 else position
        elif raw := found["raw"]:
            position = max(position, ahead.find(_RAW_ENDS[raw.lower()], position))
        elif loose := _loose_tag(found, found["loose"].lower()):
            yield loose


def _pass_over(text: str, found: re.Match[str], opener: str, end: int, endless: set[str]) -> int:
    """Return where a comment or declaration ends; just after its opening where it never does."""
    if opener in endless:
        return found.end()
    closing = end_of_comment(text, found.start(), end) if opener == "!--" else text.find(">", found.end(), end) + 1
    if not closing:
        endless.add(opener)
    return closing or found.end()


def end_of_comment(text: str, start: int, end: int) -> int | None:
    """Return where the comment that begins at ``start`` ends, None where it never does."""
    closing = text.find("-->", start + 2, end)
    return closing + 3 if closing >= 0 else None


def attributes(text: str, place: tuple[int, int]) -> Iterator[tuple[str, str, Span]]:
    """Yield (name in lower case, value with references decoded, place of the value) for each attribute in a range."""
    for found in _ATTRIBUTE.finditer(text, *place):
        group = found.lastindex or 1
        value = "" if group == 1 else found[group]
        start, stop = (found.end(), found.end()) if group == 1 else found.span(group)
        yield found[1].lower(), decode_references(value), Span(start, stop)


def attribute(text: str, tag: Tag, name: str) -> tuple[str, Span] | None:
    """Return the value and place of one attribute; None where the tag has none of that name."""
    for found, value, span in attributes(text, tag.attributes):
        if found == name:
            return value, span
    return None


def decode_references(value: str) -> str:
    """Decode the character references of an attribute's value."""
    return _REFERENCE.sub(lambda found: unescape(found[0]), value) if "&" in value else value


def _tag(found: re.Match[str]) -> Tag | None:
    if name := found["name"]:
        return Tag(
            name.lower(),
            found.start(),
            found.end(),
            found["end"] == "/",
            broken=False,
            attributes=found.span("attributes"),
        )
    if loose := found["loose"]:
        return _loose_tag(found, loose.lower())
    closing = found["break_end"] == "/"
    return Tag("br", found.start(), found.end(), closing, not closing, (found.end(), found.end()))


def _loose_tag(found: re.Match[str], name: str) -> Tag | None:
    closing = found["loose_end"] == "/"
    # An end tag holds no more than its name; a ">" on a later line is another's.
    cut = closing and "\n" in found["rest"] and (name in KNOWN or "\n\n" in found["rest"])
    if found["close"] and not cut:
        return Tag(name, found.start(), found.end(), closing, broken=True, attributes=found.span("rest"))
    # "a <b and c" is arithmetic, "<td" before "<tr>" is half a tag.
    if name not in STRUCTURE:
        return None
    readable = _READABLE.match(found.string, found.start("rest"), found.end("rest"))
    end = readable.end() if readable else found.start("rest")
    return Tag(name, found.start(), end, closing, broken=True, attributes=(found.start("rest"), end))


def _end_of_raw_text(text: str, tag: Tag, end: int, endless: set[str]) -> int:
    """Return where the end tag of a raw-text element begins; just after the start tag where there is none."""
    closing = _RAW_ENDS[tag.name].search(text, tag.end, end)
    if closing is None:
        endless.add(tag.name)
        return tag.end
    return closing.start()
