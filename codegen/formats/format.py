"""What a format is: how a file of it becomes a model, and a model a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from modeling.model import Model


class NotThisFormat(ValueError):
    """The file is not of this format, or holds no event storm; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Imported:
    """`losses`: a sentence for each thing in the file that is not in the model."""

    model: Model
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """`losses`: a sentence for each thing in the model that a reader of the file will not find."""

    data: bytes
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """`endings` of file names, longest first, with their dots.

    `read` raises `NotThisFormat`; None where the format cannot be imported, and `write` where it cannot be exported.
    `recognises` looks at the first bytes of a file whose name says nothing.
    """

    code: str
    name: str
    endings: tuple[str, ...]
    read: Callable[[bytes], Imported] | None = None
    write: Callable[[Model], Exported] | None = None
    recognises: Callable[[bytes], bool] = lambda data: False


def text_of(data: bytes) -> str:
    """The file's text. Raises `NotThisFormat` for what is not text in UTF-8 or UTF-16."""
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotThisFormat("The file is not text. Save it as UTF-8 text, or choose its format.")


def shown(text: str) -> str:
    """One line of what can be seen of a text: control characters go, line breaks become blanks."""
    return " ".join("".join(sign for sign in text if (sign >= " " and sign != "\x7f") or sign.isspace()).split())
