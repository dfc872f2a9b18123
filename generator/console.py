"""The terminal: standard output for what was asked for, standard error for people."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from generator.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class OutputError(Exception):
    """Standard output cannot be written; the text is a whole sentence."""


class ClosedError(Exception):
    """Nobody reads standard output any more."""


def in_colour() -> bool:
    """Tell whether a person reads along at a terminal that shows colours (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write(text: str) -> None:
    """Write to standard output, whole and at once."""
    if sys.stdout is None:
        raise OutputError(_("Standard output is closed. Redirect it to a file or a pipe."))
    try:
        _write_whole(text)
    except OSError as error:
        # Python would complain again when it flushes the stream at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise ClosedError from None
        message = _("Standard output cannot be written ({reason}). Redirect it elsewhere.")
        raise OutputError(message.format(reason=error.strerror)) from None


def _write_whole(text: str) -> None:
    """Write every byte of a text: an unbuffered stream takes as many as it likes and says so."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    sys.stdout.flush()
    left = memoryview(text.encode("utf-8", "replace"))
    while left:
        left = left[stream.write(left) or 0 :]
    stream.flush()


def say(message: str) -> None:
    """Write a line to standard error, for people."""
    if message and sys.stderr is not None:
        sys.stderr.write(message + "\n")
        sys.stderr.flush()


@contextmanager
def progress(doing: str) -> Iterator[None]:
    """Show a spinner while work goes on, on a terminal only."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{doing} …"):
        yield


@contextmanager
def counting(doing: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far work has come, on a terminal only; what is yielded is told how much is done, and of how much."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(doing, total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)
