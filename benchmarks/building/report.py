"""What was measured, as a table, as growth from size to size, and against the bounds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from benchmarks.building.contenders import HUGO, LEIMU, PRUNED, STOCK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.building.commands import Cost

COLD: Final = "cold build"
NOTHING: Final = "unchanged"
EDITED: Final = "one edited"
SAVE: Final = "serve: a save"
LARGE: Final = 10_000
BASE: Final = 1000
"""The size of the bounds, in categories or in pages."""
LARGEST: Final = 60_000
"""Bytes of a page of a category at most."""
STEADY: Final = 1.05
"""Memory may differ by so much between the second fifth of many saves and the last."""
MANY: Final = 200
"""Saves after which memory counts as steady or not."""
_NONE: Final = "–"


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is to build."""

    name: str
    """As it was asked for: ``1000``, or ``1000p`` where pages are meant."""
    categories: int
    locales: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line: who did what, and what it cost; without a cost it failed, and the note says how."""

    size: Size
    who: str
    what: str
    cost: Cost | None
    pages: int = 0
    output: float = 0.0
    """MB in all."""
    largest: int = 0
    """Bytes of the largest page of a category."""
    growth: float = 0.0
    """How many times as much memory the last of many saves took; 0 where nobody looked."""
    saves: int = 0
    note: str = ""


HEAD: Final = (
    f"{'size':>6} {'loc':>3} {'pages':>6} {'who':<8} {'what':<13} {'wall s':>7} {'CPU s':>7} {'cores':>5}"
    f" {'ms/page':>7} {'/stock':>7} {'/pruned':>7} {'/hugo':>7} {'MB peak':>7} {'MB made':>7} {'largest':>7}"
)


def lines(rows: list[Row]) -> Iterable[str]:
    """Return the lines of the rows of one size; all ratios are of processor time, to cold builds of the others."""
    for row in rows:
        size = f"{row.size.name:>6} {row.size.locales:>3}"
        if row.cost is None:
            yield f"{size} {_NONE:>6} {row.who:<8} {row.what:<13} {row.note}"
            continue
        cost = row.cost
        ratios = " ".join(f"{_ratio(row, rows, who):>7}" for who in (STOCK, PRUNED, HUGO))
        pages = max((each.pages for each in rows if each.who == row.who), default=0)
        made = f"{row.output:>7.1f} {row.largest:>7}" if row.output else f"{_NONE:>7} {_NONE:>7}"
        each = f"{cost.cpu / pages * 1e3:.2f}" if pages and row.what == COLD else _NONE
        yield (
            f"{size} {pages or _NONE:>6} {row.who:<8} {row.what:<13} {cost.wall:>7.2f} {cost.cpu:>7.2f}"
            f" {cost.cpu / cost.wall:>5.2f} {each:>7} {ratios} {cost.memory:>7.0f} {made}"
        )
        if row.note:
            yield f"{'':>17} {row.note}"


def _ratio(row: Row, rows: list[Row], who: str) -> str:
    other = find(rows, who, COLD, row.size.name, row.size.locales)
    if row.cost is None or other is None or other.cost is None or (row.who == who and row.what == COLD):
        return _NONE
    return f"{row.cost.cpu / other.cost.cpu:.3f}"


def growth(rows: list[Row]) -> Iterable[str]:
    """Return how the cost of each cold build, rebuild and save grows from one size to the next."""
    kinds = dict.fromkeys((row.who, row.what, row.size.locales) for row in rows)
    for who, what, locales in kinds:
        same = [row for row in rows if (row.who, row.what, row.size.locales) == (who, what, locales) and row.cost]
        same.sort(key=lambda row: row.size.categories)
        for small, large in pairwise(same):
            if small.cost is None or large.cost is None:
                continue
            categories = large.size.categories / small.size.categories
            cost = large.cost.cpu / max(small.cost.cpu, 0.01)
            pages = f", {large.pages / small.pages:.2f} times the pages" if small.pages and large.pages else ""
            yield (
                f"{who}, {what}, {locales} loc: {small.size.name} to {large.size.name}, {categories:.2f} times the"
                f" categories{pages}: {cost:.2f} times the CPU"
            )


def find(rows: list[Row], who: str, what: str, name: str, locales: int) -> Row | None:
    """Return a row of a size by its name, or nothing where that was not measured."""
    for row in rows:
        if (row.who, row.what, row.size.name, row.size.locales) == (who, what, name, locales):
            return row
    return None


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound, and what was found; without a figure it was not measured."""

    words: str
    figure: float | None
    limit: float
    is_least: bool = False

    @property
    def is_met(self) -> bool | None:
        """Whether it is met, or nothing where that is not known."""
        if self.figure is None:
            return None
        return self.figure > self.limit if self.is_least else self.figure <= self.limit

    def __str__(self) -> str:
        """Return the line of the report."""
        verdict = {True: "met", False: "NOT MET", None: "not measured"}[self.is_met]
        figure = _NONE if self.figure is None else f"{self.figure:.3f}"
        return f"{verdict:<12} {figure:>8} {'>' if self.is_least else '≤'} {self.limit:<6g} {self.words}"


