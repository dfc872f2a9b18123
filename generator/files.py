"""Writing files that people rely on."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_READABLE = 0o644


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that a crash leaves the old or the new one, never half of it.

    Missing directories are made, rights are kept, and a symbolic link stays one.  Raises OSError.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files that only their owner may read; this one belongs in a repository.
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else _READABLE)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
