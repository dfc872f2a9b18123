"""The terminal: how far work has come is shown to people, and to nobody else."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from generator.console import ClosedError, OutputError, counting, in_colour, progress, say, write


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


def test_a_terminal_shows_that_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("TERM", "xterm")
    with progress("Reading"):
        pass
    assert "Reading …" in shown.getvalue()
    monkeypatch.setattr(sys, "stderr", None)
    with progress("Reading"):
        say("nobody hears it")
    assert shown.getvalue().count("Reading") == 1


@pytest.mark.parametrize(
    ("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)], ids=str
)
def test_colours_are_for_terminals_that_want_them(
    monkeypatch: pytest.MonkeyPatch, more: dict[str, str], coloured: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in {"TERM": "xterm", **more}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert in_colour() is coloured
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert not in_colour()


def test_a_stream_without_bytes_gets_text(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stdout", written)
    write("类目\n")
    assert written.getvalue() == "类目\n"


def test_output_that_nobody_takes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError, match="output is closed"):
        write("x")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        with pytest.raises(OutputError, match="No space left"):
            write("x")
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as broken:
        monkeypatch.setattr(sys, "stdout", broken)
        with pytest.raises(ClosedError):
            write("x")
