"""Each page as Markdown beside the page, and ``llms.txt`` over them, for programs that read text."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from generator.site.handwritten import split_front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

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


def add_twins(files: Files, plain: Mapping[str, str], config: MkDocsConfig) -> None:
    """Add the Markdown of pages: ``plain`` where it has that of a path, else as it was written by hand."""
    for file in files.documentation_pages():
        text = plain[file.src_uri] if file.src_uri in plain else _written(file, files, plain)
        if not text:
            continue
        beside = File.generated(config, twin(file) + _MARK, content=text)
        beside.dest_uri = twin(file)
        files.append(beside)


def has_twin(file: File, files: Files) -> bool:
    """Tell whether a page lies there as Markdown too."""
    return twin(file) + _MARK in files.src_uris


def _written(page: File, files: Files, plain: Mapping[str, str]) -> str:
    """Return a page that was written by hand, with its links led to where they lead beside the published page."""

    def led(found: re.Match[str]) -> str:
        path = found["path"]
        target = files.get_file_from_path(normpath(join(dirname(page.src_uri), unquote(path)))) if path else None
        if target is None:
            return found[0]
        # What only a script fills has no Markdown.
        is_plain = target.is_documentation_page() and plain.get(target.src_uri) != ""
        beside = twin(target) if is_plain else target.dest_uri
        return found["before"] + quote(get_relative_url(beside, twin(page)), safe="/")

    _front, body = split_front_matter(page.content_string)
    return _LINK.sub(led, body)
