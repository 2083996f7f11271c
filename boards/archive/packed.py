"""Packed documents that nobody vouches for: unpacked up to a limit."""

from __future__ import annotations

import json
import zlib
from typing import Any

from boards.archive.lines import BadArchive

LARGEST = 128 * 1024 * 1024  # bytes; four times the largest document, for its stamps


def unpack_bounded(packed: bytes | memoryview) -> Any:
    """As `boards.snapshots.unpack`. Raises `BadArchive`."""
    unpacking = zlib.decompressobj(wbits=31)  # gzip
    try:
        data = unpacking.decompress(bytes(packed), LARGEST)
        if not unpacking.eof:
            raise BadArchive("A document of the archive is cut, or unpacks to more than a board may hold.")
        return json.loads(data)
    except (zlib.error, ValueError, RecursionError) as error:
        if isinstance(error, BadArchive):
            raise
        raise BadArchive("A document of the archive cannot be unpacked.") from None
