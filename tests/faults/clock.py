"""A clock that jumps: libfaketime under a web process, read anew from a file every second."""

from __future__ import annotations

from pathlib import Path

#: Debian's package `faketime`; by the machine's architecture.
_PLACES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


class Clock:
    def __init__(self, file: Path) -> None:
        self._file = file
        self.set(0)

    @property
    def environment(self) -> dict[str, str]:
        """Of the process. The steady clock, by which event loops wait, is left alone, as a real jump leaves it."""
        if not _PLACES:
            raise FileNotFoundError("libfaketime is not installed. On Debian: apt-get install faketime")
        return {
            "LD_PRELOAD": str(_PLACES[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",  # seconds after which it looks again
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # Its mending of timed waits makes Python's threads spin for the interpreter lock: five times the CPU.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
        }

    def set(self, seconds: int) -> None:
        """How far it is from the true time; replaced as a whole, so that nobody reads half of it."""
        fresh = self._file.with_suffix(".fresh")
        fresh.write_text(f"{seconds:+d}")
        fresh.replace(self._file)
