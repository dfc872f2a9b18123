"""Pages whose words stand in finished HTML: Markdown converts their headings, and need not read the rest."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from mkdocs.structure.pages import Page

from generator.site.memory import ENABLED

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_UNDERSTOOD: Final = frozenset(
    (
        *(
            "abbr",
            "admonition",
            "attr_list",
            "def_list",
            "fenced_code",
            "footnotes",
            "md_in_html",
            "meta",
            "tables",
            "toc",
        ),
        *("pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.superfences", "pymdownx.tabbed"),
    )
)
"""Extensions that leave finished HTML as it is; with any other, Markdown reads all."""
_BLOCK: Final = re.compile(r"<(div|section)[ >][^\n]*(?:\n[^\n]+)*")
_SIGNS: Final = re.compile(r"[\t\r\f\v\x02\x03]|```|~~~|<!|<\?|\smarkdown[\s=>]|data-leimu-part")
"""What Markdown, or an extension, would not leave as it is."""
_STANDING: Final = re.compile(r'<(div|section) data-leimu-part="(\d+)"></\1>')
_ID: Final = re.compile(r'<[a-z][^<>]*?\s(?:id|name)="([^"]+)"')


def quicken(page: Page, config: MkDocsConfig) -> None:
    """Let a generated page be converted without its finished HTML being read again; the result is the same."""
    if ENABLED.get() and _UNDERSTOOD.issuperset(config.markdown_extensions):
        page.render = partial(_render, page)  # type: ignore[method-assign]  # MkDocs calls it so, and has no event there


def _render(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Convert a page with its finished HTML left out, and put that in again."""
    whole = page.markdown or ""
    blocks: list[str] = []
    page.markdown = "\n\n".join(_outline(chunk, blocks) for chunk in whole.split("\n\n"))
    try:
        Page.render(page, config, files)
    finally:
        page.markdown = whole
    page.content = _STANDING.sub(lambda found: blocks[int(found[2])], page.content or "")
    for block in blocks:
        page.present_anchor_ids = (page.present_anchor_ids or set()).union(_ID.findall(block))


def _outline(chunk: str, blocks: list[str]) -> str:
    """Return what stands in for a piece of a page between blank lines: itself, if Markdown is to read it."""
    block = chunk.rstrip("\n")
    found = _BLOCK.fullmatch(block)
    if found is None or _SIGNS.search(block):
        return chunk
    name = found[1]
    opened, closed = len(re.findall(rf"<{name}[\s>]", block)), block.count(f"</{name}>")
    if opened != closed or not block.endswith(f"</{name}>"):
        return chunk
    blocks.append(block)
    return f'<{name} data-leimu-part="{len(blocks) - 1}"></{name}>' + chunk[len(block) :]
