"""The terminal: how far work has come is shown to people, and to nobody else."""

from __future__ import annotations

import io
import sys

import pytest

from generator.console import counting


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("TERM", "xterm")
    with counting("Following the links") as tell:
        tell(30, 60)
    assert "Following the links" in shown.getvalue()
    assert "50%" in shown.getvalue()


def test_a_pipe_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stderr", shown)
    with counting("Following the links") as tell:
        tell(30, 60)
    assert shown.getvalue() == ""
    monkeypatch.setattr(sys, "stderr", None)
    with counting("Following the links") as tell:
        tell(30, 60)
