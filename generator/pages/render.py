"""Catalogue × options → all files of the help centre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.pages.assets import STYLE, assets, published_names
from generator.pages.category import category_page
from generator.pages.edition import Edition
from generator.pages.model import Asset, Page, PageOptions, Rendering
from generator.pages.navigation import navigation
from generator.pages.overview import group_page, home_page
from generator.pages.qualification import qualification_page, qualifications_page
from generator.pages.redirects import moves, stub
from generator.pages.sources import source_copies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Catalogue


def render(catalogue: Catalogue, options: PageOptions) -> Rendering:
    """Return all pages and assets of a catalogue; nothing is read but templates and assets, nothing written.

    Raises:
        jinja2.TemplateError: a template of ``options.templates`` cannot be used; the built-in ones always can.
    """
    edition = Edition(catalogue, options)
    pages = tuple(_pages(edition))
    kept = tuple(page for page in pages if page.path not in options.taken)
    redirects = tuple(moves(edition, {page.path for page in pages} | options.taken))
    return Rendering(
        pages=kept,
        assets=(*_shared(edition), *(stub(edition, old, new) for old, new in redirects)),
        nav=navigation(edition),
        redirects=redirects,
        displaced=tuple(page.path for page in pages if page.path in options.taken),
    )


def _shared(edition: Edition) -> Iterator[Asset]:
    """Yield what the pages of all languages share, with those of the sources' own."""
    if not edition.options.prefix:
        files = assets(edition.options.templates)
        yield from files
        yield from source_copies(edition, style=published_names(files)[STYLE])


def _pages(edition: Edition) -> Iterator[Page]:
    yield home_page(edition)
    for group in edition.catalogue.groups:
        yield group_page(edition, group)
    for category in edition.catalogue.categories:
        yield category_page(edition, category)
    if edition.catalogue.qualifications:
        yield qualifications_page(edition)
    for entry in edition.catalogue.qualifications:
        yield qualification_page(edition, entry)
