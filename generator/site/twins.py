"""Each page as Markdown beside the page, and ``llms.txt`` over them, for programs that read text."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from mkdocs.utils import get_relative_url

from generator.site.awaiting import content_of, generated
from generator.site.handwritten import split_front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

    from generator.pages import Page

CONTENTS: Final = "llms.txt"
_LINK: Final = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,})(?s:.*?)(?:^[ \t]*(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)(?s:.)){1,2000}?(?<!`)(?P=ticks)(?!`)"
    r"|(?P<before>\]\(<?|^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*<?)(?P<path>(?<=<)[^<>\n#?]+|[^)\s<>#?]+)",
    re.MULTILINE,
)
"""The address of a link or of a reference; code goes before both, since a link in it is an example."""
_MARK: Final = ".plain"
"""Behind the path of a twin among the files, since MkDocs would take a path that ends in .md for a page."""


def twin(file: File) -> str:
    """Return where the Markdown of a page is published, relative to the site."""
    return file.dest_uri.removesuffix(".html") + ".md"


def beside(file: File) -> str:
    """Return the path of the Markdown of a page among the files."""
    return twin(file) + _MARK


def add_twins(files: Files, known: Mapping[str, Page], config: MkDocsConfig) -> None:
    """Add the Markdown of pages: of generated ones, ``known`` by their paths, else as it was written by hand."""
    for file in files.documentation_pages():
        page = known.get(file.src_uri)
        if page and not page.has_plain:
            continue
        text = content_of(page, "plain") if page else _written(file, files, known)
        if not text:
            continue
        made = generated(config, beside(file), text)
        made.dest_uri = twin(file)
        files.append(made)


def has_twin(file: File, files: Files) -> bool:
    """Tell whether a page lies there as Markdown too."""
    return beside(file) in files.src_uris


def _written(page: File, files: Files, known: Mapping[str, Page]) -> str:
    """Return a page that was written by hand, with its links led to where they lead beside the published page."""

    def led(found: re.Match[str]) -> str:
        path = found["path"]
        target = files.get_file_from_path(normpath(join(dirname(page.src_uri), unquote(path)))) if path else None
        if target is None:
            return found[0]
        # What only a script fills has no Markdown.
        made = known.get(target.src_uri)
        is_plain = target.is_documentation_page() and (made is None or made.has_plain)
        published = twin(target) if is_plain else target.dest_uri
        return found["before"] + quote(get_relative_url(published, twin(page)), safe="/")

    _front, body = split_front_matter(page.content_string)
    return _LINK.sub(led, body)
