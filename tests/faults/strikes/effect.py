"""Seeing that a fault had its effect."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PATIENCE = 240.0  # seconds for whatever must come about; nothing depends on how soon


class NoEffect(AssertionError):
    """A fault was injected and its effect was not seen."""


def until(holds: Callable[[], Any], effect: str, every: float = 0.02) -> Any:
    """What `holds` gives once it is true; raises `NoEffect` after much patience."""
    end = time.monotonic() + PATIENCE
    while not (found := holds()):
        if time.monotonic() > end:
            raise NoEffect(f"This was not seen within {PATIENCE:.0f} s: {effect}.")
        time.sleep(every)
    return found


class LogTail:
    """What a log says from now on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._from = path.stat().st_size

    def news(self) -> str:
        with self._path.open("rb") as log:
            log.seek(self._from)
            return log.read().decode(errors="replace")
