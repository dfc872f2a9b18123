"""What reading cannot mend."""

from __future__ import annotations

import yaml

from generator.messages import gettext as _


class SourceError(Exception):
    """A file that cannot be read at all; the whole message is ``str(error)``."""

    def __init__(self, file: str, reason: str, advice: str) -> None:
        super().__init__(_("{file}: {reason}. {advice}").format(file=file, reason=reason, advice=advice))
        self.file = file
        self.reason = reason
        self.advice = advice


YAML_ERRORS = (
    yaml.YAMLError,
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    IndexError,
    OverflowError,
    RecursionError,
)
"""What PyYAML raises on text that is no YAML, or whose values are not what their tags say."""


def yaml_place(error: Exception) -> str:
    """Return ``:line:column`` of a YAML error, as far as it is known."""
    mark = getattr(error, "problem_mark", None)
    return f":{mark.line + 1}:{mark.column + 1}" if mark else ""
