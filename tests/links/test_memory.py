"""Memory: what is kept is told again; nothing that happens to the file makes a run wrong."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from generator.catalogue import Span
from generator.links.collecting import Target, Use
from generator.links.memory import Memory
from generator.links.verdict import Answer, Verdict

NOW = 1_800_000_000.0
DAY = 86_400.0


def target(url: str = "https://a.example/") -> Target:
    return Target(url, (Use(0, Span(0, 0)),))


def keep(file: Path, verdict: Verdict, *, now: float = NOW, url: str = "https://a.example/") -> None:
    memory = Memory(file, now)
    failed = verdict in (Verdict.BROKEN, Verdict.TIMEOUT)
    memory.keep(
        Answer(target(url), verdict, "reason", "hint", 200, "https://b.example/", etag='"x"'),
        memory.recall(url),
        failed=failed,
    )
    memory.close()


def test_what_is_kept_is_told_again(tmp_path: Path) -> None:
    keep(tmp_path / "c", Verdict.OK)
    memory = Memory(tmp_path / "c", NOW + 1)
    known = memory.recall("https://a.example/")
    assert known is not None
    assert known.good
    assert (known.checked, known.etag, known.failures, known.failing_since) == (NOW, '"x"', 0, None)
    answer = known.answer(target())
    assert (answer.verdict, answer.reason, answer.status, answer.redirect) == (
        Verdict.OK,
        "reason",
        200,
        "https://b.example/",
    )
    assert answer.remembered
    assert memory.recall("https://other.example/") is None
    memory.close()


def test_failures_in_a_row_are_counted_and_a_good_answer_ends_the_row(tmp_path: Path) -> None:
    for number in range(3):
        keep(tmp_path / "c", Verdict.TIMEOUT, now=NOW + number * DAY)
    known = Memory(tmp_path / "c", NOW).recall("https://a.example/")
    assert known is not None
    assert (known.failures, known.failing_since) == (3, NOW)
    keep(tmp_path / "c", Verdict.OK, now=NOW + 4 * DAY)
    known = Memory(tmp_path / "c", NOW).recall("https://a.example/")
    assert known is not None
    assert (known.failures, known.failing_since) == (0, None)


def test_what_nobody_asks_about_is_forgotten(tmp_path: Path) -> None:
    keep(tmp_path / "c", Verdict.OK)
    assert Memory(tmp_path / "c", NOW + 400 * DAY).recall("https://a.example/") is None


@pytest.mark.parametrize("garbage", [b"garbage", b"", os.urandom(9000), b"SQLite format 3\x00" + b"\xff" * 9000])
def test_garbage_is_thrown_away(tmp_path: Path, garbage: bytes) -> None:
    (tmp_path / "c").write_bytes(garbage)
    keep(tmp_path / "c", Verdict.OK)
    assert Memory(tmp_path / "c", NOW).recall("https://a.example/") is not None


def test_a_damaged_page_is_thrown_away_or_forgotten(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "c", NOW)
    for number in range(500):
        memory.keep(Answer(target(f"https://a.example/{number}"), Verdict.OK, "r" * 100), None, failed=False)
    memory.close()
    data = bytearray((tmp_path / "c").read_bytes())
    data[5000:9000] = b"\x00" * 4000
    (tmp_path / "c").write_bytes(data)
    memory = Memory(tmp_path / "c", NOW)
    assert all(memory.recall(f"https://a.example/{number}") is None for number in range(500))
    memory.close()
    keep(tmp_path / "c", Verdict.OK)
    assert Memory(tmp_path / "c", NOW).recall("https://a.example/") is not None


def test_another_version_is_not_believed(tmp_path: Path) -> None:
    keep(tmp_path / "c", Verdict.OK)
    connection = sqlite3.connect(tmp_path / "c")
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()
    assert Memory(tmp_path / "c", NOW).recall("https://a.example/") is None


def test_a_file_that_cannot_be_made_is_said_and_harms_nothing(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "missing" / "c", NOW)
    assert memory.trouble
    memory.keep(Answer(target(), Verdict.OK, "r"), None, failed=False)
    assert memory.recall("https://a.example/") is None
    memory.close()


def test_without_a_file_nothing_is_kept() -> None:
    memory = Memory(None, NOW)
    memory.keep(Answer(target(), Verdict.OK, "r"), None, failed=False)
    assert memory.recall("https://a.example/") is None
    assert memory.trouble is None


def test_no_address_lies_on_the_disk(tmp_path: Path) -> None:
    keep(tmp_path / "c", Verdict.OK, url="https://user:secret@a.example/")
    assert b"secret" not in (tmp_path / "c").read_bytes()


WRITER = """
import sys
from generator.links.memory import Memory
from generator.links.verdict import Answer, Verdict
from generator.links.collecting import Target
memory = Memory(__import__("pathlib").Path(sys.argv[1]), 1.8e9)
for number in range(int(sys.argv[3])):
    memory.keep(Answer(Target(f"https://{sys.argv[2]}.example/{number}", ()), Verdict.OK, "r"), None, failed=False)
    if number % 50 == 0:
        memory.flush()
        print(number, flush=True)
memory.close()
"""


def writer(file: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


@pytest.mark.slow
def test_two_processes_may_write_at_once(tmp_path: Path) -> None:
    running = [writer(tmp_path / "c", name, 400) for name in ("a", "b")]
    assert [process.wait(60) for process in running] == [0, 0]
    for process in running:
        process.communicate()
    memory = Memory(tmp_path / "c", NOW)
    assert all(memory.recall(f"https://{name}.example/{number}") for name in "ab" for number in range(400))
    memory.close()


@pytest.mark.slow
def test_a_killed_run_leaves_a_file_that_can_be_used(tmp_path: Path) -> None:
    process = writer(tmp_path / "c", "a", 1_000_000)
    assert process.stdout
    while int(process.stdout.readline()) < 200:
        pass
    process.send_signal(signal.SIGKILL)
    process.communicate()
    memory = Memory(tmp_path / "c", NOW)
    assert memory.trouble is None
    assert memory.recall("https://a.example/100") is not None
    memory.close()
    keep(tmp_path / "c", Verdict.OK)
