"""The board document itself: loses nothing."""

from __future__ import annotations

from codegen.formats.format import Exported, Format, Imported, NotThisFormat
from modeling import document
from modeling.model import Model


def read(data: bytes) -> Imported:
    try:
        reading = document.read(document.loads(data))
    except document.NotADocument as error:
        raise NotThisFormat(str(error)) from None
    return Imported(reading.model, tuple(str(problem) for problem in reading.problems))


def write(model: Model) -> Exported:
    return Exported(document.dumps(model).encode("utf-8", "replace"))


FORMAT = Format(
    "board",
    "Board document",
    (".board.json", ".json"),
    read,
    write,
    lambda data: data.lstrip()[:1] == b"{" and b"eventstorm/board" in data,
)
