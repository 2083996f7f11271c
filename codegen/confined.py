"""A directory that nothing leads out of: every step is opened without following symbolic links.

Checking a path first and opening it afterwards leaves a gap in which somebody can put a link there; walking with
directory handles does not.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_NOFOLLOW | os.O_CLOEXEC


class Refused(OSError):
    """The place cannot be read or written; the message says why and what to do."""


class ConfinedDirectory:
    """Files by relative path under `root`, which is made if it is not there. Use as a context manager.

    Paths must have passed `artifacts.check_path`, or be such a path below the memory folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._handle = -1

    def __enter__(self) -> ConfinedDirectory:
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise Refused(f"“{self._root}” cannot be used as a directory: {_reason(error)}.") from None
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._handle)
            raise Refused(f"Another program is generating into “{self._root}”. Wait until it is done.") from None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.close(self._handle)  # gives the lock back too

    def read(self, path: str) -> bytes | None:
        """The file's bytes; None where there is none. Raises `Refused` for a link, a folder or another obstacle."""
        with _explained(path):
            try:
                with self._folder(path) as (folder, name):
                    handle = os.open(name, os.O_RDONLY | os.O_NONBLOCK | _FILE, dir_fd=folder)
            except FileNotFoundError:
                return None
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise Refused(f"“{path}” is not a plain file. Move it away and generate again.")
                return file.read()

    def write(self, path: str, data: bytes, executable: bool = False, durable: bool = False) -> None:
        """Write a whole file or nothing: a temporary neighbour is renamed over it. An existing file's mode stays.

        `durable`: it is on the disk before the old one goes, which costs milliseconds; for what cannot be made again.
        Raises `Refused`.
        """
        with _explained(path), self._folder(path, make=True) as (folder, name):
            temporary = f".{name}.new"
            mode = 0o755 if executable else 0o644
            try:
                found = os.stat(name, dir_fd=folder, follow_symlinks=False)
            except FileNotFoundError:
                kept = None
            else:
                if not stat.S_ISREG(found.st_mode):
                    raise Refused(f"“{path}” is not a plain file. Move it away and generate again.")
                kept = stat.S_IMODE(found.st_mode)
            with_remains = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FILE
            _unlink(temporary, folder)  # of a run that was interrupted
            with os.fdopen(os.open(temporary, with_remains, mode, dir_fd=folder), "wb") as file:
                if kept is not None:
                    os.fchmod(file.fileno(), kept)
                file.write(data)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)

    def delete(self, path: str) -> None:
        """Delete the file if it is there, and the folders that it leaves empty. Raises `Refused`."""
        with _explained(path):
            try:
                with self._folder(path) as (folder, name):
                    _unlink(name, folder)
            except FileNotFoundError:
                return
        above = path.rpartition("/")[0]
        while above:
            try:
                with self._folder(above) as (folder, name):
                    os.rmdir(name, dir_fd=folder)
            except OSError:
                return
            above = above.rpartition("/")[0]

    def paths(self, under: str) -> tuple[str, ...]:
        """The plain files below the folder `under`, as paths relative to it, sorted. Links are not followed."""
        found: list[str] = []
        try:
            with self._folder(f"{under}/x") as (folder, _):
                for above, _folders, files, _handle in os.fwalk(".", dir_fd=folder, follow_symlinks=False):
                    found.extend(os.path.normpath(os.path.join(above, name)) for name in files)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise Refused(f"“{under}” cannot be read: {_reason(error)}.") from None
        return tuple(sorted(found))

    @contextmanager
    def _folder(self, path: str, make: bool = False) -> Iterator[tuple[int, str]]:
        """A handle of the folder that holds `path`, and the last part of `path`."""
        *above, name = path.split("/")
        here = os.dup(self._handle)
        try:
            for part in above:
                if make:
                    with suppress(FileExistsError):
                        os.mkdir(part, dir_fd=here)
                below = os.open(part, _DIRECTORY, dir_fd=here)
                os.close(here)
                here = below
            yield here, name
        finally:
            os.close(here)


def _unlink(name: str, folder: int) -> None:
    with suppress(FileNotFoundError):
        os.unlink(name, dir_fd=folder)


@contextmanager
def _explained(path: str) -> Iterator[None]:
    try:
        yield
    except Refused:
        raise
    except OSError as error:
        raise Refused(f"“{path}” cannot be used: {_reason(error)}.") from None


def _reason(error: OSError) -> str:
    if error.errno in (errno.ELOOP, errno.ENOTDIR):
        return "a symbolic link or a file stands where a folder or plain file is needed; move it away"
    if error.errno == errno.EISDIR:
        return "a folder stands where a file is needed; move it away"
    return (error.strerror or str(error)).lower()
