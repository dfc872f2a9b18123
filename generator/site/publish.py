"""From settings and a catalogue to the pages of a site, beside those that people wrote by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from generator.builtin import search_path
from generator.pages import SCRIPT, PageOptions, Rendering, render, theme_directory
from generator.pages.edition import Edition, filled
from generator.site.history import History
from generator.site.trouble import explain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from generator.catalogue import Catalogue
    from generator.config import Settings
    from generator.pages import NavItem, Page
    from generator.site.languages import Language


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages of all languages have in common."""

    directory_urls: bool = True
    url: str | None = None
    """Where it is published, if that is known."""
    history: History = field(default_factory=History)
    late: bool = False
    """Whether pages are made when somebody asks for them."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The generated part of a site."""

    rendering: Rendering
    nav: tuple[NavItem, ...]
    """The navigation; where a hand-written page stands in for a generated one, it leads to the former."""
    displaced: tuple[tuple[str, str], ...]
    """(generated page that is left out, hand-written page that has its address)."""


def publish(
    settings: Settings, language: Language, written: Iterable[str], *, site_name: str, site: Site
) -> Publication:
    """Render the catalogue in one language; ``written`` are the paths of its hand-written pages, without its directory.

    Raises:
        BrokenTemplateError: a template of the project cannot be used.
    """
    taken = addresses_taken(written, directory_urls=site.directory_urls)
    options = PageOptions(
        locale=language.code,
        words=language.interface,
        site_name=site_name,
        directory_urls=site.directory_urls,
        edit_url=settings.edit_url,
        source_url=settings.source_url,
        templates=(settings.templates,) if settings.templates else (),
        taken=frozenset(taken),
        source_base=settings.base,
        prefix=language.prefix,
        untranslated=language.untranslated,
        url=f"{site.url.rstrip('/')}/{language.prefix}" if site.url else None,
        history=site.history.revisions,
        changed=site.history.changed,
        late=site.late,
    )
    try:
        rendering = render(language.catalogue, options)
    except Exception as error:  # a template is a program that somebody may be typing: it can raise anything
        trouble = explain(error, search_path(options.templates))
        if trouble is None:
            raise
        raise trouble from None
    displaced = {path: taken[path] for path in rendering.displaced}
    return Publication(rendering, _led(rendering.nav, displaced), tuple(displaced.items()))


def addresses_taken(written: Iterable[str], *, directory_urls: bool) -> dict[str, str]:
    """Return every path that has the address of a hand-written page, with the path of that page."""
    taken: dict[str, str] = {}
    for path in written:
        stem = path.removesuffix(".md").removesuffix("README")
        index = path.endswith(("/README.md", "/index.md")) or path in {"README.md", "index.md"}
        folder = stem.removesuffix("index").rstrip("/") if index else stem
        paths = [path, f"{folder}/index.md".lstrip("/")] if index else [path]
        if directory_urls:
            paths += [f"{folder}.md", f"{folder}/index.md"] if folder else []
        for each in paths:
            taken.setdefault(each, path)
    return taken


_FULL_WIDTH: Final = str.maketrans("<>&\"'", "＜＞＆＂＇")


def site_title(settings: Settings, catalogue: Catalogue) -> str:
    """Return the title of a site that its mkdocs.yml gives no name: that of its home page.

    Themes put a site's name into attributes as it is, and escape it elsewhere, so neither the characters of markup nor
    references to them can stand in a name that comes from a source: their full-width twins do.
    """
    return Edition(catalogue, PageOptions(locale=settings.locale)).site_title.translate(_FULL_WIDTH)


def theme_directories(settings: Settings) -> list[Path]:
    """Return the directories of theme overrides, the project's own before the packaged one."""
    own = settings.templates / "theme" if settings.templates else None
    packaged = theme_directory()
    found = [own] if own and own.is_dir() and own.resolve() != packaged.resolve() else []
    return [*found, *([packaged] if packaged.is_dir() else [])]


def edit_address(settings: Settings, page: Page) -> str | None:
    """Return where the words of a page are edited, None where the project does not say."""
    if settings.edit_url is None or page.edit is None:
        return None
    file, line = page.edit
    return filled(settings.edit_url, quote(file), line)


def edit_addresses(settings: Settings, publications: Iterable[tuple[str, Publication]]) -> dict[str, str | None]:
    """Return the same of all pages by their paths; the publications come with the directories that they are in."""
    return {
        prefix + page.path: edit_address(settings, page)
        for prefix, publication in publications
        for page in publication.rendering.pages
    }


def style_sheets(rendering: Rendering) -> list[str]:
    """Return the paths of the style sheets that every page needs."""
    return [asset.path for asset in rendering.assets if asset.path.endswith(".css")]


def scripts(rendering: Rendering) -> list[str]:
    """Return the paths of the scripts that every page needs."""
    return [asset.path for asset in rendering.assets if asset.name == SCRIPT]


def _led(nav: Sequence[NavItem], displaced: Mapping[str, str]) -> tuple[NavItem, ...]:
    return tuple(
        (title, displaced.get(below, below) if isinstance(below, str) else _led(below, displaced))
        for title, below in nav
    )
