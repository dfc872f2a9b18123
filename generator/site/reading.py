"""From settings to a judged catalogue: what every command and the plugin begin with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Event
from typing import TYPE_CHECKING

from generator.config import ConfigError, OptionError, load_yaml
from generator.files import write_atomically
from generator.findings import Severity
from generator.messages import gettext as _
from generator.messages import ngettext
from generator.rules import Memory as RulesMemory
from generator.rules import baseline, judge
from generator.rules.registry import RULES_ON_WEB
from generator.source import Memory, ReadSettings, find_sources, read_files, write_ids

if TYPE_CHECKING:
    from pathlib import Path

    from generator.catalogue import Catalogue
    from generator.config import Settings
    from generator.findings import Finding, TranslationFault, WebAnswer
    from generator.rules.baseline import Entry

_ON_WEB = frozenset(rule.name for rule in RULES_ON_WEB)
_AGAIN = Event()
"""Set once this process has read, or is known to read more than once."""
_MEMORY = Memory()
_JUDGED = RulesMemory()
"""An editor's server reads and judges the same project again at every save."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A catalogue and what the rules say of it."""

    catalogue: Catalogue
    findings: tuple[Finding, ...]
    """Without those that the baseline knows."""
    known: int = 0
    """How many findings the baseline knows."""
    gone: tuple[Entry, ...] = ()
    """Entries of the baseline that are not needed any more."""

    @property
    def worst(self) -> Severity | None:
        """The weight of the heaviest finding, None where there is none."""
        return max((finding.severity for finding in self.findings), default=None)


def read(settings: Settings) -> Catalogue:
    """Read the sources of the settings.

    Raises:
        SourceError: a source or a file of the editors' words cannot be read, or there is no source.
    """
    files = find_sources(settings.sources, settings.base)
    return read_files(files, settings=read_settings(settings), memory=_MEMORY if _reads_again() else None)


def remember() -> None:
    """Keep what is read from the first reading on: a server reads again at every save.

    Without this the second reading is the first to be kept: to read a source part by part takes a little longer than to
    read it as a whole, which is quicker for who reads it once.
    """
    _AGAIN.set()


def _reads_again() -> bool:
    """Tell whether this reading is not the only one of the process, as far as anybody knows."""
    known = _AGAIN.is_set()
    _AGAIN.set()
    return known


def read_settings(settings: Settings) -> ReadSettings:
    """Return how the sources of the settings are read."""
    return ReadSettings(
        title=settings.title,
        base=settings.base,
        vocabulary=settings.vocabulary,
        qualifications=settings.qualifications,
        ids=settings.ids,
    )


def read_and_judge(settings: Settings) -> Judged:
    """Read the sources of the settings and apply every rule.

    Raises:
        SourceError: as in :func:`read`; or the baseline cannot be read.
        OptionError: the settings set the level of a rule that there is not.
    """
    return judged(settings, read(settings))


def judged(settings: Settings, catalogue: Catalogue, web: tuple[WebAnswer, ...] | None = None) -> Judged:
    """Apply every rule to a catalogue, and the baseline of the settings to what they say.

    ``web`` is what asking the web said; None where it was not asked.

    Raises:
        SourceError: the baseline cannot be read.
        OptionError: the settings set the level of a rule that there is not.
    """
    try:
        findings = judge(
            catalogue,
            settings.findings,
            base=settings.base,
            docs=docs_directory(settings),
            web=web,
            translations=_translations(settings, catalogue),
            memory=_JUDGED,
        )
    except ValueError as error:
        raise OptionError(settings.file or settings.base, "findings", str(error)) from None
    if settings.baseline is None or not settings.baseline.exists():
        return Judged(catalogue, findings)
    known = baseline.load(settings.baseline)
    if web is None:
        # Whether what only the web can tell is mended nobody knows now.
        known = tuple(entry for entry in known if entry.rule not in _ON_WEB)
    sifted = baseline.sift(catalogue, findings, known, partial=settings.partial)
    return Judged(catalogue, sifted.new, sifted.known, sifted.gone)


def _translations(settings: Settings, catalogue: Catalogue) -> tuple[TranslationFault, ...] | None:
    """Return what is wrong with the translations of a project, None where it has no further language.

    Of some of its sources alone nobody can tell what is left over.
    """
    if not settings.locales:
        return None
    from generator.site.translations import faults_of  # noqa: PLC0415 - most commands need no PO file

    found = faults_of(settings, catalogue, docs_directory(settings))
    return tuple(fault for fault in found if not (settings.partial and fault.rule == "obsolete-translation"))


def docs_directory(settings: Settings) -> Path | None:
    """Return the directory whose files the site publishes as they are; None where there is none.

    Raises:
        ConfigError: the mkdocs.yml of the project cannot be read.
    """
    if settings.file is None:
        return None
    docs = settings.base / str(load_yaml(settings.file).get("docs_dir") or "docs")
    return docs if docs.is_dir() else None


def write_baseline(settings: Settings, web: tuple[WebAnswer, ...] | None = None) -> str:
    """Write all findings of today into the baseline file of the settings; return what to say of it.

    Where only some of the project's sources are read, the file keeps what it says of the others.

    Raises:
        ConfigError: the settings name no file, or it cannot be written.
        SourceError: as in :func:`read`.
    """
    file = settings.baseline
    if file is None:
        raise ConfigError(_("These documents belong to no project. Name the file: --baseline FILE --write-baseline."))
    everything = judged(replace(settings, baseline=None), read(settings), web)
    entries = baseline.entries(everything.catalogue, everything.findings)
    # Reading the old one also keeps a mistyped name from costing somebody a document.
    known = baseline.load(file) if file.exists() else ()
    if settings.partial:
        entries += baseline.elsewhere(everything.catalogue, known)
    if web is None:
        here = baseline.elsewhere(everything.catalogue, known) if settings.partial else ()
        entries += tuple(entry for entry in known if entry.rule in _ON_WEB and entry not in here)
    try:
        text = baseline.dump(entries)
        write_atomically(file, text.encode("utf-8"))
    except OSError as error:
        said = _("{file}: cannot be written ({reason}). Check its name and rights.")
        raise ConfigError(said.format(file=file, reason=error.strerror or error)) from None
    count = len(everything.findings)
    return ngettext("Wrote {count} finding to {file}.", "Wrote {count} findings to {file}.", count).format(
        count=count, file=file
    )


def tell_baseline(settings: Settings, judged: Judged) -> str:
    """Return what the baseline kept back, and what of it is not needed any more; nothing where it did nothing."""
    said = []
    if judged.known:
        known = ngettext(
            "{count} finding is known from {file}.", "{count} findings are known from {file}.", judged.known
        )
        said.append(known.format(count=judged.known, file=settings.baseline))
    if judged.gone:
        gone = ngettext(
            "{count} entry of {file} is mended; leimu check --write-baseline takes it out.",
            "{count} entries of {file} are mended; leimu check --write-baseline takes them out.",
            len(judged.gone),
        )
        said.append(gone.format(count=len(judged.gone), file=settings.baseline))
    return "\n".join(said)


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
        said = _("{file}: cannot be written ({reason}). Check its rights, or move it: ids.")
        raise ConfigError(said.format(file=settings.ids, reason=error.strerror or error)) from None


def place(catalogue: Catalogue, finding: Finding) -> str:
    """Return ``file:line:column`` of a finding."""
    source = catalogue.sources[finding.source]
    start = source.position(finding.span.start)
    return f"{source.file}:{start.line}:{start.column}"
