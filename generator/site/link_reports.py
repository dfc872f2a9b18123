"""The reports of the link check: its own forms, and those of all findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.config import ConfigError
from generator.files import write_atomically
from generator.links import telling
from generator.messages import gettext as _
from generator.rules import RULES
from generator.site.linking import LINK_RULES

if TYPE_CHECKING:
    from pathlib import Path

    from generator.site.linking import Checked


def render(form: str, checked: Checked, *, everything: bool = False) -> str:
    """Return what was learned of the links: in the form ``text`` of all of them, or of what is not well."""
    match form:
        case "json":
            return telling.to_json(checked.catalogue, checked.answers)
        case "markdown":
            return telling.to_markdown(checked.catalogue, checked.answers)
        case "text":
            return telling.to_text(checked.catalogue, checked.answers, everything=everything)
        case _of_findings:
            # The reports of findings bring what draws on terminals.
            from generator.reports import render as report  # noqa: PLC0415

            asked = [rule for rule in RULES if rule.name in LINK_RULES]
            return report(form, checked.catalogue, checked.judged.findings, asked)


def write_file(file: Path, text: str) -> None:
    """Write a report.

    Raises:
        ConfigError: the file cannot be written.
    """
    try:
        write_atomically(file, text.encode("utf-8", "replace"))
    except OSError as error:
        said = _("{file}: cannot be written ({reason}). Check its name and rights.")
        raise ConfigError(said.format(file=file, reason=error.strerror or error)) from None
