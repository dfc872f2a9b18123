"""Hearing what a build tells, to tell it elsewhere or again."""

from __future__ import annotations

import logging
from typing import Final

Said = tuple[str, int, str]
"""Something that a build has told: the name of the log, the level, the words."""
_OF_A_PAGE: Final = "Doc file "
"""How MkDocs begins when it tells of the links of a page."""


def is_ours(name: str) -> bool:
    """Tell whether a log is that of this program."""
    return name.endswith(".leimu")


class Ear(logging.Handler):
    """Hears what a build tells, so that it can be told elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Said] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning, all that this program says, and what is told of a single page."""
        said = record.getMessage()
        if record.levelno >= logging.WARNING or is_ours(record.name) or said.startswith(_OF_A_PAGE):
            self.said.append((record.name, record.levelno, said))
