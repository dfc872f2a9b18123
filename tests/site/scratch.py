"""Scratch projects, small but whole, and the command run over them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.forked import COMMAND

CARD = """\
### {name}

具备【金融业-{name}】类目，可进行接入。

<table>
<tr><th>要求</th><th>说明</th></tr>
<tr><th>小程序直播场景</th><td>{scenario}</td></tr>
<tr><th>类目适用范围</th><td>适用范围</td></tr>
<tr><th>资质要求（{choice}选1）</th><td><a href="https://docs.example.com/product/jinrong/{slug}.html">
1. 《金融许可证》<br>
2. 《金融机构许可证》</a></td></tr>
</table>
"""


def card(name: str = "银行", slug: str = "yinhang", *, scenario: str = "理财讲座", choice: int = 2) -> str:
    """Return a category; any ``choice`` but 2 is a finding of severity error."""
    return CARD.format(name=name, slug=slug, scenario=scenario, choice=choice)


GROUP = "---\ntitle: 规则\n---\n\n## 金融业\n\n"
SOUND = GROUP + card()
WRONG = GROUP + card(choice=3)


@dataclass(frozen=True)
class Project:
    """A scratch project on disk."""

    root: Path

    @property
    def config(self) -> Path:
        return self.root / "mkdocs.yml"

    @property
    def source(self) -> Path:
        return self.root / "catalogue" / "sources" / "rules.md"

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file


def make_project(root: Path, source: str = SOUND, config: str = "plugins: [search, leimu]\n", **pages: str) -> Project:
    """Write a project: its source, what its mkdocs.yml says after the theme, and hand-written pages."""
    made = Project(root)
    made.write("mkdocs.yml", f"site_name: 帮助中心\ntheme: material\n{config}")
    made.write("catalogue/sources/rules.md", source)
    (made.root / "docs").mkdir()
    for name, text in pages.items():
        made.write(f"docs/{name}.md", text)
    return made


def environment(**more: str) -> dict[str, str]:
    """Return an environment in which the command finds this checkout and no setting of the tester."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[2]), **more}


@dataclass(frozen=True)
class Server:
    """`leimu serve` as a process of its own."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def page(self, path: str, text: str, seconds: float = 30) -> str:
        """Return a page once it holds a text; a server that dies, or never shows it, fails the test."""
        found, end = "", time.monotonic() + seconds
        while time.monotonic() < end:
            assert self.process.poll() is None, self.said()
            try:
                with urllib.request.urlopen(self.url + path, timeout=seconds) as answer:
                    found = answer.read().decode()
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                found = ""
            if text in found:
                return found
            time.sleep(0.1)
        raise AssertionError(f"{path} never showed {text!r}:\n{found[-2000:]}\n{self.said()}")

    def told(self, words: str, seconds: float = 30) -> str:
        """Return what the server said once it has said these words."""
        for _ in range(int(seconds / 0.1)):
            if words in self.said():
                return self.said()
            time.sleep(0.1)
        raise AssertionError(f"the server never said {words!r}:\n{self.said()}")

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")


@contextmanager
def serving(directory: Path, log: Path, *arguments: str) -> Iterator[Server]:
    """Run `leimu serve` in a directory until the test is done; it must end well and say no traceback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*COMMAND, "serve", *arguments, "--dev-addr", address], cwd=directory, env=environment(), stderr=stream
        )
    server = Server(f"http://{address}/", log, process)
    try:
        yield server
        assert process.poll() is None, server.said()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        assert "Traceback" not in server.said()
    finally:
        process.kill()
        process.wait()
