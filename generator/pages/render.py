"""Catalogue × options → all files of the help centre."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from generator.catalogue import OWN, Category, Group, QualificationEntry
from generator.pages.addresses import (
    CHANGES,
    COMPARE,
    FINDER,
    FINDER_DATA,
    HOME,
    MATRIX,
    QUALIFICATIONS,
    category_path,
    group_path,
    qualification_path,
)
from generator.pages.assets import STYLE, assets, published_names
from generator.pages.category import category_page
from generator.pages.changes import changes_page
from generator.pages.compare import compare_page
from generator.pages.edition import Edition
from generator.pages.feed import feed
from generator.pages.finder import finder_data, finder_page
from generator.pages.fingerprints import Fingerprints
from generator.pages.later import LateAsset, LatePage
from generator.pages.markdown import one_line
from generator.pages.matrix import matrix_page
from generator.pages.model import Asset, Page, PageKind, PageOptions, Rendering
from generator.pages.navigation import navigation, tools
from generator.pages.overview import first_line, group_page, home_page
from generator.pages.plain import Plain
from generator.pages.qualification import acceptances, qualification_page, qualifications_page
from generator.pages.redirects import moves, stub
from generator.pages.sources import source_copies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.catalogue import Catalogue


def render(catalogue: Catalogue, options: PageOptions) -> Rendering:
    """Return all pages and assets of a catalogue; nothing is read but templates and assets, nothing written.

    Raises:
        jinja2.TemplateError: a template of ``options.templates`` cannot be used; the built-in ones always can.
    """
    edition = Edition(catalogue, options)
    if options.late:
        edition.load_templates()
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
        contents=plain.contents if options.late else plain.contents(),
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
        make = partial(finder_data, edition)
        yield LateAsset(make, FINDER_DATA) if edition.options.late else make()


@dataclass(frozen=True, slots=True)
class _Plan:
    """A page that is to be made."""

    kind: PageKind
    make: Callable[[], Page]
    item: Group | Category | QualificationEntry | None = None


def _pages(edition: Edition, plain: Plain) -> Iterator[Page]:
    prints = Fingerprints(edition)
    for plan in _plans(edition, plain):
        yield _late(edition, plan, prints) if edition.options.late else plan.make()


def _plans(edition: Edition, plain: Plain) -> Iterator[_Plan]:
    catalogue = edition.catalogue
    yield _Plan(PageKind.HOME, lambda: replace(home_page(edition), plain=plain.home()))
    if edition.has_tools:
        yield _Plan(PageKind.FINDER, lambda: replace(finder_page(edition), plain=plain.finder()))
        yield _Plan(PageKind.MATRIX, partial(matrix_page, edition))
        yield _Plan(PageKind.COMPARE, partial(compare_page, edition))
    for group in catalogue.groups:
        yield _Plan(PageKind.GROUP, partial(_group, edition, plain, group), group)
    for category in catalogue.categories:
        yield _Plan(PageKind.CATEGORY, partial(_category, edition, plain, category), category)
    if catalogue.qualifications:
        yield _Plan(
            PageKind.QUALIFICATIONS, lambda: replace(qualifications_page(edition), plain=plain.qualifications())
        )
    for entry in catalogue.qualifications:
        yield _Plan(PageKind.QUALIFICATION, partial(_qualification, edition, plain, entry), entry)
    if edition.tells_changes:
        yield _Plan(PageKind.CHANGES, lambda: replace(changes_page(edition), plain=plain.changes()))


def _group(edition: Edition, plain: Plain, group: Group) -> Page:
    return replace(group_page(edition, group), plain=plain.group(group))


def _category(edition: Edition, plain: Plain, category: Category) -> Page:
    return replace(category_page(edition, category), plain=plain.category(category))


def _qualification(edition: Edition, plain: Plain, entry: QualificationEntry) -> Page:
    accepted = acceptances(edition, entry)
    return replace(qualification_page(edition, entry, accepted), plain=plain.qualification(entry, accepted))


_PATHS: Final = {
    PageKind.HOME: HOME,
    PageKind.FINDER: FINDER,
    PageKind.MATRIX: MATRIX,
    PageKind.COMPARE: COMPARE,
    PageKind.QUALIFICATIONS: QUALIFICATIONS,
    PageKind.CHANGES: CHANGES,
}


def _late(edition: Edition, plan: _Plan, prints: Fingerprints) -> LatePage:
    """Return a page with what others need to know of it, and no words."""
    kind, make, item = plan.kind, plan.make, plan.item
    place: tuple[str, int] | None
    match item:
        case Group():
            path, name, place, own = group_path(item.id), item.name, edition.edit(item.source, item.span), item.id
        case Category():
            path, name, place, own = category_path(item.id), item.name, edition.edit(item.source, item.heading), item.id
        case QualificationEntry():
            path, name, place, own = qualification_path(item.id), item.name, None, f"qualifications/{item.id}"
        case None:
            return _late_about_all(edition, kind, make)
    return LatePage(
        make,
        path,
        one_line(name),
        kind,
        item.id,
        is_fallback=edition.is_fallback(own),
        edit=place,
        mark=partial(prints.of, item),
    )


def _late_about_all(edition: Edition, kind: PageKind, make: Callable[[], Page]) -> LatePage:
    path = _PATHS[kind]
    if kind is PageKind.HOME:
        title, is_fallback = one_line(edition.site_title), edition.is_fallback(OWN)
        return LatePage(make, path, title, kind, is_fallback=is_fallback, edit=first_line(edition))
    if kind is PageKind.QUALIFICATIONS:
        papers = edition.catalogue.qualifications
        is_fallback = any(edition.is_fallback(f"qualifications/{entry.id}") for entry in papers)
    else:
        is_fallback = kind is not PageKind.CHANGES and edition.is_overview_fallback
    return LatePage(make, path, tools(edition)[path], kind, is_fallback=is_fallback)
