"""The pages about the rules, made from the rules: ``python -m generator.rules.pages``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from generator.rules.registry import FAMILIES, RULES

if TYPE_CHECKING:
    from generator.rules.rule import Rule

_FOLDER = Path(__file__).parents[2] / "docs" / "rules"

# Readers of the help centre search for categories; the examples on these pages must not stand in their way.
_MADE = """\
---
search:
  boost: 0.1
---
<!-- Made by python -m generator.rules.pages; edit the rule, not this page. -->
"""

_INTRODUCTION = """\
# Rules

What leimu tells the editors of a source. Every finding names its rule; every rule has a page that says what it reports,
why that matters and how to mend it.
"""


def rule_pages() -> dict[str, str]:
    """Return the text of every page by its file name, ``index.md`` included."""
    return {"index.md": _index(), **{f"{rule.name}.md": _page(rule) for rule in RULES}}


def write(folder: Path = _FOLDER) -> None:
    """Write every page into a folder, and remove the pages of rules that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = rule_pages()
    for stale in {path.name for path in folder.glob("*.md")} - pages.keys():
        (folder / stale).unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _index() -> str:
    parts = [_MADE, _INTRODUCTION]
    for prefix, family in FAMILIES.items():
        rows = [_row(rule) for rule in RULES if rule.code.startswith(prefix)]
        if rows:
            head = "| Code | Rule | Severity | What it reports |\n| --- | --- | --- | --- |"
            parts.append("\n".join([f"## {family}\n", head, *rows, ""]))
    return "\n".join(parts)


def _row(rule: Rule) -> str:
    return f"| {rule.code} | [{rule.name}]({rule.name}.md) | {rule.severity} | {rule.summary} |"


def _page(rule: Rule) -> str:
    documentation = rule.documentation
    return "\n".join(
        [
            _MADE,
            f"# {rule.name}\n",
            f"**{rule.code}** · {FAMILIES[rule.code[:2]]} · severity **{rule.severity}**\n",
            f"{rule.summary}\n",
            f"## What it reports\n\n{documentation.what}\n",
            f"## Why it matters\n\n{documentation.why}\n",
            f"## Wrong\n\n{_fenced(documentation.wrong)}\n",
            f"## Right\n\n{_fenced(documentation.right)}\n",
            f"## How to mend it\n\n{documentation.mend}\n",
        ]
    )


def _fenced(example: str) -> str:
    """Return an example as a code block, in a fence longer than any inside it."""
    longest = max((len(run) for run in re.findall("`+", example)), default=0)
    fence = "`" * max(3, longest + 1)
    language = "console" if example.startswith("$ ") else "markdown"
    return f"{fence}{language}\n{example.rstrip()}\n{fence}"


if __name__ == "__main__":
    write()
