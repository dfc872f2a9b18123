"""Making projects of synthetic categories, with translations, and changing a category of one."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polib

from benchmarks.building.commands import environment, program, run
from benchmarks.synthetic import PER_GROUP, REAL, synthetic_source

if TYPE_CHECKING:
    from collections.abc import Sequence

LOCALES: Final = ("zh", "zh-Hant", "en")
_SOURCE: Final = "catalogue/sources/rules.md"
_FIXED: Final = 7
"""Pages that every catalogue has once: home, finder, papers, matrix, comparison, source, 404."""
_CONFIG: Final = """\
site_name: 小程序直播类目
site_url: https://help.example.com/
theme: {name: material}
plugins:
  - search
  - leimu: {locales: [%s]}
"""
_PAPER: Final = re.compile("《[^《》]+》")
_CHARACTERS: Final = re.compile("[\u4e00-\u9fff]+")
_SYLLABLES: Final = [first + last for first in "bdfghjklmnprstvwz" for last in ("an", "el", "in", "or", "u", "ay")]
_CHANGED: Final = re.compile("(讲解)(?:改[0-9]+版)?(?=、)")


def pages_of(text: str) -> int:
    """Return how many pages the site of a synthetic source has in one locale."""
    categories = text.count("\n### ")
    return categories + -(-categories // PER_GROUP) + len(set(_PAPER.findall(text))) + _FIXED


def categories_for(pages: int) -> int:
    """Return how many categories come closest to so many pages."""
    # There are between one and three papers to a category, and more categories hardly ever have fewer papers.
    low, high = 1, pages
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if pages_of(synthetic_source(middle, REAL)) < pages else (low, middle)
    return min((low, high), key=lambda each: abs(pages_of(synthetic_source(each, REAL)) - pages))


def make_project(room: Path, categories: int, locales: int) -> Path:
    """Write a project into a room of its own, with every string translated, and return its directory.

    Raises:
        FailedError: the translations cannot be begun.
    """
    project = room / "project"
    source = project / _SOURCE
    source.parent.mkdir(parents=True)
    (project / "docs").mkdir()
    source.write_text(synthetic_source(categories, REAL), encoding="utf-8")
    others = LOCALES[1:locales]
    (project / "mkdocs.yml").write_text(_CONFIG % ", ".join(others), encoding="utf-8")
    if "en" in others:
        run([program("leimu"), "locales", "update", "en"], project, 3600, environment(room))
        _translate(project / "catalogue" / "locales" / "en.po")
        # Only the words count: what the command kept for itself must not help the first build.
        shutil.rmtree(room / "cache", ignore_errors=True)
        for kept in project.glob(".*"):
            shutil.rmtree(kept, ignore_errors=True)
    return project


def copied(project: Path, room: Path) -> Path:
    """Return a copy of a project in another room, which nothing was run in."""
    return Path(shutil.copytree(project, room / "project"))


def _translate(file: Path) -> None:
    """Fill a PO file with words that look like a translation; whatever is not Chinese stays."""
    words = polib.pofile(str(file), wrapwidth=0)
    for entry in words:
        entry.msgstr = _CHARACTERS.sub(lambda found: f" {_words(found[0])} ", entry.msgid).strip()
    words.save()


def _words(characters: str) -> str:
    """Return two syllables of a word for each character, and a word for two characters."""
    syllables = [_SYLLABLES[ord(each) % len(_SYLLABLES)] + _SYLLABLES[ord(each) // 7 % 90] for each in characters]
    text = " ".join("".join(syllables[start : start + 2]) for start in range(0, len(syllables), 2))
    return text.capitalize()


class Editor:
    """Changes one category after another, each time to words that stand nowhere else."""

    def __init__(self, categories: int) -> None:
        self._categories = categories
        self._edits = 0

    def edit(self, root: Path) -> tuple[str, str]:
        """Change the scenario of a category in a project, or in a tree that leimu rendered.

        Return the address of its page, and the words that stand on it now.
        """
        self._edits += 1
        # A step that has no factor with a round number of categories goes all round, from group to group.
        number = self._edits * 37 % self._categories
        address = f"g{number // PER_GROUP}/c{number}/"
        file = root / _SOURCE
        if file.exists():
            lines = file.read_text("utf-8").splitlines(keepends=True)
            first, last = _lines(lines, number)
        else:
            (file,) = (path for path in _pages(root) if path.as_posix().endswith(f"/{address[:-1]}.md"))
            lines = file.read_text("utf-8").splitlines(keepends=True)
            first, last = 0, len(lines)
        lines[first:last] = [_CHANGED.sub(rf"\g<1>改{self._edits}版", line) for line in lines[first:last]]
        file.write_text("".join(lines), encoding="utf-8")
        return address, f"讲解改{self._edits}版"


def _pages(root: Path) -> Sequence[Path]:
    """Return the pages of a rendered tree in the language of the documents, as MkDocs takes them or Hugo."""
    return [path for name in ("docs", "content/zh") for path in (root / name).glob("g*/c*.md")]


def _lines(lines: list[str], number: int) -> tuple[int, int]:
    """Return where the lines of a category begin and end."""
    heads = [index for index, line in enumerate(lines) if line.startswith("### ")]
    return list(pairwise([*heads, len(lines)]))[number]
