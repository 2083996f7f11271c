"""The whole board document, carried in a comment of a format that cannot hold it: export and import lose nothing."""

from __future__ import annotations

import base64
import binascii
import re
import zlib

from codegen.formats.format import Imported
from modeling import document, limits
from modeling.model import Model

_CARRIED = re.compile(r"eventstorm/board ([A-Za-z0-9_=-]{20,})")


def carry(model: Model) -> str:
    """One word-only line for a comment."""
    packed = zlib.compress(document.dumps(model).encode("utf-8", "replace"), 9)
    return f"eventstorm/board {base64.urlsafe_b64encode(packed).decode()}"


def carried(text: str) -> Imported | None:
    """What `carry` put into `text`; None where nothing did, or where it was damaged."""
    found = _CARRIED.search(text)
    if found is None:
        return None
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(base64.urlsafe_b64decode(found[1]), limits.DOCUMENT_BYTES + 1)
        reading = document.read(document.loads(data))
    except (binascii.Error, zlib.error, document.NotADocument):
        return None
    return Imported(reading.model, tuple(str(problem) for problem in reading.problems))
