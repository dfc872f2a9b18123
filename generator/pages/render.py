"""Catalogue × options → all files of the help centre."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.pages.assets import STYLE, assets, published_names
from generator.pages.category import category_page
from generator.pages.changes import changes_page
from generator.pages.compare import compare_page
from generator.pages.edition import Edition
from generator.pages.feed import feed
from generator.pages.finder import finder_data, finder_page
from generator.pages.matrix import matrix_page
from generator.pages.model import Asset, Page, PageOptions, Rendering
from generator.pages.navigation import navigation
from generator.pages.overview import group_page, home_page
from generator.pages.plain import Plain
from generator.pages.qualification import acceptances, qualification_page, qualifications_page
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
    plain = Plain(edition)
    pages = tuple(_pages(edition, plain))
    kept = tuple(page for page in pages if page.path not in options.taken)
    redirects = tuple(moves(edition, {page.path for page in pages} | options.taken))
    made = feed(edition)
    return Rendering(
        pages=kept,
        assets=(
            *_shared(edition),
            *_data(edition),
            *(stub(edition, old, new) for old, new in redirects),
            *([made.asset] if made else []),
        ),
        nav=navigation(edition),
        redirects=redirects,
        displaced=tuple(page.path for page in pages if page.path in options.taken),
        contents=plain.contents(),
        feed=(made.asset.path, made.title) if made else None,
    )


def _shared(edition: Edition) -> Iterator[Asset]:
    """Yield what the pages of all languages share, with those of the sources' own."""
    if not edition.options.prefix:
        files = assets(edition.options.templates)
        yield from files
        yield from source_copies(edition, style=published_names(files)[STYLE])


def _data(edition: Edition) -> Iterator[Asset]:
    """Yield what scripts read, in the language of the pages."""
    if edition.has_tools:
        yield finder_data(edition)


def _pages(edition: Edition, plain: Plain) -> Iterator[Page]:
    yield replace(home_page(edition), plain=plain.home())
    if edition.has_tools:
        yield replace(finder_page(edition), plain=plain.finder())
        yield matrix_page(edition)
        yield compare_page(edition)
    for group in edition.catalogue.groups:
        yield replace(group_page(edition, group), plain=plain.group(group))
    for category in edition.catalogue.categories:
        yield replace(category_page(edition, category), plain=plain.category(category))
    if edition.catalogue.qualifications:
        yield replace(qualifications_page(edition), plain=plain.qualifications())
    for entry in edition.catalogue.qualifications:
        accepted = acceptances(edition, entry)
        yield replace(qualification_page(edition, entry, accepted), plain=plain.qualification(entry, accepted))
    if edition.tells_changes:
        yield replace(changes_page(edition), plain=plain.changes())
