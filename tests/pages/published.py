"""A page as a host publishes it: Python-Markdown with the extensions that the site uses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import markdown

EXTENSIONS = ["attr_list", "md_in_html", "admonition", "tables", "toc", "pymdownx.superfences", "pymdownx.tilde"]
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Published:
    """What a browser gets."""

    html: str
    text: str
    """Its characters, without white space."""
    tags: tuple[tuple[str, dict[str, str | None]], ...]


_OWN_SCRIPT = re.compile(r"(\.\./)*assets/leimu-tools(\.[0-9a-f]{8})?\.js")


def is_own_script(tag: str, attributes: dict[str, str | None]) -> bool:
    """Tell whether a tag is a script that a page of the site loads from the site."""
    own = set(attributes) == {"type", "src"} and bool(_OWN_SCRIPT.fullmatch(attributes["src"] or ""))
    return tag == "script" and own


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def read(html: str) -> Published:
    """Return HTML with its text and tags."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Published(html, _SPACE.sub("", "".join(reader.words)), tuple(reader.tags))


def published(page: str) -> Published:
    """Return a page's Markdown as HTML, its front matter taken off."""
    _, _, body = page.split("---\n", 2)
    return read(markdown.Markdown(extensions=EXTENSIONS).convert(body))
