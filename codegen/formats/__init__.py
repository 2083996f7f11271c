"""Import and export: one module a format, one table. A new format is a module with a `FORMAT` and an entry here."""

from __future__ import annotations

from codegen.formats import board_document, csv_notes, markdown, mermaid, pasted_text
from codegen.formats.format import Exported, Format, Imported, NotThisFormat

__all__ = ["FORMATS", "Exported", "Format", "Imported", "NotThisFormat", "by_name", "recognise"]

#: Every format by its code; the first that recognises a file reads it.
FORMATS: dict[str, Format] = {
    held.FORMAT.code: held.FORMAT for held in (board_document, mermaid, markdown, csv_notes, pasted_text)
}


def by_name(file_name: str) -> Format | None:
    """The format whose ending the file's name has, the longest one; None where no format has it."""
    lowered = file_name.lower()
    endings = [
        (len(ending), code) for code, held in FORMATS.items() for ending in held.endings if lowered.endswith(ending)
    ]
    return FORMATS[max(endings)[1]] if endings else None


def recognise(data: bytes, file_name: str = "") -> Format | None:
    """The format of a file, by what it holds, else by its name; None where neither tells."""
    for held in FORMATS.values():
        if held.read is not None and held.recognises(data):
            return held
    return by_name(file_name)
