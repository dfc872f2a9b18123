"""``leimu export``: a catalogue, in whatever language of the project, in the form of another program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.config import ConfigError
from generator.exports.csv import to_csv
from generator.exports.douyin import to_douyin
from generator.exports.indented import dumps
from generator.exports.json import to_json
from generator.exports.wechat import to_wechat
from generator.exports.xlsx import to_xlsx
from generator.files import write_atomically
from generator.messages import gettext as _
from generator.site.languages import languages
from generator.site.reading import read

if TYPE_CHECKING:
    from pathlib import Path

    from generator.catalogue import Catalogue
    from generator.config import Settings
    from generator.findings import Finding

FORMATS: Final = ("json", "csv", "xlsx", "wechat", "douyin")


def in_language(settings: Settings, code: str | None) -> Catalogue:
    """Return the catalogue of a project in one of its languages; in that of the sources where none is named.

    Raises:
        ConfigError: the project has no such language.
        SourceError: a source cannot be read.
        TranslationError: the PO file cannot be read.
    """
    catalogue = read(settings)
    if code is None or code == settings.locale:
        return catalogue
    spoken = {language.code: language for language in languages(settings, catalogue)}
    if code not in spoken:
        said = _("{code}: the project has no such locale; it has {known}.")
        raise ConfigError(said.format(code=code, known=", ".join(spoken)))
    return spoken[code].catalogue


def export(catalogue: Catalogue, form: str) -> tuple[bytes, tuple[Finding, ...]]:
    """Return a catalogue in one of :data:`FORMATS`, and what that has no place for."""
    match form:
        case "json":
            text = dumps(to_json(catalogue)) + "\n"
            return text.encode(), ()
        case "csv":
            return to_csv(catalogue).encode(), ()
        case "xlsx":
            return to_xlsx(catalogue), ()
        case "wechat":
            text, findings = to_wechat(catalogue)
            return text.encode(), findings
        case _:
            text, findings = to_douyin(catalogue)
            return text.encode(), findings


def write(file: Path, content: bytes) -> None:
    """Write an export.

    Raises:
        ConfigError: it cannot be written.
    """
    try:
        write_atomically(file, content)
    except OSError as error:
        said = _("{file}: cannot be written ({reason}). Check its name and rights.")
        raise ConfigError(said.format(file=file, reason=error.strerror or error)) from None
