"""What a command says, and to whom: results to stdout, everything for the person who waits to stderr."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

FINE, WRONG, NOT_UNDERSTOOD, INTERRUPTED = 0, 1, 2, 130


class NotUnderstood(Exception):
    """The input could not be understood; the message is the one sentence that the person gets."""


def emit(text: str) -> None:
    """A line of result. A reader that has gone away (`| head`) is no error."""
    _write(sys.stdout, text + "\n")


def emit_json(value: Any) -> None:
    """The one JSON value of `--json`, in ASCII, so that every terminal and pipe can carry it."""
    emit(json.dumps(value, ensure_ascii=True, indent=1))


def complain(sentence: str) -> None:
    _write(sys.stderr, " ".join(sentence.split()) + "\n")


def close_quietly() -> None:
    """Flush now, while a broken pipe can still be kept quiet; the interpreter would write a traceback."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            _abandon(stream)


def _write(stream: Any, text: str) -> None:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    except (OSError, ValueError):
        _abandon(stream)


def _abandon(stream: Any) -> None:
    """Whatever is still written there goes nowhere."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass
