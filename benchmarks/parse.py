"""What reading costs, as a ratio to bare markdown-it-py on the same text in the same run.

    python benchmarks/parse.py [CATEGORIES ...]        default: 100 1000 10000

The bound (issue: the main job): at most 3 times ``MarkdownIt("commonmark", {"html": True}).parse``, aim 2, and
linear in size.  Processor time, best of several runs, the two alternating, so that a busy machine hurts both.
"""

from __future__ import annotations

import sys
from functools import partial

from markdown_it import MarkdownIt

from benchmarks.synthetic import synthetic_source
from benchmarks.timing import alternating
from generator.source import read_text

BOUND = 3.0


def main(sizes: list[int]) -> int:
    """Print the table; return 1 where a ratio passes the bound."""
    print(f"{'categories':>10} {'KB':>7} {'bare ms':>9} {'leimu ms':>9} {'ratio':>6} {'us/category':>12}")
    worst = 0.0
    for size in sizes:
        text = synthetic_source(size)
        bare, ours = alternating([partial(_bare, text), partial(read_text, text)], runs=max(2, min(9, 5000 // size)))
        worst = max(worst, ours / bare)
        kilobytes = len(text.encode()) / 1000
        figures = f"{bare * 1e3:>9.1f} {ours * 1e3:>9.1f} {ours / bare:>6.2f} {ours / size * 1e6:>12.0f}"
        print(f"{size:>10} {kilobytes:>7.0f} {figures}")
    print(f"worst ratio {worst:.2f}, bound {BOUND:.1f}")
    return int(worst > BOUND)


def _bare(text: str) -> object:
    return MarkdownIt("commonmark", {"html": True}).parse(text)


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [100, 1000, 10000]))
