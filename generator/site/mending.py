"""Mending sources: applying every fix that there is, in memory first, then to the files."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from difflib import unified_diff
from typing import TYPE_CHECKING

from generator.files import write_atomically
from generator.messages import gettext as _
from generator.messages import ngettext
from generator.rules.fixing import apply_fixes
from generator.site.reading import Judged, judged, read_settings
from generator.source import SourceError, find_sources, read_bytes, read_named

if TYPE_CHECKING:
    from pathlib import Path

    from generator.config import Settings
    from generator.findings import Finding

ROUNDS = 10
"""A fix may make room for another; so often the sources are judged anew at most."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file, before and after."""

    path: Path
    name: str
    """As it is shown."""
    before: bytes
    after: bytes
    encoding: str

    def diff(self) -> str:
        """Return the change as a unified diff that git and patch apply."""
        # A byte order mark is part of the first line, for those who apply the diff.
        encoding = self.encoding.removesuffix("-sig")
        old, new = (data.decode(encoding) for data in (self.before, self.after))
        lines = unified_diff(_lines(old), _lines(new), _quoted(f"a/{self.name}"), _quoted(f"b/{self.name}"))
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Mended:
    """What mending came to."""

    changes: tuple[Change, ...]
    fixes: int
    before: Judged
    judged: Judged
    """The catalogue as it is with all changes made."""

    def summary(self, *, done: bool) -> str:
        """Return in one sentence what was mended, or would be."""
        if not self.fixes:
            return _("There is nothing to mend that has one right answer.")
        files = ngettext("{count} file", "{count} files", len(self.changes)).format(count=len(self.changes))
        if done:
            said = ngettext("Mended {count} finding in {files}.", "Mended {count} findings in {files}.", self.fixes)
        else:
            said = ngettext(
                "--fix would mend {count} finding in {files}.",
                "--fix would mend {count} findings in {files}.",
                self.fixes,
            )
        return said.format(count=self.fixes, files=files)


def mend(settings: Settings) -> Mended:
    """Apply every fix to the sources of the settings, in memory.

    Raises:
        SourceError: a source cannot be read.
        OptionError: the settings name a rule that there is not.
    """
    files = find_sources(settings.sources, settings.base)
    named = before = read_bytes(files, settings.base)
    first = result = judged(settings, read_named(named, read_settings(settings)))
    fixes = 0
    for _round in range(ROUNDS):
        applied, named = _apply(result, named)
        if not applied:
            break
        fixes += applied
        result = judged(settings, read_named(named, read_settings(settings)))
    encodings = [source.encoding for source in result.catalogue.sources]
    changes = tuple(
        Change(path, name, old, new, encoding)
        for path, (name, old), (_name, new), encoding in zip(files, before, named, encodings, strict=True)
        if old != new
    )
    return Mended(changes, fixes, first, result)


def mend_once(settings: Settings, found: Judged) -> Mended:
    """Apply the fixes of findings to the sources of the settings, in memory; nobody judges anew what comes of it.

    Raises:
        SourceError: a source cannot be read, or has changed since it was judged.
    """
    files = find_sources(settings.sources, settings.base)
    before = read_bytes(files, settings.base)
    fixes, after = _apply(found, before)
    encodings = [source.encoding for source in found.catalogue.sources]
    changes = tuple(
        Change(path, name, old, new, encoding)
        for path, (name, old), (_name, new), encoding in zip(files, before, after, encodings, strict=True)
        if old != new
    )
    changed = {change.name for change in changes}
    left = tuple(
        finding
        for finding in found.findings
        if finding.fix is None or found.catalogue.sources[finding.source].file not in changed
    )
    return Mended(changes, fixes, found, replace(found, findings=left))


def write(changes: tuple[Change, ...]) -> None:
    """Write every change.

    Raises:
        SourceError: a file was changed by somebody else meanwhile, or cannot be written; the files before it are
            written, each as a whole.
    """
    for change in changes:
        try:
            if change.path.read_bytes() != change.before:
                reason = _("somebody changed it meanwhile, so it was left alone")
                raise SourceError(change.name, reason, _("Run the command again."))
            if not os.access(change.path, os.W_OK):
                # Writing beside it and swapping would pass over what its owner forbade.
                raise SourceError(change.name, _("it is write-protected, so it was left alone"), _("Check its rights."))
            write_atomically(change.path, change.after)
        except OSError as error:
            reason = _("it cannot be written ({reason})").format(reason=error.strerror or error)
            raise SourceError(change.name, reason, _("Check its rights.")) from None


def _apply(result: Judged, named: list[tuple[str, bytes]]) -> tuple[int, list[tuple[str, bytes]]]:
    """Return how many fixes were applied, and the sources after them."""
    by_source: dict[int, list[Finding]] = {}
    for finding in result.findings:
        by_source.setdefault(finding.source, []).append(finding)
    applied = 0
    changed = []
    for number, (name, data) in enumerate(named):
        source = result.catalogue.sources[number]
        fixed = apply_fixes(source.text, by_source.get(number, ()))
        # Some byte sequences of GB18030 have two spellings: writing would change what nobody asked for.
        if fixed.fixes and source.text.encode(source.encoding) == data:
            applied += fixed.fixes
            changed.append((name, fixed.text.encode(source.encoding)))
        else:
            changed.append((name, data))
    return applied, changed


def _quoted(name: str) -> str:
    """Return a file's name as git writes it in a diff: in quotation marks where a sign in it would mislead."""
    if not any(sign in '"\\' or ord(sign) < ord(" ") for sign in name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign >= " " else f"\\{ord(sign):03o}" for sign in escaped) + '"'


def _lines(text: str) -> list[str]:
    """Return the lines as diff and patch count them: only LF ends one."""
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [last for last in text.split("\n")[-1:] if last]
