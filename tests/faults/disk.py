"""A small disk: a tmpfs of so many MiB that a balloon can fill to the last page, and be let out of again."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from types import TracebackType


class NoSmallDisk(RuntimeError):
    """Mounting is not permitted here."""


class SmallDisk:
    def __init__(self, folder: Path, mebibytes: int) -> None:
        self.folder = folder
        self._size = mebibytes
        self._balloon = folder / "balloon"

    def fill(self) -> None:
        """Takes what is free now; to be repeated while others let go of space."""
        with self._balloon.open("ab") as balloon:
            size = os.fstat(balloon.fileno()).st_size
            while free := self.free_bytes():
                try:
                    os.posix_fallocate(balloon.fileno(), size, free)
                    size += free
                except OSError:  # somebody else took of it meanwhile
                    continue

    def empty(self) -> None:
        self._balloon.unlink(missing_ok=True)

    def free_bytes(self) -> int:
        space = os.statvfs(self.folder)
        return space.f_bavail * space.f_bsize

    def __enter__(self) -> SmallDisk:
        self.folder.mkdir(parents=True, exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={self._size}m,mode=0755", "tmpfs", str(self.folder)]
        try:
            done = subprocess.run(command, check=False, capture_output=True, text=True)
        except OSError as error:
            raise NoSmallDisk(f"mount cannot be run: {error}") from None
        if done.returncode:
            raise NoSmallDisk(f"A tmpfs cannot be mounted here: {done.stderr.strip()}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Lazily: a process that is just ending may still have a file open.
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True, capture_output=True)
