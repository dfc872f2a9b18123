"""Runs deploy/precompress, with and without brotli."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

PROGRAM = Path(__file__).parents[1] / "deploy" / "precompress"
TOOLS = ("sh", "find", "gzip", "cmp", "touch", "cp", "mv", "rm", "wc")
"""All that it needs."""


def precompress(*arguments: object, brotli: bool = False) -> subprocess.CompletedProcess[str]:
    """Run it with nothing on its PATH but what it needs; brotli is slow, so it is there for those who ask for it."""
    with tempfile.TemporaryDirectory(prefix="leimu-tools-") as room:
        for tool in (*TOOLS, *(["brotli"] if brotli else [])):
            found = shutil.which(tool)
            assert found, f"{tool}: not found, and this test runs it"
            Path(room, tool).symlink_to(found)
        return subprocess.run(
            [PROGRAM, *map(str, arguments)],
            env={"PATH": room, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
            cwd=os.environ.get("TMPDIR", "/tmp"),
        )
