"""Markup that a browser would run or fetch."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.mutation.addresses import everywhere, href
from tests.mutation.planting import Kind, Mutant, insert, plant, variants
from tests.mutation.seed import SEED


def in_prose_and_cells(markup: str) -> Callable[[], Iterator[Mutant]]:
    """Add markup as a block after the sentence, in a notice, and to every cell."""

    def planted() -> Iterator[Mutant]:
        for category in SEED.categories:
            yield plant(category, insert(category.sentence.end, f"\n{markup}\n"), label="block")
            yield plant(category, insert(category.scope.cell.words.end, markup), label="scope")

    return planted


def in_every_place(markup: str) -> Callable[[], Iterator[Mutant]]:
    def planted() -> Iterator[Mutant]:
        for category in SEED.categories:
            yield plant(category, insert(category.table.start, f">! 直播须实名{markup}。\n\n"), label="notice")
            yield plant(category, insert(category.words.end, markup), label="requirement")

    return variants(in_prose_and_cells(markup), planted)


def attribute(written: str) -> Callable[[], Iterator[Mutant]]:
    """Add an attribute to a cell, and to the link where there is one."""

    def planted() -> Iterator[Mutant]:
        for category in SEED.categories:
            yield plant(category, insert(category.scenario.cell.open.end - 1, f" {written}"), label="cell")
            if category.anchor:
                yield plant(category, insert(category.anchor.open.end - 1, f" {written}"), label="link")

    return planted


UNSAFE_RULE = ("unsafe-html",)
PICTURE = '<img src="https://cloud.tencent.com/a.png" alt="图" onerror="alert(1)">'
EMBEDDED = (
    '<iframe src="https://cloud.tencent.com/"></iframe>',
    '<object data="https://cloud.tencent.com/a.swf"></object>',
    '<embed src="https://cloud.tencent.com/a.swf">',
    '<meta http-equiv="refresh" content="0; url=https://cloud.tencent.com/">',
)
STYLE = "background: url(https://cloud.tencent.com/a.png)"
UNSAFE = (
    Kind("script", UNSAFE_RULE, in_every_place("<script>alert(1)</script>")),
    Kind("embedded", UNSAFE_RULE, variants(*map(in_prose_and_cells, EMBEDDED))),
    Kind(
        "handler", UNSAFE_RULE,
        variants(attribute('onclick="alert(1)"'), attribute("ONMOUSEOVER=alert(1)"), in_prose_and_cells(PICTURE)),
    ),
    Kind(
        "style-with-address", UNSAFE_RULE,
        variants(attribute(f'style="{STYLE}"'), in_prose_and_cells(f"<style>td {{ {STYLE} }}</style>")),
    ),
    Kind(
        "href-unsafe", UNSAFE_RULE,
        variants(href(lambda _: "javascript:alert(1)"), href(lambda _: "data:text/html;base64,PGI+")),
    ),
    Kind(
        "href-javascript-disguised", UNSAFE_RULE, href(lambda _: " JaVa&#10;Script:alert(1)"),
        explained={"malformed-url": "the disguise is white space inside the address"},
    ),
    Kind(
        "unsafe-link-added", UNSAFE_RULE,
        variants(everywhere("javascript:alert(1)"), everywhere("data:text/html;base64,PGI+")),
    ),
)  # fmt: skip
