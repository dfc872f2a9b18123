"""Debian's nginx over a built site, with the configuration of deploy/ as it stands; it is no test."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPLOY = Path(__file__).parents[2] / "deploy"
(POLICY,) = re.findall(r'Content-Security-Policy "([^"]+)"', (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
"""What the configuration lets pages do."""
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
_MISSING = "nginx: not found, and this test runs it. Install it with: sudo apt-get install nginx"

# What the operator's machine has round the file: Debian's own directives for the http level, and directories of ours.
_AROUND = """\
{user}
{modules}
daemon off;
worker_processes 1;
pid {room}/nginx.pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    gzip on;
    client_body_temp_path {room}/body;
    proxy_temp_path {room}/proxy;
    fastcgi_temp_path {room}/fastcgi;
    uwsgi_temp_path {room}/uwsgi;
    scgi_temp_path {room}/scgi;
    include {room}/conf.d/*.conf;
}}
"""


def adapted(text: str, *, port: int, site: Path, more: Path) -> str:
    """Return the configuration with its lines marked CHANGE changed, and no other: the text must have just these."""
    given = {
        r"listen 80;": f"listen 127.0.0.1:{port};",
        r"listen \[::\]:80;": "",
        r"server_name help\.example\.com;": "server_name 127.0.0.1;",
        r"root /srv/leimu/site;": f'root "{site}";',
        r"include /etc/nginx/leimu\.d/\*\.conf;": f"include {more}/*.conf;",
    }
    lines = text.splitlines()
    marked = [number for number, line in enumerate(lines) if re.search(r";\s+# CHANGE", line)]
    assert len(marked) == len(given)
    for number, (old, new) in zip(marked, given.items(), strict=True):
        lines[number], count = re.subn(rf"^    {old}\s+# CHANGE.*$", f"    {new}", lines[number])
        assert count == 1, lines[number]
    return "\n".join(lines) + "\n"


def program() -> str:
    """Return nginx, which Debian keeps out of the PATH of people who are not root."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        raise FileNotFoundError(_MISSING)
    return found


@contextmanager
def nginx(site: Path, *, brotli: bool = False) -> Iterator[str]:
    """Serve a built site on a free port of 127.0.0.1, and give its address, which ends in a slash.

    It runs as this user, in the foreground; all that it writes is in a directory that goes with it.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="leimu-nginx-") as name:
        room = Path(name)
        (room / "conf.d").mkdir()
        (room / "leimu.d").mkdir()
        text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        (room / "conf.d" / "leimu.conf").write_text(adapted(text, port=port, site=site, more=room / "leimu.d"), "utf-8")
        if brotli:
            shutil.copy(DEPLOY / "nginx-brotli.conf", room / "leimu.d")
        # Its workers would else be those of a user who cannot read what tests write.
        user = "user root;" if os.geteuid() == 0 else ""
        modules = f"load_module {BROTLI};" if brotli else ""
        (room / "nginx.conf").write_text(_AROUND.format(user=user, modules=modules, room=room), "utf-8")
        log = room / "log"
        command = [program(), "-p", str(room), "-e", "stderr", "-c", str(room / "nginx.conf")]
        with log.open("wb") as stream:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream)
        try:
            _await(f"http://127.0.0.1:{port}/", process, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=20)
        said = log.read_text(encoding="utf-8")
        # A directory without a page is told of at this level, though nothing is wrong.
        lines = [line for line in said.splitlines() if "directory index of" not in line]
        assert lines == []


def _await(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
        else:
            return
    said = log.read_text(encoding="utf-8")
    message = f"nginx does not answer:\n{said}"
    raise RuntimeError(message)
