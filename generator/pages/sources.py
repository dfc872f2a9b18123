"""Published copies of the sources: the text as it is, and a view in which every line has an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.pages.addresses import HOME, relative
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
    for number, source in enumerate(edition.catalogue.sources):
        copy = edition.copies[number]
        yield Asset(f"{copy}.txt", (BOM + source.text.removeprefix(BOM)).encode())
        html = edition.template(
            "pages/source.html.jinja",
            lang=edition.options.locale,
            file=edition.files[number],
            home=edition.addresses.link(f"{copy}.html", HOME),
            icon=relative(f"{copy}.html", "assets/leimu.svg"),
            style=relative(f"{copy}.html", style),
            plain=copy.rpartition("/")[2] + ".txt",
            lines=_lines(source.text, source.line_starts),
        )
        yield Asset(f"{copy}.html", html.encode())


def _lines(text: str, starts: tuple[int, ...]) -> Iterator[str]:
    ends = (*starts[1:], len(text))
    for start, end in zip(starts, ends, strict=True):
        yield text[start:end].rstrip("\r\n").removeprefix(BOM)
