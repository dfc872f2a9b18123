"""The pages about the rules, made from the rules: ``python -m generator.rules.pages``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from generator.files import write_atomically
from generator.messages import gettext as _
from generator.rules.registry import FAMILIES, RULES

if TYPE_CHECKING:
    from generator.rules.rule import Rule

_FOLDER = Path(__file__).parents[2] / "docs" / "rules"

# Readers of the help centre search for categories; the examples on these pages must not stand in their way.
_MADE = """\
---
lang: en
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
    return {"index.md": _index(), **{f"{rule.name}.md": f"{_MADE}\n{rule_page(rule)}" for rule in RULES}}


def write(folder: Path = _FOLDER) -> None:
    """Write every page into a folder, and remove the pages of rules that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = rule_pages()
    for stale in {path.name for path in folder.glob("*.md")} - pages.keys():
        (folder / stale).unlink()
    for name, text in pages.items():
        write_atomically(folder / name, text.encode("utf-8"))


def rule_table() -> str:
    """Return all rules as Markdown, by family, with their codes, severities and summaries."""
    parts = []
    for prefix, family in FAMILIES.items():
        rows = [_row(rule) for rule in RULES if rule.code.startswith(prefix)]
        if rows:
            heads = (_("Code"), _("Rule"), _("Severity"), _("What it reports"))
            head = f"| {' | '.join(heads)} |\n| --- | --- | --- | --- |"
            parts.append("\n".join(["## " + _(family) + "\n", head, *rows, ""]))
    return "\n".join(parts)


def _index() -> str:
    links = {f"| {rule.name} |": f"| [{rule.name}]({rule.name}.md) |" for rule in RULES}
    table = rule_table()
    for name, link in links.items():
        table = table.replace(name, link)
    return f"{_MADE}\n{_INTRODUCTION}\n{table}"


def _row(rule: Rule) -> str:
    summary = _(rule.summary)
    return f"| {rule.code} | {rule.name} | {_severity(rule)} | {summary} |"


def rule_page(rule: Rule) -> str:
    """Return the page of a rule as Markdown, in the language of the messages."""
    page = rule.documentation
    family, level = _(FAMILIES[rule.code[:2]]), _("severity")
    sections = {
        _("What it reports"): _(page.what),
        _("Why it matters"): _(page.why),
        _("Wrong"): _fenced(page.wrong),
        _("Right"): _fenced(page.right),
        _("How to mend it"): _(page.mend),
    }
    fixable = [_("`leimu check --fix` mends what has one right answer.") + "\n"] if rule.fixable else []
    return "\n".join(
        [
            f"# {rule.name}\n",
            f"**{rule.code}** · {family} · {level} **{_severity(rule)}**\n",
            _(rule.summary) + "\n",
            *(f"## {heading}\n\n{text}\n" for heading, text in sections.items()),
            *fixable,
        ]
    )


def _severity(rule: Rule) -> str:
    return _(rule.severity.value)


def _fenced(example: str) -> str:
    """Return an example as a code block, in a fence longer than any inside it."""
    longest = max((len(run) for run in re.findall("`+", example)), default=0)
    fence = "`" * max(3, longest + 1)
    language = "console" if example.startswith("$ ") else "markdown"
    return f"{fence}{language}\n{example.rstrip()}\n{fence}"


if __name__ == "__main__":
    write()
