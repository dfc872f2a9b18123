"""Who builds: leimu, MkDocs with Material as it comes and with a pruned navigation, Zensical, Hugo."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from benchmarks.building.commands import program
from benchmarks.building.hugo import write_site
from benchmarks.building.projects import LOCALES, copied

if TYPE_CHECKING:
    from collections.abc import Callable

LEIMU: Final = "leimu"
STOCK: Final = "stock"
PRUNED: Final = "pruned"
ZENSICAL: Final = "zensical"
HUGO: Final = "hugo"
NAMES: Final = (LEIMU, STOCK, PRUNED, ZENSICAL, HUGO)
_PRUNE: Final = "navigation.prune"


@dataclass(frozen=True, slots=True)
class Contender:
    """How one of them is given its pages, and which commands a user of it types."""

    name: str
    make: Callable[[Path], Path]
    """Writes what it builds from into an empty room, and returns the directory: each cold build has one of its own."""
    builds: tuple[tuple[str, ...], ...]
    """The commands of one build, one after the other: those that know no locales build each of them for itself."""
    site: str
    serve: tuple[str, ...]
    """``{port}`` stands for the port."""
    keeps: bool = True
    """Whether it can build anew from what it kept; where not, every build costs what the first did."""


def leimu(project: Path) -> Contender:
    """Return leimu as a plugin of MkDocs, which is how a site is published."""
    return Contender(
        LEIMU,
        partial(copied, project),
        ((program("mkdocs"), "build", "--quiet"),),
        "site",
        (program("mkdocs"), "serve", "--quiet", "--dev-addr", "127.0.0.1:{port}"),
    )


def stock(tree: Path, locales: int, *, is_pruned: bool, has_nav: bool) -> Contender:
    """Return MkDocs and Material as they come, over the rendered pages, with the navigation of the site or of all."""
    names = [name.replace("mkdocs", "stock") for name in _configs(locales)]
    return Contender(
        PRUNED if is_pruned else STOCK,
        partial(_stock_tree, tree, locales, is_pruned=is_pruned, has_nav=has_nav),
        tuple((program("mkdocs"), "build", "--quiet", "--config-file", name) for name in names),
        "site",
        (program("mkdocs"), "serve", "--quiet", "--dev-addr", "127.0.0.1:{port}", "--config-file", names[0]),
        keeps=False,
    )


def zensical(tree: Path, locales: int) -> Contender:
    """Return Zensical, over the tree as leimu renders it for it."""
    command = program("zensical")
    return Contender(
        ZENSICAL,
        partial(_copied, tree),
        tuple((command, "build", "--config-file", name) for name in _configs(locales)),
        "site",
        (command, "serve", "--dev-addr", "127.0.0.1:{port}", "--config-file", "mkdocs.yml"),
    )


def hugo(tree: Path, locales: int, binary: str) -> Contender:
    """Return Hugo, over the rendered pages; one run of it builds all locales."""
    return Contender(
        HUGO,
        partial(_hugo_site, tree, locales),
        ((binary, "--quiet"),),
        "public",
        (binary, "server", "--quiet", "--bind", "127.0.0.1", "--port", "{port}"),
    )


def _configs(locales: int) -> list[str]:
    """Return the settings of a tree; those of the documents' own language first, as that build empties the site."""
    return ["mkdocs.yml", *(f"mkdocs.{locale}.yml" for locale in LOCALES[1:locales])]


def _copied(tree: Path, room: Path) -> Path:
    return Path(shutil.copytree(tree, room / "project"))


def _stock_tree(tree: Path, locales: int, room: Path, *, is_pruned: bool, has_nav: bool) -> Path:
    """Copy a tree, with settings in which nothing is left of what leimu does to the theme."""
    copy = _copied(tree, room)
    for name in _configs(locales):
        config: dict[str, Any] = yaml.safe_load((copy / name).read_text("utf-8"))
        theme = {key: value for key, value in config["theme"].items() if key != "custom_dir"}
        features = [feature for feature in theme["features"] if feature != _PRUNE]
        theme["features"] = [*features, *([_PRUNE] if is_pruned else [])]
        if not has_nav:
            del config["nav"]
        text = yaml.safe_dump({**config, "theme": theme}, allow_unicode=True)
        (copy / name.replace("mkdocs", "stock")).write_text(text, encoding="utf-8")
    return copy


def _hugo_site(tree: Path, locales: int, room: Path) -> Path:
    site = room / "project"
    write_site(tree, site, locales)
    return site
