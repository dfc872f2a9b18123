"""What building a site costs, as a ratio to MkDocs and Material alone over the same pages in the same run.

    python -m benchmarks.build [CATEGORIES ...]        default: 100 1000; 10000 takes hours of the stock build

leimu builds a project of that many synthetic categories in one language.  The stock builds take the pages that
`leimu render` writes, with the theme as Material brings it: once with the whole navigation on every page, as it is from
the start, and once with `navigation.prune`.  Every build is a process of its own, into an empty directory; its cost is
processor time, start-up included.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from benchmarks.synthetic import synthetic_source

MB: Final = 1_000_000
PRUNE: Final = "navigation.prune"
_CONFIG: Final = """\
site_name: 小程序直播类目
site_url: https://help.example.com/
theme: {name: material}
plugins: [search, leimu]
"""
_MKDOCS: Final = ("-m", "mkdocs", "build", "--quiet", "--site-dir")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one build cost and made."""

    seconds: float
    """Of processor time."""
    memory: float
    """At its peak, in MB."""
    output: float
    """In MB."""
    pages: int
    largest: int
    """Bytes of the largest page of a category."""


def main(sizes: list[int]) -> int:
    """Print the table, and how the cost of a page grows."""
    heads = ("categories", "build", "pages", "CPU s", "ms/page", "ratio", "MB peak", "MB made", "largest category")
    print("{:>10} {:<18} {:>6} {:>8} {:>8} {:>6} {:>8} {:>8} {:>16}".format(*heads))
    grown: dict[str, list[float]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="leimu-bench-") as directory:
            costs = _costs(Path(directory), size)
        for name, cost in costs.items():
            each = cost.seconds / cost.pages * 1e3
            grown.setdefault(name, []).append(each)
            ratio = cost.seconds / costs["stock"].seconds
            print(
                f"{size:>10} {name:<18} {cost.pages:>6} {cost.seconds:>8.1f} {each:>8.1f} {ratio:>6.3f}"
                f" {cost.memory:>8.0f} {cost.output:>8.0f} {cost.largest:>16}",
                flush=True,
            )
    for name, prices in grown.items():
        print(f"{name}: a page costs {prices[-1] / prices[0]:.2f} times as much at {sizes[-1]} as at {sizes[0]}")
    return 0


def _costs(directory: Path, size: int) -> dict[str, Cost]:
    project, tree = directory / "project", directory / "tree"
    (project / "docs").mkdir(parents=True)
    sources = project / "catalogue" / "sources"
    sources.mkdir(parents=True)
    (sources / "rules.md").write_text(synthetic_source(size), encoding="utf-8")
    (project / "mkdocs.yml").write_text(_CONFIG, encoding="utf-8")
    _run(project, "-m", "generator", "render", str(tree))
    costs = {"leimu": _built(project, directory / "leimu")}
    given = yaml.safe_load((tree / "mkdocs.yml").read_text(encoding="utf-8"))
    for name, is_pruned in (("stock", False), ("stock, pruned", True)):
        config = _stock(given, is_pruned=is_pruned)
        (tree / "mkdocs.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
        costs[name] = _built(tree, directory / name)
    return costs


def _stock(config: dict[str, Any], *, is_pruned: bool) -> dict[str, Any]:
    """Return the mkdocs.yml of a tree without what leimu does to the theme."""
    theme = {key: value for key, value in config["theme"].items() if key != "custom_dir"}
    features = [feature for feature in theme["features"] if feature != PRUNE]
    return {**config, "theme": {**theme, "features": [*features, *([PRUNE] if is_pruned else [])]}}


def _built(project: Path, site: Path) -> Cost:
    seconds, memory = _run(project, *_MKDOCS, str(site))
    pages = list(site.rglob("*.html"))
    categories = site.glob("g*/c*/index.html")
    output = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    return Cost(seconds, memory, output / MB, len(pages), max(path.stat().st_size for path in categories))


def _run(directory: Path, *arguments: str) -> tuple[float, float]:
    """Run Python in a directory; return its processor time in seconds and its memory at the peak in MB."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "NO_MKDOCS_2_WARNING": "1"}
    process = os.posix_spawn(
        "/bin/sh",
        ["sh", "-c", 'cd "$0" && exec "$@" >/dev/null 2>&1', str(directory), sys.executable, *arguments],
        environment,
    )
    _process, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{' '.join(arguments)} in {directory}: ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / MB


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [100, 1000]))
