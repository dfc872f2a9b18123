"""What goes into rendering besides the Catalogue, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from generator.catalogue import Catalogue
    from generator.exports.differences import Change
    from generator.pages.interface import Wording


@dataclass(frozen=True, slots=True)
class Revision:
    """One moment at which the sources came to say something else."""

    id: str
    """What it goes by for ever: a commit's name."""
    when: datetime
    """With its time zone."""
    changes: tuple[Change, ...] = ()
    """In the language of the sources; the ids of categories are today's, None for what is no more."""
    published: int | None = None
    """For the first of all: how many categories there were to begin with."""


@dataclass(frozen=True, slots=True)
class PageOptions:
    """The settings of one rendering."""

    locale: str = "zh"
    """Which wording of the interface to use; a locale without a file speaks English."""
    site_name: str = ""
    """The title of the home page where the catalogue has none."""
    directory_urls: bool = True
    """Whether pages are published as ``name/`` (else as ``name.html``)."""
    edit_url: str | None = None
    """Where a source is edited; ``{path}`` and ``{line}`` are filled in, quoted for a URL."""
    source_url: str | None = None
    """Where the sources can be read elsewhere: a prefix of the path.  Without it the published copy is linked."""
    templates: tuple[Path, ...] = ()
    """Directories whose ``pages/`` and ``assets/`` go before the built-in ones."""
    taken: frozenset[str] = frozenset()
    """Paths of hand-written pages; they win over generated ones."""
    words: Mapping[str, Wording] = field(default_factory=dict)
    """Words of the pages themselves, by their English wording, that go before those that leimu brings."""
    prefix: str = ""
    """The directory of a translation's pages within the site, with its slash: ``en/``.  All links are relative, so only
    the copies of the sources, which all languages share, are led to by it."""
    untranslated: Catalogue | None = None
    """The same catalogue in the language of its sources, where the one to render is a translation."""
    source_base: Path | None = None
    """The directory that the names of sources are shown relative to: the repository's."""
    url: str | None = None
    """Where the pages of this language are published, with its slash.  Without it there is no feed."""
    history: tuple[Revision, ...] = ()
    """What changed when, newest first; nothing where nobody knows."""
    changed: Mapping[str, date] = field(default_factory=dict)
    """The day of the last change of categories, by their ids, as far as it is known."""
    late: bool = False
    """Whether pages and data are made when somebody asks for their content; errors of templates are raised there."""


class PageKind(StrEnum):
    """What a page is about."""

    HOME = "home"
    GROUP = "group"
    CATEGORY = "category"
    QUALIFICATION = "qualification"
    QUALIFICATIONS = "qualifications"
    """The list of all papers."""
    FINDER = "finder"
    MATRIX = "matrix"
    COMPARE = "compare"
    CHANGES = "changes"
    """What changed when."""


@dataclass(frozen=True, slots=True)
class Page:
    """One Markdown file."""

    path: str
    """Relative to the documents' directory: ``jinrong/yinhang.md``."""
    title: str
    description: str
    markdown: str
    """The complete file, front matter included."""
    kind: PageKind
    subject: str = ""
    """The id of the category, group or paper that it is about."""
    is_fallback: bool = False
    """Whether a translation has so little of it that the page in the source's language is the one to find."""
    edit: tuple[str, int] | None = None
    """The source's path in the repository and the line (from 1) where the page's words are written."""
    plain: str = ""
    """The same as plain Markdown, for programs; empty where there is nothing but what a script makes."""

    @property
    def has_plain(self) -> bool:
        """Whether there is plain Markdown of it."""
        return bool(self.plain)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file that is published as it is."""

    path: str
    content: bytes
    name: str = ""
    """The path without the hash of the content, where ``path`` holds one."""


NavItem: TypeAlias = "tuple[str, str | tuple[NavItem, ...]]"
"""(title, path of a page) or (title, children); a group's first child is its own page.  Titles are HTML-escaped."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """All files of a help centre, and how its pages hang together."""

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    nav: tuple[NavItem, ...]
    redirects: tuple[tuple[str, str], ...] = ()
    """(old address, new address), both relative to the site; each has its file among the assets."""
    displaced: tuple[str, ...] = ()
    """Paths of pages that were left out because a hand-written page stands there."""
    contents: str | Callable[[], str] = ""
    """What the site holds, as Markdown for programs: ``llms.txt``; or what makes it, where pages are late."""
    feed: tuple[str, str] | None = None
    """The path of the feed, which is among the assets, and its title; None where there is none."""
