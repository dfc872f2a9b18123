"""Reading and writing files that people rely on."""

from __future__ import annotations

import errno
import io
import os
import stat
import tempfile
from pathlib import Path

_READABLE = 0o644


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that a crash leaves the old or the new one, never half of it.

    Missing directories are made, rights are kept, and a symbolic link stays one.  What is no file on a disk, such as
    ``/dev/null`` or a pipe, is written to and stays what it is.  Raises OSError.
    """
    if is_stream(path):
        path.write_bytes(data)
        return
    path = resolved(path)
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


def read_whole(path: Path) -> bytes:
    """Return what is in a file that anybody may have put there.

    Raises OSError, also for a device: a link may lead to one, and ``/dev/zero`` has no end.
    """
    with path.open("rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
            raise OSError(errno.EINVAL, "a device, and no file", str(path))
        return file.read()


def read_words(path: Path) -> str:
    """Return what is in such a file of UTF-8 text, with lines that end as everywhere.  Raises OSError, UnicodeError."""
    return io.IncrementalNewlineDecoder(None, translate=True).decode(read_whole(path).decode("utf-8-sig"), final=True)


def is_stream(path: Path) -> bool:
    """Tell whether a path is that of a device, a pipe or the like: to put a file in its place would take it away."""
    try:
        mode = path.stat().st_mode
    except OSError:  # it is not there, or writing it says what is wrong
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def resolved(path: Path) -> Path:
    """Return a path without links, as :meth:`Path.resolve` does; a link that leads to itself stays one."""
    return Path(os.path.realpath(path))


def is_text(name: str) -> bool:
    """Tell whether a name is text; a file may be called by any bytes, and no page can show one that is not UTF-8."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
