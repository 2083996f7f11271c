"""The lines of an archive: written one by one, read one by one, never held in memory together."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import json
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

Json = dict[str, Any]

FORMAT = "eventstorm-archive"
VERSION = 1
LONGEST_LINE = 96 * 1024 * 1024  # bytes; the largest document, packed and written as text, is smaller
LARGEST = 64 * 1024**3  # bytes unpacked: a small file that unpacks to more is not a backup


class BadArchive(ValueError):
    """The file cannot be restored; the message is a sentence that says why. Nothing of it was kept."""


class Writer:
    """Writes header, rows and seal; the file is no archive before `close`."""

    def __init__(self, stream: IO[bytes], header: Json) -> None:
        self._packed = gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=6, mtime=0)
        self._seal = hashlib.sha256()
        self.rows: Counter[str] = Counter()
        self._write({"format": FORMAT, "version": VERSION, **header})

    def row(self, table: str, values: Json) -> None:
        self._write([table, values])
        self.rows[table] += 1

    def close(self) -> None:
        self._write({"end": dict(self.rows), "sha256": self._seal.hexdigest()})
        self._packed.close()

    def _write(self, value: object) -> None:
        line = json.dumps(value, separators=(",", ":")).encode() + b"\n"
        self._seal.update(line)
        self._packed.write(line)


class Reader:
    """`header`, then the rows in order; raises `BadArchive` for what is none, also at the end when it is cut."""

    def __init__(self, stream: IO[bytes], largest: int = LARGEST) -> None:
        self._packed = gzip.GzipFile(fileobj=stream, mode="rb")
        self._seal = hashlib.sha256()
        self._left = largest
        self._rows: Counter[str] = Counter()
        header = self._next()
        if not isinstance(header, dict) or header.get("format") != FORMAT:
            raise BadArchive("This is no archive of Eventstorm. Give a file that `manage.py backup` wrote.")
        if header.get("version") != VERSION:
            raise BadArchive(f"The archive is of version {str(header.get('version'))[:20]}; this reads {VERSION}.")
        self.header: Json = header

    def rows(self) -> Iterator[tuple[str, Json]]:
        while True:
            sealed = self._seal.hexdigest()
            line = self._next()
            if isinstance(line, dict):
                self._expect_end(line, sealed)
                return
            if not (isinstance(line, list) and len(line) == 2 and isinstance(line[0], str) and _is_row(line[1])):
                raise BadArchive("A line of the archive is no row. It was changed after it was written.")
            self._rows[line[0]] += 1
            yield line[0], line[1]

    def _expect_end(self, line: Json, sealed: str) -> None:
        if line.get("end") != dict(self._rows) or not hmac.compare_digest(str(line.get("sha256")), sealed):
            raise BadArchive("The archive's seal does not fit its contents. It was changed after it was written.")
        if self._read(1):
            raise BadArchive("Something follows the end of the archive. It was changed after it was written.")

    def _next(self) -> Any:
        line = self._read(LONGEST_LINE)
        if not line.endswith(b"\n"):
            raise BadArchive("The archive is cut, or a line of it is too long. Take another copy of it.")
        self._left -= len(line)
        if self._left < 0:
            raise BadArchive("The archive unpacks to more than any backup holds.")
        self._seal.update(line)
        try:
            return json.loads(line, parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise BadArchive("A line of the archive is not JSON. It was changed after it was written.") from None

    def _read(self, most: int) -> bytes:
        try:
            return self._packed.readline(most)
        except (OSError, EOFError, zlib.error):
            raise BadArchive("The file is no gzip, or it is cut. Take another copy of it.") from None


def _is_row(value: object) -> bool:
    return isinstance(value, dict) and len(value) <= 100


def _refuse(name: str) -> None:
    raise ValueError(name)
