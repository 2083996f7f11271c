"""Names: what people wrote → words → the spellings that files need.

People write anything: several scripts, emoji, keywords, nothing at all. `words` reduces it to lower-case ASCII words;
the spellings (`snake`, `pascal`, …) join them; `Scope` keeps them apart within one scope. The same text always gives
the same words; what has no Latin spelling gets its Unicode name or code point, so that different texts stay different.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from codegen.ir import Name

_LONGEST = 40  # characters of a joined name: paths, topics and table names have limits
#: No file of these names can be made on Windows, whatever its ending.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
_BREAKS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LATIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "þ": "th", "ð": "d", "ı": "i"}
    | {"Æ": "Ae", "Ø": "O", "Œ": "Oe", "Ł": "L", "Đ": "D", "Þ": "Th", "Ð": "D"}
)
_LETTERS = {
    letter: latin
    for alphabet, spellings in (
        (
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
            "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i yi ye g",
        ),
        ("αβγδεζηθικλμνξοπρσςτυφχψω", "a b g d e z i th i k l m n x o p r s s t y f ch ps o"),
    )
    for letter, latin in zip(alphabet, spellings.split(), strict=True)
}


def words(text: str) -> tuple[str, ...]:
    """The lower-case ASCII words of `text`, possibly none. Splits at blanks, marks, camelCase humps and digits."""
    spelled = "".join(_spell(sign) for sign in unicodedata.normalize("NFC", text).translate(_LATIN))
    found = [word.lower() for word in _BREAKS.findall(spelled)]
    kept: list[str] = []
    length = 0
    for word in found:
        word = word[:_LONGEST]
        length += len(word) + 1
        if length > _LONGEST + 1 and kept:
            break
        kept.append(word)
    return _glue_digits(kept)


def _spell(sign: str) -> str:
    """One character in ASCII; an apostrophe joins ("owner's" is one word), other marks separate."""
    if sign.isascii():
        return "" if sign == "'" else sign
    if sign == "’":
        return ""
    plain = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    if plain.strip():
        return plain
    if sign.lower() in _LETTERS:
        latin = _LETTERS[sign.lower()].replace("-", "")
        return latin.capitalize() if sign.isupper() else latin
    category = unicodedata.category(sign)
    if category.startswith("L"):
        return f" u{ord(sign)} "
    if category == "So":
        return f" {unicodedata.name(sign, f'u{ord(sign)}').lower()} "
    return " " if category[0] in "ZPSC" else ""


def _glue_digits(found: list[str]) -> tuple[str, ...]:
    """Digits belong to the word before them ("line2"), and no name begins with a digit."""
    glued: list[str] = []
    for word in found:
        if word[0].isdigit() and glued:
            glued[-1] += word
        else:
            glued.append(f"n{word}" if word[0].isdigit() else word)
    return tuple(glued)


class Scope:
    """Names that must differ from each other, compared as joined lower-case letters."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.replace("_", "").lower() for name in taken}

    def name(self, text: str, kind: str) -> Name:
        """A name for `text`; an empty one becomes "unnamed <kind>", a taken one, or a device's, gets the kind's word,
        then a number."""
        kind_words = words(kind)
        own = words(text) or ("unnamed", *kind_words)
        candidates = [own, (*own, *kind_words)] if own[-len(kind_words) :] != kind_words else [own]
        for candidate in candidates:
            if self._take(candidate):
                return Name(text, candidate)
        number = 2
        while not self._take((*own[:-1], f"{own[-1]}{number}")):
            number += 1
        return Name(text, (*own[:-1], f"{own[-1]}{number}"))

    def _take(self, candidate: tuple[str, ...]) -> bool:
        joined = "".join(candidate)
        if joined in self._taken or joined in _DEVICES:
            return False
        self._taken.add(joined)
        return True


def snake(name: Name) -> str:
    return "_".join(name.words)


def kebab(name: Name) -> str:
    return "-".join(name.words)


def screaming(name: Name) -> str:
    return "_".join(name.words).upper()


def pascal(name: Name) -> str:
    return "".join(word.capitalize() for word in name.words)


def camel(name: Name) -> str:
    return name.words[0] + "".join(word.capitalize() for word in name.words[1:])


def plural(name: Name) -> str:
    """snake_case with the last word in the plural, for tables and collections (English rules)."""
    last = name.words[-1]
    if re.search(r"[^aeiou]y$", last):
        last = f"{last[:-1]}ies"
    elif re.search(r"(s|x|z|ch|sh)$", last):
        last = f"{last}es"
    else:
        last = f"{last}s"
    return "_".join((*name.words[:-1], last))