def bounds(rows: list[Row]) -> list[Bound]:
    """Return each bound of the build with what was found.

    A bound about pages takes the size that was asked for in pages where there is one, since MkDocs alone grows faster
    than its pages, and would make the ratio look better at more of them.
    """
    pages = next((name for name in (f"{BASE}p", f"{BASE}") if find(rows, LEIMU, COLD, name, 1)), f"{BASE}")
    three = find(rows, LEIMU, COLD, f"{BASE}", 3)
    saved = find(rows, LEIMU, SAVE, f"{BASE}", 3)
    both_cores = three.cost.cpu / three.cost.wall if three and three.cost else None
    largest = [row.largest / 1000 for row in rows if (row.who, row.size.categories) == (LEIMU, BASE) and row.largest]
    many = saved if saved and saved.cost and saved.saves >= MANY else None
    return [
        Bound(f"cold build, {_pages(rows, pages)}, CPU to stock's", _share(rows, pages, STOCK), 1 / 20),
        Bound(f"cold build, {_pages(rows, pages)}, CPU to Hugo's", _share(rows, pages, HUGO), 1.0),
        Bound("cold build, 3 locales × 1,000 categories, CPU/wall", both_cores, 1.5, is_least=True),
        Bound("cold build, CPU of ten times as many pages, 1,000 to 10,000", _ten_times(rows), 11.0),
        Bound("one category edited, 3 × 1,000 categories, wall s", _wall(rows, EDITED), 1.5),
        Bound("nothing changed, 3 × 1,000 categories, wall s", _wall(rows, NOTHING), 1.0),
        Bound("serve, a save to its page, median, 3 × 1,000 categories, wall s", _wall(rows, SAVE), 0.5),
        Bound(
            f"serve, memory over {MANY} saves, 3 × 1,000 categories, last to early",
            many.growth if many else None,
            STEADY,
        ),
        Bound("largest page of a category at 1,000 categories, kB", max(largest, default=None), LARGEST / 1000),
    ]


def _pages(rows: list[Row], name: str) -> str:
    row = find(rows, LEIMU, COLD, name, 1)
    return f"{row.pages if row and row.pages else BASE:,} pages, 1 locale"


def _share(rows: list[Row], name: str, who: str) -> float | None:
    mine, other = (find(rows, each, COLD, name, 1) for each in (LEIMU, who))
    return mine.cost.cpu / other.cost.cpu if mine and other and mine.cost and other.cost else None


def _wall(rows: list[Row], what: str) -> float | None:
    row = find(rows, LEIMU, what, f"{BASE}", 3)
    return row.cost.wall if row and row.cost else None


def _ten_times(rows: list[Row]) -> float | None:
    """Return what ten times the pages cost: ten thousand categories have not ten times the papers of a thousand."""
    for suffix in ("p", ""):
        small, large = (find(rows, LEIMU, COLD, f"{size}{suffix}", 1) for size in (BASE, LARGE))
        if small and large and small.cost and large.cost:
            return 10 * (large.cost.cpu / large.pages) / (small.cost.cpu / small.pages)
    return None
