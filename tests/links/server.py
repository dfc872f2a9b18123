"""Servers on loopback that behave as real ones do, for the link check: raw sockets, so that HTTP can be broken too."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import unquote


@dataclass
class Asked:
    """A request as the server saw it."""

    method: str
    path: str
    headers: Mapping[str, str]
    count: int
    """Which request for this path it is, from 1."""
    base: str
    """The server's own address, without a path."""


Behaviour: TypeAlias = "Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]"


@dataclass
class Server:
    """A running server."""

    host: str
    port: int
    seen: list[Asked] = field(default_factory=list)
    scheme: str = "http"
    other: str = ""
    """The address of another server."""
    behaviours: dict[str, Behaviour | bytes] = field(default_factory=dict)
    other_answer: bytes = b""
    """What paths without a behaviour answer."""

    @property
    def base(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"

    def count(self, path: str) -> int:
        return sum(asked.path == path for asked in self.seen)


def response(
    status: int | str = 200, body: str | bytes = "", *headers: str, kind: str | None = "text/html; charset=utf-8"
) -> bytes:
    """Return the bytes of a response."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} X", *headers, f"Content-Length: {len(data)}"]
    if kind:
        lines.append(f"Content-Type: {kind}")
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + data


def page(words: str = "", title: str = "说明", head: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{words}</body></html>"


GOOD = page("<h1>说明</h1><p>这一页讲的是类目和资质，内容很完整。</p>" * 5)


class _Running:
    """What one server holds while it runs."""

    def __init__(self, server: Server, behaviours: Mapping[str, Behaviour | bytes], tls: ssl.SSLContext | None) -> None:
        self.tls = tls
        self.server = server
        server.behaviours = dict(behaviours)
        server.other_answer = response(404, page("nothing here"))
        self.counts: Counter[str] = Counter()
        self.tasks: set[asyncio.Task[None]] = set()
        self.started = threading.Event()
        self.stop = asyncio.Event()

    async def main(self) -> None:
        running = await asyncio.start_server(self.answer, self.server.host, 0, backlog=512, ssl=self.tls)
        self.server.port = running.sockets[0].getsockname()[1]
        self.started.set()
        await self.stop.wait()
        running.close()
        for task in tuple(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self.tasks.add(task)
        try:
            while await self.answered(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError, ValueError):
            pass
        finally:
            self.tasks.discard(task)
            writer.close()

    async def answered(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; tell whether the connection stays open."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("utf-8", "surrogateescape")
        first, *lines = head.strip().split("\r\n")
        method, target, _version = first.split(" ")
        headers = {name.lower(): value.strip() for name, _c, value in (line.partition(":") for line in lines)}
        path = unquote(target.partition("?")[0])
        self.counts[path] += 1
        asked = Asked(method, target, headers, self.counts[path], self.server.base)
        self.server.seen.append(asked)
        behaviour = self.server.behaviours.get(path, self.server.other_answer)
        if not isinstance(behaviour, bytes):
            await behaviour(asked, writer)
            return False
        writer.write(behaviour if method != "HEAD" else behaviour.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
        await writer.drain()
        return b"Connection: close" not in behaviour


@contextmanager
def serving(
    behaviours: Mapping[str, Behaviour | bytes], host: str = "127.0.0.2", tls: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """Run a server whose paths (decoded, without query) behave as given; other paths are 404."""
    server = Server(host, 0, scheme="https" if tls else "http")
    loop = asyncio.new_event_loop()
    running = _Running(server, behaviours, tls)
    thread = threading.Thread(target=lambda: loop.run_until_complete(running.main()), daemon=True)
    thread.start()
    assert running.started.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(running.stop.set)
        thread.join(10)
        loop.close()
