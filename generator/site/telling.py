"""Telling what was found in the sources, as the log of a build has it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from generator.findings import Severity
from generator.messages import gettext as _
from generator.site.reading import place

if TYPE_CHECKING:
    from generator.findings import Finding
    from generator.site.reading import Judged

log: Final = logging.getLogger("mkdocs.plugins.leimu")

# A rule's weight decides whether `mkdocs build --strict` stops: MkDocs counts warnings and nothing below.
_LOG_LEVELS: Final = {Severity.ERROR: logging.WARNING, Severity.WARNING: logging.INFO, Severity.INFO: logging.DEBUG}


def tell(judged: Judged) -> None:
    """Log every finding."""
    for finding in judged.findings:
        log.log(_LOG_LEVELS[finding.severity], "%s", _told(judged, finding))


def _told(judged: Judged, finding: Finding) -> str:
    """Return a finding as a line of the log."""
    said = (
        _("{message} ({hint})").format(message=finding.message, hint=finding.hint) if finding.hint else finding.message
    )
    level = _(finding.severity.value)
    return f"{place(judged.catalogue, finding)} {level} {finding.rule}: {said}"
