"""The navigation in the form of mkdocs.yml, made of the generated pages and the hand-written ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mkdocs.utils import nest_paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.pages import NavItem

CATEGORIES: Final = "leimu:categories"
"""The entry of a nav in whose place the groups and their categories are put."""
HOME: Final = "index.md"

Entry: TypeAlias = Any
"""A path, or a mapping of one title to a path or to a list of entries."""


def build_nav(generated: Sequence[NavItem], written: Iterable[str]) -> list[Entry]:
    """Return a nav of its own: the home page, the groups, then the hand-written pages by their directories."""
    listed = list(written)
    own = next((path for path in (HOME, "README.md") if path in listed), HOME)
    below = sorted((path for path in listed if path != own), key=_order)
    home = [entry(item) for item in generated if item[1] == HOME] or [own]
    return [*home, *categories(generated), *_nested(below)]


def substitute(nav: Any, generated: Sequence[NavItem]) -> Any:  # noqa: ANN401 - a nav is whatever YAML gives
    """Return a nav that a person wrote, with the groups in the place of every :data:`CATEGORIES`."""
    if isinstance(nav, list):
        return [new for old in nav for new in _spliced(old, generated)]
    if isinstance(nav, dict):
        return {
            title: categories(generated) if below == CATEGORIES else substitute(below, generated)
            for title, below in nav.items()
        }
    return nav


def categories(generated: Sequence[NavItem]) -> list[Entry]:
    """Return the entries of all generated pages but the home page."""
    return [entry(item) for item in generated if item[1] != HOME]


def entry(item: NavItem) -> Entry:
    """Return one item in the form of mkdocs.yml."""
    title, below = item
    return {title: below if isinstance(below, str) else [entry(child) for child in below]}


def _order(path: str) -> tuple[tuple[str, ...], bool, str]:
    """Sort as MkDocs does: a directory's index first, its own directories last."""
    *directories, name = path.split("/")
    return tuple(directories), name not in {HOME, "README.md"}, name


def _nested(paths: list[str]) -> list[Entry]:
    nested: list[Entry] = nest_paths(paths)  # type: ignore[no-untyped-call]  # MkDocs gives it no types
    return nested


def _spliced(old: Entry, generated: Sequence[NavItem]) -> Iterator[Entry]:
    if old == CATEGORIES:
        yield from categories(generated)
    else:
        yield substitute(old, generated)
