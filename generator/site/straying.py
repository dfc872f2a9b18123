"""Links of hand-written pages that lead readers out of their language."""

from __future__ import annotations

from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt

from generator.findings import TranslationFault
from generator.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

RULE = "locale-link"


def straying(docs: Path, codes: Sequence[str]) -> Iterator[TranslationFault]:
    """Yield the links of pages under ``docs`` to pages of another language that the readers' own has too."""
    pages = {path.relative_to(docs).as_posix(): path for path in sorted(docs.rglob("*.md"))}
    for page, path in pages.items():
        for line, href in _links(path):
            there = normpath(join(dirname(page), unquote(urlsplit(href).path)))
            if there not in pages or _code(there, codes) == _code(page, codes):
                continue
            own = _code(page, codes)
            wanted = "/".join(filter(None, (own, _base(there, codes))))
            message = _("{page}:{line}: the link to {href} leads out of the language of the page")
            hint = _("link {wanted}, relative to the page: it is shown in every language")
            told = message.format(page=f"{docs.name}/{page}", line=line, href=href)
            yield TranslationFault(RULE, told, hint.format(wanted=wanted), 0, None)


def _links(path: Path) -> Iterator[tuple[int, str]]:
    text = path.read_text(encoding="utf-8", errors="replace")
    if "](" not in text:
        return
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        for child in token.children or ():
            href = child.attrs.get("href")
            if isinstance(href, str) and urlsplit(href).path and not urlsplit(href).netloc:
                yield (token.map[0] + 1 if token.map else 1), href


def _code(path: str, codes: Sequence[str]) -> str:
    """Return the language of a page by its directory; empty for that of the sources."""
    first = path.partition("/")[0]
    return first if first in codes else ""


def _base(path: str, codes: Sequence[str]) -> str:
    return path.partition("/")[2] if _code(path, codes) else path
