"""Pages whose words stand in finished HTML: Markdown converts their headings, and need not read the rest."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from functools import partial
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final

from markdown.extensions.toc import slugify, unique
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from generator.site.known import UNDERSTOOD
from generator.site.memory import ENABLED

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_BLOCK: Final = re.compile(r"<(div|form|section)[ >][^\n]*(?:\n[^\n]+)*")
_SIGNS: Final = re.compile(r"[\t\r\f\v\x02\x03]|```|~~~|<!|<\?|\smarkdown[\s=>]|data-leimu-part")
"""What Markdown, or an extension, would not leave as it is."""
_HINTS: Final = ("\t", "\r", "\f", "\v", "\x02", "\x03", "```", "~~~", "<!", "<?", "markdown", "data-leimu-part")
"""Of which each of those holds one: a page is looked through for them at once, in a tenth of the time."""
_STANDING: Final = re.compile(r'<(div|form|section) data-leimu-part="(\d+)"></\1>')
_ID: Final = re.compile(r'<[a-z][^<>]*?\s(?:id|name)="([^"]+)"')


_SKELETON: Final = re.compile(
    r"# (?P<title>[^\n]*)\n*"
    r'(?P<rest>(?:(?:#{2,6} [^\n\[]+|<(?P<name>div|form|section) data-leimu-part="[0-9]+"></(?P=name)>)\n*)*)'
)
"""A page that is nothing but headings and finished HTML, the title first.

Where a link leads depends on the page, and MkDocs warns of each that leads nowhere, so no heading holds one.
"""
_WORD: Final = "(?:[^\\W_]|[、，。；：！？《》〈〉（）【】“”‘’…·／])+"
_LETTERS: Final = re.compile(f"{_WORD}(?:[ -]{_WORD})*")
"""A title that Markdown takes for nothing but words."""
_TITLE: Final = "leimutitle"
"""A title whose words are its address too."""
_PARTS: Final = re.compile(rf'(?P<id>(?<=id=")|(?<="#))?{_TITLE}')
_REMEMBERED: Final = 256
"""Outlines: there are a few for each kind of page and language."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What Markdown makes of all pages that differ in their titles and their finished HTML."""

    pieces: tuple[str, ...]
    """What stands around the title and its address."""
    is_address: tuple[bool, ...]
    """Between two pieces: whether that is the address."""
    toc: TableOfContents
    anchors: frozenset[str]
    """Addresses on the page, but for that of the title."""

    @classmethod
    def of(cls, page: Page) -> Skeleton | None:
        """Return that of a page which has been made with ``_TITLE`` as its title; None if that is not its heading."""
        content, anchors = page.content or "", page.present_anchor_ids or set()
        top = page.toc.items
        if len(top) != 1 or (top[0].title, top[0].id) != (_TITLE, _TITLE):
            return None
        found = list(_PARTS.finditer(content))
        pieces = re.split(_TITLE, content)
        return cls(
            tuple(pieces), tuple(each["id"] is not None for each in found), page.toc, frozenset(anchors - {_TITLE})
        )

    def fill(self, page: Page, title: str, config: MkDocsConfig) -> None:
        """Make a page of it."""
        toc = config.mdx_configs.get("toc", {})
        slug = toc.get("slugify", slugify)(title, toc.get("separator", "-"))
        anchors = set(self.anchors)
        address = unique(slug, anchors)
        between = (address if is_address else title for is_address in self.is_address)
        page.content = "".join(chain.from_iterable(zip_longest(self.pieces, between, fillvalue="")))
        top = AnchorLink(title, address, self.toc.items[0].level)
        top.children = self.toc.items[0].children
        page.toc = TableOfContents([top])
        page.present_anchor_ids = anchors
        page._title_from_render = title  # noqa: SLF001 - MkDocs asks it where a page says no title of its own
        page.links_to_anchors = {}


class Converter:
    """Converts the generated pages of one build."""

    def __init__(self) -> None:
        self._skeletons: dict[tuple[str, ...], Skeleton | None] = {}
        self._met: set[tuple[str, ...]] = set()
        """Outlines that one page has had so far: many never come back, and a skeleton takes as long as a page."""

    def quicken(self, page: Page, config: MkDocsConfig) -> None:
        """Let a page be converted without its finished HTML being read again; the result is the same."""
        if ENABLED.get() and UNDERSTOOD.issuperset(config.markdown_extensions):
            page.render = partial(self._render, page)  # type: ignore[method-assign]  # MkDocs has no event there

    def _render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Convert a page with its finished HTML left out, and put that in again."""
        whole = page.markdown or ""
        blocks: list[str] = []
        signs = _SIGNS if any(hint in whole for hint in _HINTS) else None
        page.markdown = "\n\n".join(_outline(chunk, blocks, signs) for chunk in whole.split("\n\n"))
        try:
            self._convert(page, config, files)
        finally:
            page.markdown = whole
        page.content = _STANDING.sub(lambda found: blocks[int(found[2])], page.content or "")
        for block in blocks if 'id="' in whole or 'name="' in whole else ():
            page.present_anchor_ids = (page.present_anchor_ids or set()).union(_ID.findall(block))

    def _convert(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        found = _SKELETON.fullmatch(page.markdown or "")
        if not found or not _LETTERS.fullmatch(found["title"]) or _TITLE in (page.markdown or ""):
            Page.render(page, config, files)
            return
        key = found["rest"], str(config.mdx_configs.get("toc"))
        if key in self._skeletons:
            if known := self._skeletons[key]:
                known.fill(page, found["title"], config)
            else:
                Page.render(page, config, files)
            return
        if key not in self._met:
            if len(self._met) == _REMEMBERED:
                self._met.clear()
            self._met.add(key)
            Page.render(page, config, files)
            return
        page.markdown = f"# {_TITLE}\n\n{found['rest']}"
        Page.render(page, config, files)
        made = Skeleton.of(page)
        page.markdown = found[0]
        Page.render(page, config, files)
        if len(self._skeletons) == _REMEMBERED:
            self._skeletons.clear()
        self._skeletons[key] = made if made and _is_same(page, made, found["title"], config) else None


def _is_same(page: Page, made: Skeleton, title: str, config: MkDocsConfig) -> bool:
    """Tell whether a skeleton gives what Markdown has made of a page."""
    other = copy(page)
    made.fill(other, title, config)
    return _made(other) == _made(page)


def _made(page: Page) -> tuple[object, ...]:
    # The links of headings to themselves lead where they should; nobody need look.
    links = {file: found for file, found in (page.links_to_anchors or {}).items() if file is not page.file}
    return page.content, str(page.toc), page.present_anchor_ids, page._title_from_render, links  # noqa: SLF001 - as above


def _outline(chunk: str, blocks: list[str], signs: re.Pattern[str] | None = _SIGNS) -> str:
    """Return what stands in for a piece of a page between blank lines: itself, if Markdown is to read it."""
    block = chunk.rstrip("\n")
    found = _BLOCK.fullmatch(block)
    if found is None or (signs and signs.search(block)):
        return chunk
    name = found[1]
    opened, closed = len(re.findall(rf"<{name}[\s>]", block)), block.count(f"</{name}>")
    if opened != closed or not block.endswith(f"</{name}>"):
        return chunk
    blocks.append(block)
    return f'<{name} data-leimu-part="{len(blocks) - 1}"></{name}>' + chunk[len(block) :]
