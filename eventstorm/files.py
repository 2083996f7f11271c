"""Reading what a command is given and writing where it is told, with a sentence for everything that can go wrong."""

from __future__ import annotations

import argparse
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from eventstorm.console import NotUnderstood, complain

if TYPE_CHECKING:
    from codegen.formats import Format, Imported
    from codegen.report import Report

STANDARD_INPUT = "-"


def add_file(parser: argparse.ArgumentParser, name: str = "file") -> None:
    parser.add_argument(
        name, metavar=name.upper(), help="a board document or another format that can be imported; - for stdin"
    )


def read_bytes(name: str) -> bytes:
    """The file's bytes. Raises `NotUnderstood` where there are none to read, or too many."""
    from modeling.limits import DOCUMENT_BYTES

    try:
        if name == STANDARD_INPUT:
            data = sys.stdin.buffer.read(DOCUMENT_BYTES + 1)
        else:
            with open(name, "rb") as file:
                if stat.S_ISDIR(os.fstat(file.fileno()).st_mode):
                    raise IsADirectoryError
                data = file.read(DOCUMENT_BYTES + 1)
    except IsADirectoryError:
        raise NotUnderstood(f"“{name}” is a directory. Name a file.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise NotUnderstood(f"“{name}” cannot be read: {reason.lower()}.") from None
    if len(data) > DOCUMENT_BYTES:
        raise NotUnderstood(f"“{name}” is larger than {DOCUMENT_BYTES // 2**20} MiB. Split the board into several.")
    return data


def read_board(name: str, code: str | None = None) -> Imported:
    """The board in a file of any format that can be imported, `code` or recognised; losses are complained of.

    Raises `NotUnderstood`.
    """
    return read_any(name, code)[1]


def read_any(name: str, code: str | None = None) -> tuple[Format, Imported]:
    """As `read_board`, with the format that the file is of."""
    from codegen.formats import NotThisFormat

    if code is not None:
        _expect("read", code)
    data = read_bytes(name)
    held = _format_of(data, name, code)
    if held.read is None:
        raise NotUnderstood(f"{held.name} can be written but not read. Give a board document.")
    try:
        imported = held.read(data)
    except NotThisFormat as error:
        raise NotUnderstood(f"“{name}”, taken for a {held.name.lower()}: {error}") from None
    for loss in imported.losses:
        complain(f"{name}: {loss}")
    return held, imported


def _format_of(data: bytes, name: str, code: str | None) -> Format:
    from codegen.formats import FORMATS, recognise

    return FORMATS[code] if code else (recognise(data, name) or FORMATS["board"])


def _expect(doing: str, code: str) -> None:
    from codegen.formats import FORMATS

    able = [known for known, held in FORMATS.items() if getattr(held, doing) is not None]
    if code not in able:
        what = {"read": "read", "write": "written"}[doing]
        raise NotUnderstood(f"“{code}” is not a format that can be {what}. Use one of: {', '.join(able)}.")


def target_format(code: str | None, name: str) -> Format:
    """The format to write: `code`, else what the file's name says, else (for stdout) a board document.

    Raises `NotUnderstood`.
    """
    from codegen.formats import FORMATS, by_name

    if code is None:
        found = FORMATS["board"] if name == STANDARD_INPUT else by_name(name)
        code = found.code if found else ""
        if not code:
            raise NotUnderstood(f"The name “{name}” does not say a format. Choose one by --to: {', '.join(FORMATS)}.")
    _expect("write", code)
    return FORMATS[code]


def write_bytes(name: str, data: bytes) -> None:
    """Raises `NotUnderstood` where the file cannot be written."""
    if name == STANDARD_INPUT:
        sys.stdout.buffer.write(data)
        return
    try:
        Path(name).write_bytes(data)
    except OSError as error:
        raise NotUnderstood(f"“{name}” cannot be written: {(error.strerror or str(error)).lower()}.") from None


def write_artifacts(artifacts: object, directory: str) -> Report:
    """Write generated files, telling what became of them on stderr. Raises `NotUnderstood`."""
    from codegen.artifacts import ClashingPaths
    from codegen.confined import Refused
    from codegen.writing import write

    try:
        report = write(artifacts, Path(directory))  # type: ignore[arg-type]
    except (ClashingPaths, Refused) as error:
        raise NotUnderstood(str(error)) from None
    for sentence in report.sentences():
        complain(sentence)
    return report
