"""The only ways by which a text that people typed gets into a generated file: as a literal, or as prose made harmless.

`PersonText` wraps such a text so that a template that prints it by itself fails; the functions here unwrap it.
"""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from typing import NoReturn

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~$-])")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class RawPersonText(TypeError):
    """A template printed what a person typed without saying as what."""


class PersonText:
    """A text that people typed. It has no `str()`: use a filter for the language it goes into."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> NoReturn:
        raise RawPersonText(
            "Text of people goes through a filter: python_string, prose, comment, markdown, toml, yaml."
        )

    __repr__ = __str__
    __format__ = __str__  # type: ignore[assignment]
    __html__ = __str__

    def __bool__(self) -> bool:
        return bool(self._text.strip())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PersonText) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


def reveal(text: PersonText | str) -> str:
    """The text itself, for the functions of this module and their siblings in targets."""
    return text._text if isinstance(text, PersonText) else text


def plain(text: PersonText | str) -> str:
    """One line without control, direction and other invisible characters; blanks are single."""
    seen = "".join(
        " " if unicodedata.category(sign) in ("Zs", "Zl", "Zp", "Cc") else sign
        for sign in reveal(text)
        if unicodedata.category(sign) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join(seen.split())


def python_string(text: PersonText | str) -> str:
    """A Python string literal in double quotes, ASCII only where it must be."""
    return json.dumps(plain(text), ensure_ascii=False)


def prose(text: PersonText | str) -> str:
    """Text for inside a Python docstring: no backslash, no three quotes, no quote at the end."""
    safe = plain(text).replace("\\", "/").replace('"""', "'''")
    return f"{safe[:-1]}'" if safe.endswith('"') else safe


def wrapped(text: str, indent: int, width: int = 100, first: int = 0) -> str:
    """Lines of at most `width`, all but the first indented; `first` characters stand before the first line."""
    lines = textwrap.wrap(
        text, width - indent, initial_indent=" " * first, break_long_words=True, break_on_hyphens=False
    )
    return f"\n{' ' * indent}".join(lines).lstrip() if lines else ""


def markdown(text: PersonText | str) -> str:
    """Text for Markdown, in which no mark of Markdown or HTML means anything."""
    shown = "".join(_HTML.get(sign, sign) for sign in plain(text))
    return re.sub(r"^([0-9]+)\.", r"\1\\.", _MARKDOWN.sub(r"\\\1", shown))


def toml(text: PersonText | str) -> str:
    """A TOML basic string."""
    return json.dumps(plain(text), ensure_ascii=False).replace("\x7f", "")


def yaml(text: PersonText | str) -> str:
    """A YAML double-quoted scalar: JSON strings are."""
    return json.dumps(plain(text), ensure_ascii=False)
