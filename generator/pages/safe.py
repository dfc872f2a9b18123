"""The one way by which HTML of a catalogue reaches a page.

What comes out is well-formed, holds nothing that runs, loads nothing from another host, and says everything
that the author's text says.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from urllib.parse import urlsplit

import nh3
from markupsafe import Markup, escape

SCHEMES = {"http", "https", "mailto", "tel"}
TAGS = {
    "a", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "details", "div", "dl", "dt", "em",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "s", "small",
    "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
SCROLLING = '<div class="lm-scroll" tabindex="0">'
"""Opens the box in which a wide table scrolls; it takes the focus so that a keyboard can scroll it."""

_CLEANER = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None, strip_comments=True)

# The patterns below read the cleaner's own output only: lower-case names, double-quoted values.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s[a-z-]+="[^"]*")*)\s*>')
_VALUE = re.compile(r'([a-z-]+)="([^"]*)"')
_PRE = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
# What a browser leaves out of an address before it reads it, or might.
_IGNORED = re.compile(r"[\x00-\x20\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TAG_LIKE = re.compile(r"<[^<>]*>")
_MOST_TAGS = 5000
"""The cleaner's time grows with the square of the depth; nothing that people write has so many tags in one piece."""
_SPACE = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]+")


def href(address: str) -> str | None:
    """Return an address that a page may link to, or None if its scheme is not allowed or it cannot be read.

    An address with control characters is none: whoever drops them reads another scheme than we did.
    """
    address = address.strip()
    if _CONTROL.search(address):
        return None
    try:
        scheme = urlsplit(_IGNORED.sub("", address)).scheme.lower()
    except ValueError:
        return None
    return address if scheme in SCHEMES or (not scheme and address) else None


def is_remote(address: str) -> bool:
    r"""Tell whether an address may name a host, by the way browsers read it: blanks gone, ``\`` for ``/``."""
    return _REMOTE.match(_IGNORED.sub("", address).replace("\\", "/")) is not None


def text(words: str) -> Markup:
    """Return plain text as HTML, a ``<br>`` for each line break."""
    return Markup("<br>").join(escape(line) for line in words.strip().split("\n"))


def html(fragment: str) -> Markup:
    """Return an author's HTML made safe (see the module's description)."""
    if "<" not in fragment and "&" not in fragment:
        return escape(fragment.strip())
    if fragment.count("<") > _MOST_TAGS:
        return text(unescape(_TAG_LIKE.sub(" ", fragment)))
    return _clean(fragment)


@lru_cache(maxsize=4096)
def _clean(fragment: str) -> Markup:
    cleaned = _TAG.sub(_Adapter(), _CLEANER.clean(fragment).strip())
    return Markup(_PRE.sub(lambda pre: pre[0].replace("\n", "&#10;"), cleaned))  # noqa: S704 - by the cleaner


class _Adapter:
    """Rewrites the tags of one fragment for the page: headings, tables, links and pictures."""

    def __init__(self) -> None:
        self.in_link = False

    def __call__(self, tag: re.Match[str]) -> str:
        end, name, attributes = tag.groups()
        if name in {"h1", "h2"}:
            return f"<{end}h3>"
        if name == "table":
            return "</table></div>" if end else f'{SCROLLING}<table class="lm-table"{attributes}>'
        if name == "a":
            self.in_link = not end
            return "</a>" if end else _link(attributes)
        return self.picture(attributes) if name == "img" else tag[0]

    def picture(self, attributes: str) -> str:
        """Show a picture of another host as a link: embedding it would make the page load from there."""
        values = dict(_VALUE.findall(attributes))
        address, alternative = values.get("src", ""), values.get("alt", "").strip()
        if address and href(unescape(address)) is None:
            address = ""
        if address and not is_remote(unescape(address)):
            described = attributes if "alt" in values else attributes + ' alt=""'
            return f'<img{described} loading="lazy">'
        name = alternative or address.rpartition("/")[2] or address
        if self.in_link or not address:
            return f'<span class="lm-picture">{name}</span>'
        return f'<a class="lm-picture" href="{address}" rel="noopener noreferrer">{name}</a>'


def _link(attributes: str) -> str:
    address = unescape(dict(_VALUE.findall(attributes)).get("href", ""))
    if address and href(address) is None:
        return "<a>"
    return f'<a{attributes} rel="noopener noreferrer">' if is_remote(address) else f"<a{attributes}>"


def visible(markup: str) -> str:
    """Return the characters that a page shows of safe HTML, without white space and zero-width characters."""
    return _SPACE.sub("", unescape(_TAG.sub("", markup)))


def visible_words(fragment: str) -> str:
    """Return an author's HTML as plain words on one line."""
    return " ".join(unescape(_TAG.sub(" ", html(fragment))).split())


@lru_cache(maxsize=2048)
def faithful(fragment: str, words: str) -> Markup:
    """Return an author's HTML made safe, or the plain words where cleaning would lose a character of them.

    This is what the law "every character of a cell comes out on a page" rests on.
    """
    cleaned = html(fragment)
    shown, wanted = visible(cleaned), _SPACE.sub("", words)
    if shown == wanted:
        return cleaned
    rest = iter(shown)
    return cleaned if all(character in rest for character in wanted) else text(words)
