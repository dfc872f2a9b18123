"""Telling where a template is broken, whoever wrote it."""

from __future__ import annotations

import errno
import os
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError

from generator.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class BrokenTemplateError(Exception):
    """A template cannot be used; the text is a whole sentence with its file and line."""


def explain(error: Exception, directories: Iterable[Path]) -> BrokenTemplateError | None:
    """Return what to say of an exception that a template raised; None where no template has a part in it."""
    if isinstance(error, TemplateSyntaxError):
        return _trouble(f"{error.filename or error.name}:{error.lineno}", error.message)
    if isinstance(error, TemplateNotFound):
        return _trouble(str(error.name), _("there is no such template"))
    places = tuple(directories)
    # Jinja2 rewrites its tracebacks, so that a frame of a running template bears the template's file and line.
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if any(Path(frame.filename).is_relative_to(directory) for directory in places):
            return _trouble(f"{frame.filename}:{frame.lineno}", str(error) or type(error).__name__)
    return None


def unwritable(error: OSError, staged: Path | None, target: Path) -> str:
    """Return what to say of a file that cannot be written or read, which stands in ``staged`` only for now."""
    names = [Path(os.fsdecode(name)) for name in (error.filename2, error.filename) if isinstance(name, str | bytes)]
    inside = [target / name.relative_to(staged) for name in names if staged and name.is_relative_to(staged)]
    if error.errno in _FULL:
        # A copy that does not fit is told with the name of the original, which has no part in it.
        said = _("{file}: cannot be written ({reason}). Make room there and try again; what was there before is whole.")
        return said.format(file=target, reason=error.strerror)
    said = _("{file}: cannot be written or read ({reason}).")
    return said.format(file=[*inside, *names, target][0], reason=error.strerror or error)


def check_theme(directory: Path) -> None:
    """Parse every theme template in a directory.

    MkDocs would find a broken one only after it has emptied the site.

    Raises:
        BrokenTemplateError: one of them cannot be parsed.
    """
    environment = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 - nothing is rendered
    for file in sorted(directory.rglob("*.html")):
        try:
            environment.parse(file.read_text(encoding="utf-8"), filename=str(file))
        except TemplateSyntaxError as error:
            raise _trouble(f"{file}:{error.lineno}", error.message) from None
        except (OSError, UnicodeDecodeError) as error:
            raise _trouble(str(file), _("it cannot be read ({reason})").format(reason=error)) from None


def _trouble(place: str, reason: str | None) -> BrokenTemplateError:
    said = _("{place}: the template cannot be used: {reason}. Mend it and save.")
    return BrokenTemplateError(said.format(place=place, reason=(reason or _("it is broken")).rstrip(".")))
