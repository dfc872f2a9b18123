"""What reading, judging and translating again costs after an edit, as a ratio to doing so for the first time.

    python -m benchmarks.again [CATEGORIES ...]        default: 1000

The bound: a quarter, be it that words of one category have changed, or that a line has come above all of them.  Both
are measured in one run, with a translation of every string, and what comes of it is compared.  Papers come back as they
do in the real document.
"""

from __future__ import annotations

import gc
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.synthetic import REAL, synthetic_source
from benchmarks.timing import timed
from generator.locales import checking, remembering
from generator.locales.checking import faults
from generator.locales.po import template
from generator.locales.settings import Locale
from generator.locales.translating import Words, translate
from generator.locales.units import units
from generator.rules import Memory as RulesMemory
from generator.rules import judge
from generator.source import Memory, ReadSettings, read_named, read_text

if TYPE_CHECKING:
    import polib

BOUND = 0.25
RUNS = 5
LOCALE = Locale("en", "English", Path("en.po"))


@dataclass
class Editor:
    """Who reads one document again and again."""

    words: Words
    file: polib.POFile
    reading: Memory = field(default_factory=Memory)
    judging: RulesMemory = field(default_factory=RulesMemory)
    noting: remembering.Memory = field(default_factory=remembering.Memory)
    checking: checking.Memory = field(default_factory=checking.Memory)
    speaking: remembering.Memory = field(default_factory=remembering.Memory)

    def look(self, text: str) -> object:
        """Return all that is made of a document."""
        catalogue = read_named([("rules.md", text.encode())], ReadSettings(), self.reading)
        strings = units(catalogue, "zh", (), self.noting)
        wrong = tuple(faults(LOCALE, strings, self.file, self.checking))
        findings = judge(catalogue, translations=wrong, memory=self.judging)
        return catalogue, findings, translate(catalogue, self.words, self.speaking)


def main(sizes: list[int]) -> int:
    """Print the table; return 1 where a ratio passes the bound."""
    print(f"{'categories':>10} {'edit':>6} {'first ms':>9} {'again ms':>9} {'ratio':>6}")
    worst = 0.0
    # As during a server's build.
    gc.disable()
    for size in sizes:
        text = synthetic_source(size, REAL)
        file = _translated(text)
        words = Words.of_file(LOCALE, "zh", file)
        first = min(timed(partial(Editor(words, file).look, text)) for _ in range(RUNS))
        for name, edits in (("words", _other_words(text)), ("line", _more_lines(text))):
            editor = Editor(words, file)
            editor.look(text)
            again = min(timed(partial(editor.look, edited), forget=False) for edited in edits)
            worst = max(worst, again / first)
            print(f"{size:>10} {name:>6} {first * 1e3:>9.0f} {again * 1e3:>9.0f} {again / first:>6.2f}")
            if editor.look(edits[-1]) != Editor(words, file).look(edits[-1]):
                print("what is made again is not what is made the first time")
                return 1
    print(f"worst ratio {worst:.2f}, bound {BOUND}")
    return int(worst > BOUND)


def _translated(text: str) -> polib.POFile:
    """Return a PO file that has a translation of everything."""
    file = template(units(read_text(text), "zh"), lambda _unit: ([], ""))
    for entry in file:
        entry.msgstr = f"T {entry.msgid}"
    return file


def _other_words(text: str) -> list[str]:
    return [text.replace("类直播\n", f"类直播{number}\n", 1) for number in range(RUNS)]


def _more_lines(text: str) -> list[str]:
    return [text.replace("\n## ", f"\n{'又一行。' * number}\n\n## ", 1) for number in range(1, RUNS + 1)]


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [1000]))
