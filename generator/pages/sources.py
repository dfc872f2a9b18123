"""Published copies of the sources: the text as it is, and a view in which every line has an address."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from generator.pages.addresses import HOME, relative
from generator.pages.later import LateAsset
from generator.pages.model import Asset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.pages.edition import Edition

BOM = "\ufeff"
"""Many servers name no encoding for plain text; with this mark every browser knows it."""


def source_copies(edition: Edition, *, style: str) -> Iterator[Asset]:
    """Yield two files for each source: ``….txt`` in UTF-8 with a BOM, and ``….html`` with numbered lines.

    ``style`` is the path of the style sheet.
    """
    for number in range(len(edition.catalogue.sources)):
        copy = edition.copies[number]
        for path, make in ((f"{copy}.txt", _text), (f"{copy}.html", partial(_view, style=style))):
            made = partial(make, edition, number, path)
            yield LateAsset(made, path) if edition.options.late else made()


def _text(edition: Edition, number: int, path: str) -> Asset:
    return Asset(path, (BOM + edition.catalogue.sources[number].text.removeprefix(BOM)).encode())


def _view(edition: Edition, number: int, path: str, *, style: str) -> Asset:
    source = edition.catalogue.sources[number]
    html = edition.template(
        "pages/source.html.jinja",
        lang=edition.options.locale,
        file=edition.files[number],
        home=edition.addresses.link(path, HOME),
        icon=relative(path, "assets/leimu.svg"),
        style=relative(path, style),
        plain=edition.copies[number].rpartition("/")[2] + ".txt",
        lines=_lines(source.text, source.line_starts),
    )
    return Asset(path, html.encode())


def _lines(text: str, starts: tuple[int, ...]) -> Iterator[str]:
    ends = (*starts[1:], len(text))
    for start, end in zip(starts, ends, strict=True):
        yield text[start:end].rstrip("\r\n").removeprefix(BOM)
