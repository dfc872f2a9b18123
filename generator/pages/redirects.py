"""Old addresses that lead to where a page stands now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.pages.addresses import category_path, group_path, relative
from generator.pages.model import Asset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.pages.edition import Edition


def moves(edition: Edition, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (old address, new address) of every page that moved, unless one of ``paths`` stands at the old address."""
    if not edition.catalogue.moved:
        return
    existing = {edition.addresses.address(path) for path in paths}
    for old, identifier in edition.catalogue.moved:
        is_category = identifier in edition.by_id
        path = old.strip("/").removesuffix(".html")
        before = edition.addresses.address(category_path(path) if is_category else group_path(path))
        after = edition.addresses.address(category_path(identifier) if is_category else group_path(identifier))
        if path and before not in existing:
            yield before, after


def stub(edition: Edition, old: str, new: str) -> Asset:
    """Return the small page that stands at an old address."""
    path = f"{old}index.html" if old.endswith("/") else old
    html = edition.template("pages/redirect.html.jinja", lang=edition.options.locale, url=relative(path, new))
    return Asset(path, html.encode())
