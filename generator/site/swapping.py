"""Writing a directory beside the one that it takes the place of, so that nobody ever meets half of it.

Who builds holds a lock on the directory of his own, so two builds never mix; the system lets go of it when a process
dies, however it dies, and the next build removes what a dead one left.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.files import resolved

if TYPE_CHECKING:
    from collections.abc import Iterator

if sys.platform != "win32":  # builds are not told apart there, and what a killed one left stays
    import fcntl

_AT_THE_WORKING_DIRECTORY: Final = -100
_EXCHANGE: Final = 2
"""Two values of Linux, from fcntl.h and linux/fs.h."""
_OLD: Final = ".old"
_BUSY: Final = (errno.EXDEV, errno.EBUSY, errno.EACCES, errno.EPERM)
"""What a system says of a directory that cannot be renamed: a mount, or a layer below (overlayfs)."""


class Staging:
    """A new directory that becomes ``target`` as a whole, or nothing."""

    asked: Path
    """The target as it was named."""
    target: Path
    """The same without links."""
    directory: Path
    """What to write into; it is there, and empty."""

    def __init__(self, target: Path) -> None:
        """Make the directory, and remove what builds of the same target left that were killed.

        Raises OSError.
        """
        # A link to a directory stays one; what it leads to is replaced.
        self.asked, self.target = target, resolved(target)
        room = self.target.parent
        if not room.exists():
            room.mkdir(parents=True)
        if not room.is_dir() or (self.target.exists() and not self.target.is_dir()):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(self.target))
        if self.target.is_dir() and (os.path.ismount(self.target) or not os.access(room, os.W_OK)):
            # It cannot be renamed, but what is in it can.
            room = self.target
        self._prefix = f".{self.target.name}.leimu-"
        with _locked(room) as can_lock:
            if can_lock:
                self._remove_leftovers(room)
            self.directory = Path(tempfile.mkdtemp(prefix=self._prefix, dir=room))
            self._lock = _lock(self.directory)
        self._is_inside = room == self.target

    def finish(self, *, keep_hidden: bool) -> None:
        """Put the directory in the place of the target.

        ``keep_hidden`` takes over what stands hidden at the top of the old one, such as ``.git``.  Raises OSError, and
        leaves the old directory as it was unless that is a mount.
        """
        _open_to_readers(self.directory)
        with _locked(self.directory.parent):
            if self.target.is_dir():
                # Nobody minds the times of a directory, but its rights may be meant.
                self.directory.chmod(self.target.stat().st_mode & 0o7777)
                if keep_hidden and not self._is_inside:
                    _keep_hidden(self.target, self.directory, self._prefix)
            if self._is_inside or not _swap(self.directory, self.target):
                _pour(self.directory, self.target, self._prefix, keep_hidden=keep_hidden)
        self.discard()

    def discard(self) -> None:
        """Remove the directory; the target stays as it is."""
        # What cannot be removed now is removed by the next build.
        shutil.rmtree(self.directory, ignore_errors=True)
        shutil.rmtree(f"{self.directory}{_OLD}", ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _remove_leftovers(self, room: Path) -> None:
        for left in sorted(room.iterdir()):
            if not left.name.startswith(self._prefix) or left.is_symlink() or not left.is_dir():
                continue
            lock = _lock(left)
            if lock is None:
                continue
            if left.name.endswith(_OLD) and not self.target.exists():
                # Its build was killed between two renames.
                left.rename(self.target)
            else:
                shutil.rmtree(left, ignore_errors=True)
            os.close(lock)


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Yield a directory that takes the place of ``target`` at the end, unless something is raised."""
    staging = Staging(target)
    try:
        yield staging.directory
        staging.finish(keep_hidden=False)
    finally:
        staging.discard()


def _lock(directory: Path, *, wait: bool = False) -> int | None:
    """Return a handle that holds a lock on a directory, None where somebody else holds it or nobody can."""
    if sys.platform == "win32":
        return None
    handle = None
    try:
        handle = os.open(directory, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:  # held by another; or a file system, such as some NFS, that locks no directories
        if handle is not None:
            os.close(handle)
        return None
    return handle


@contextmanager
def _locked(directory: Path) -> Iterator[bool]:
    """Hold a lock on a directory; yields whether it is held."""
    handle = _lock(directory, wait=True)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            os.close(handle)


def _open_to_readers(directory: Path) -> None:
    """Give everything the rights of what is published, whatever the umask of who builds."""
    pending = [os.fspath(directory)]
    # A site has tens of thousands of files, and a Path costs more than changing rights.
    while pending:
        place = pending.pop()
        os.chmod(place, 0o755)  # noqa: PTH101, S103 - whoever reads the site looks into its directories
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_symlink():
                    continue
                if entry.is_dir():
                    pending.append(entry.path)
                else:
                    os.chmod(entry.path, 0o644)  # noqa: PTH101


def _keep_hidden(old: Path, new: Path, prefix: str) -> None:
    for path in old.iterdir():
        if not path.name.startswith(".") or path.name.startswith(prefix) or os.path.lexists(new / path.name):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, new / path.name, symlinks=True, copy_function=_link_or_copy)
        else:
            shutil.copy2(path, new / path.name, follow_symlinks=False)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _swap(fresh: Path, target: Path) -> bool:
    """Let ``fresh`` take the place of ``target``, whose old content goes; False where the system cannot rename it."""
    if not target.exists():
        fresh.rename(target)
        return True
    if _exchange(fresh, target):
        return True
    old = fresh.with_name(f"{fresh.name}{_OLD}")
    try:
        target.rename(old)
    except OSError as error:
        if error.errno in _BUSY:
            return False
        raise
    try:
        fresh.rename(target)
    except OSError:
        old.rename(target)
        raise
    return True


def _exchange(one: Path, other: Path) -> bool:
    """Swap the names of two directories in one step; False where the system has no such step."""
    if sys.platform != "linux":
        return False
    try:
        exchange = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):
        return False
    here = _AT_THE_WORKING_DIRECTORY
    return bool(exchange(here, os.fsencode(one), here, os.fsencode(other), _EXCHANGE) == 0)


def _pour(fresh: Path, target: Path, prefix: str, *, keep_hidden: bool) -> None:
    """Replace what is in a directory that cannot be renamed itself, piece by piece."""
    names = {path.name for path in fresh.iterdir()}
    for path in list(target.iterdir()):
        if path.name.startswith(prefix) or (keep_hidden and path.name.startswith(".") and path.name not in names):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name not in names or (fresh / path.name).is_dir():
            path.unlink()
    for name in sorted(names):
        with suppress(OSError):
            (fresh / name).replace(target / name)
            continue
        # A mount of its own file system.
        shutil.move(fresh / name, target / name)
