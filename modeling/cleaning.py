"""What JSON can say and no database, browser or UTF-8 can hold, taken out of a document before it is read."""

from __future__ import annotations

import math
from typing import Any

_DEEPEST = 40
_GONE = object()


def clean(raw: Any) -> tuple[Any, list[str]]:
    """`raw` without NUL and halves of characters in its texts, numbers that are not finite, and what is nested more
    than 40 deep; and a sentence for each kind of thing that was taken out. Cost: linear."""
    cleaning = _Cleaning()
    cleaned = cleaning.value(raw, _DEEPEST)
    return None if cleaned is _GONE else cleaned, sorted(cleaning.found)


class _Cleaning:
    def __init__(self) -> None:
        self.found: set[str] = set()

    def value(self, raw: Any, levels: int) -> Any:
        if isinstance(raw, str):
            return self._text(raw)
        if isinstance(raw, float) and not math.isfinite(raw):
            self.found.add("A number was not finite; it was left out.")
            return _GONE
        if not isinstance(raw, dict | list):
            return raw
        if levels == 0:
            self.found.add(f"Something was nested more than {_DEEPEST} deep; it was left out.")
            return _GONE
        if isinstance(raw, dict):
            kept = ((self._text(key), self.value(inner, levels - 1)) for key, inner in raw.items())
            return {key: inner for key, inner in kept if inner is not _GONE}
        items = (self.value(inner, levels - 1) for inner in raw)
        return [None if item is _GONE else item for item in items]

    def _text(self, raw: str) -> str:
        if "\0" not in raw and (raw.isascii() or _is_whole(raw)):
            return raw
        self.found.add("A text held the character NUL or half a character; these were left out.")
        return raw.replace("\0", "").encode("utf-8", "ignore").decode()


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
