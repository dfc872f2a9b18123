"""Addresses of pages, and the relative links between them.

Links in raw HTML are rewritten by no host, so they must be final here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from posixpath import relpath
from urllib.parse import quote

SAFE = "/~!$&'()*+,;=:@"
"""What may stand unquoted in the path of a URL (RFC 3986)."""

_PLAIN = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*(?:/|\Z))*")
"""An address without a step that means another place, and with nothing to quote."""

HOME = "index.md"


def group_path(identifier: str) -> str:
    """Return the path of a group's page."""
    return f"{identifier}/index.md"


def category_path(identifier: str) -> str:
    """Return the path of a category's page."""
    return f"{identifier}.md"


def qualification_path(identifier: str) -> str:
    """Return the path of a paper's page."""
    return f"qualifications/{identifier}.md"


QUALIFICATIONS = "qualifications/index.md"
"""The path of the list of all papers."""
FINDER = "finder.md"
FINDER_DATA = "assets/finder.json"
"""The path of what the finder's script reads, one a language."""
MATRIX = "matrix.md"
COMPARE = "compare.md"
CHANGES = "changes.md"
"""The path of the page that tells what changed."""
FEED = "changes.atom"
"""The path of the feed that tells the same."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one site; paths are those of files, addresses those of the published site."""

    directory_urls: bool

    def address(self, path: str) -> str:
        """Return the address of a page or asset, relative to the site's root; the home page's may be empty."""
        stem = path.removesuffix(".md")
        if stem == path:
            return path
        if not self.directory_urls:
            return f"{stem}.html"
        if stem == "index" or stem.endswith("/index"):
            return stem.removesuffix("index")
        return f"{stem}/"

    def twin(self, path: str) -> str:
        """Return the address of a page's Markdown, which lies beside it."""
        address = self.address(path)
        return f"{address}index.md" if not address or address.endswith("/") else f"{address.removesuffix('.html')}.md"

    def twin_link(self, here: str, there: str) -> str:
        """Return the relative URL from the Markdown of the page at path ``here`` to that of another, quoted."""
        return relative(self.twin(here), self.twin(there))

    def link(self, here: str, there: str) -> str:
        """Return the relative URL from the page at path ``here`` to the file at path ``there``, quoted."""
        return relative(self.address(here), self.address(there))


def relative(here: str, there: str) -> str:
    """Return the relative URL between two addresses of one site, quoted."""
    folder = here.rpartition("/")[0]
    slash = "/" if not there or there.endswith("/") else ""
    if not (_PLAIN.fullmatch(folder) and _PLAIN.fullmatch(there)):
        return quote(relpath(f"/{there}", f"/{folder}") + slash, safe=SAFE)
    # The same for what nearly all addresses look like; every page leads to dozens of others.
    if not folder:
        return there or "./"
    if folder.partition("/")[0] != there.partition("/")[0]:
        return "../" * (folder.count("/") + 1) + there
    up, down = folder.split("/"), there.rstrip("/").split("/")
    shared = 0
    for one, other in zip(up, down, strict=False):
        if one != other:
            break
        shared += 1
    return ("/".join([*[".."] * (len(up) - shared), *down[shared:]]) or ".") + slash
