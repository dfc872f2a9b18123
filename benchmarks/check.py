"""What judging costs, as a ratio to reading the same text in the same run.

    python -m benchmarks.check [CATEGORIES ...]        default: 1000

The bound: all rules together cost less than reading.  Two documents of each size are judged, a sound one and one with a
fault in every category, since a rule that finds much does more.  The slowest rules are listed.
"""

from __future__ import annotations

import sys
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING

from benchmarks.synthetic import synthetic_source
from benchmarks.timing import alternating, timed
from generator.rules import RULES, judge
from generator.rules.rule import Check, Context
from generator.source import read_text

if TYPE_CHECKING:
    from generator.catalogue import Catalogue

BOUND = 1.0
LISTED = 5
RUNS = 5

FAULTS = (
    ("选1）", "选9）"),
    ("https://", "http://"),
    ("《", ""),
    ("</td>", ""),
    ("<td>", '<td onclick="x()">'),
    ("类目适用范围", "类目适用范筑"),
    ("href=", 'href="" title='),
    ("（", "("),
    ("https://", "#step-"),
    ("https://", "tel:400-"),
    ("适用于提供", "需补充“没有的名称”类目，适用于提供"),
)
"""What is written for what in the categories of the faulty document, by turns."""


def main(sizes: list[int]) -> int:
    """Print the table; return 1 where a ratio passes the bound."""
    print(f"{'categories':>10} {'document':>8} {'findings':>8} {'read ms':>8} {'judge ms':>9} {'ratio':>6}")
    worst = 0.0
    for size in sizes:
        sound = synthetic_source(size)
        for name, text in (("sound", sound), ("faulty", faulty(sound))):
            catalogue = read_text(text)
            read, judged = alternating([partial(read_text, text), partial(judge, catalogue)], RUNS)
            worst = max(worst, judged / read)
            found = len(judge(catalogue))
            figures = f"{read * 1e3:>8.0f} {judged * 1e3:>9.0f} {judged / read:>6.2f}"
            print(f"{size:>10} {name:>8} {found:>8} {figures}")
            print(f"{'':>10} slowest: {_slowest(catalogue)}")
    print(f"worst ratio {worst:.2f}, bound {BOUND:.1f}")
    return int(worst > BOUND)


def faulty(text: str) -> str:
    """Return a document with one fault in every category."""
    head, *categories = text.split("\n### ")
    planted = [
        category.replace(right, wrong, 1) for category, (right, wrong) in zip(categories, cycle(FAULTS), strict=False)
    ]
    return "\n### ".join([head, *planted])


def _slowest(catalogue: Catalogue) -> str:
    """Return the rules that took longest, with their milliseconds."""

    def cost(check: Check) -> float:
        # A context of its own: else the first rule would pay for what the others use too.
        context = Context(catalogue, known=frozenset(rule.name for rule in RULES))
        return min(timed(lambda: list(check(context))) for _ in range(2))

    costs = sorted(((cost(rule.check), rule.name) for rule in RULES), reverse=True)
    return ", ".join(f"{name} {seconds * 1e3:.0f}" for seconds, name in costs[:LISTED])


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [1000]))
