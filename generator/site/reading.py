"""From settings to a judged catalogue: what every command and the plugin begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.config import ConfigError, OptionError
from generator.findings import Severity
from generator.rules import judge
from generator.source import ReadSettings, find_sources, read_files, write_ids

if TYPE_CHECKING:
    from generator.catalogue import Catalogue
    from generator.config import Settings
    from generator.findings import Finding


@dataclass(frozen=True, slots=True)
class Judged:
    """A catalogue and what the rules say of it."""

    catalogue: Catalogue
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Severity | None:
        """The weight of the heaviest finding, None where there is none."""
        return max((finding.severity for finding in self.findings), default=None)


def read(settings: Settings) -> Catalogue:
    """Read the sources of the settings.

    Raises:
        SourceError: a source or the vocabulary cannot be read, or there is none.
    """
    files = find_sources(settings.sources)
    return read_files(
        files,
        settings=ReadSettings(
            title=settings.title, base=settings.base, vocabulary=settings.vocabulary, ids=settings.ids
        ),
    )


def read_and_judge(settings: Settings) -> Judged:
    """Read the sources of the settings and apply every rule.

    Raises:
        SourceError: as in :func:`read`.
        OptionError: the settings set the level of a rule that there is not.
    """
    catalogue = read(settings)
    try:
        return Judged(catalogue, judge(catalogue, settings.findings))
    except ValueError as error:
        raise OptionError(settings.file or settings.base, "findings", str(error)) from None


def keep_ids(settings: Settings, judged: Judged) -> bool:
    """Write the ids file where the catalogue has no error; True if that changed it.

    A source that is half-typed would otherwise leave its accidents in the file that people rely on.

    Raises:
        ConfigError: the file cannot be written.
        SourceError: the file is there, and broken.
    """
    if settings.ids is None or judged.worst is Severity.ERROR:
        return False
    try:
        return write_ids(settings.ids, judged.catalogue)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigError(f"{settings.ids}: cannot be written ({reason}). Check its rights, or move it: ids.") from None


def place(catalogue: Catalogue, finding: Finding) -> str:
    """Return ``file:line:column`` of a finding."""
    source = catalogue.sources[finding.source]
    start = source.position(finding.span.start)
    return f"{source.file}:{start.line}:{start.column}"
