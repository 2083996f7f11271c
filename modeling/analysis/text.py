"""Words of labels and fields: what of them names a thing, what names a deed.

English is read with care (verb, participle, plural); text in other languages is still cut into words, and scripts
that are written without spaces or with particles (Hangul, Han, Kana) into pairs of characters, so that two labels
that share a noun share a token. Nothing here knows a board.
"""

from __future__ import annotations

import re
from functools import lru_cache

from modeling.english import is_past_form

_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-zß-ÿ0-9])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")
_SYLLABIC = re.compile(r"[぀-ヿ㐀-鿿가-힯]+")

STOP_WORDS = frozenset(
    "a an the this that these those of to for from in on at by with without and or not no nor as into onto than then "
    "is are was were be been being has have had will whenever when while once after before if else every each any all "
    "new existing my our their its it via per up out off "
    "der die das den dem des ein eine einen einem einer und oder nicht wenn sobald dann wurde wurden worden wird ist "
    "sind hat haben für von mit zum zur im am auf aus bei".split()
)

#: Fields that every payload may carry: sharing one says nothing.
GENERIC_FIELDS = frozenset(
    "id name status state date time type kind reason description note comment value version timestamp created updated "
    "occurred at by on is active enabled title code number count request response event correlation causation data "
    "payload metadata metadatum sequence".split()
)


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of `text` in order, lower case; camelCase is cut, syllabic scripts become overlapping pairs."""
    found: list[str] = []
    for run in _WORD.findall(_CAMEL.sub(" ", text)):
        folded = run.casefold()
        if _SYLLABIC.fullmatch(folded) and len(folded) > 2:
            found.extend(folded[at : at + 2] for at in range(len(folded) - 1))
        else:
            found.append(folded)
    return tuple(found)


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """The singular of an English noun; other words come back unchanged or with a final s less."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=65536)
def nouns(label: str, kind: str) -> tuple[str, ...]:
    """The things that a label speaks of, singular, in order.

    A command loses its verb, an event its participles; a policy's label repeats its trigger's and says nothing of its
    own. A label that would lose every word keeps all of them.
    """
    if kind == "policy":
        return ()
    told = [word for word in words(label) if word not in STOP_WORDS and not word.isdigit()]
    if kind == "command" and len(told) > 1 and told[0].isascii():
        told = told[1:]
    if kind == "domain_event":
        told = [word for word in told if not is_past_form(word)] or told
    return tuple(dict.fromkeys(singular(word) for word in told))


def field_tokens(name: str) -> tuple[str, ...]:
    """What a payload field says: `orderId` → ("order#",) a key; `shippingAddress` → ("shipping address",); generic →
    ().

    The mark # tells a key from a plain field.
    """
    parts = [singular(word) for word in words(name)]
    if len(parts) > 1 and parts[-1] in ("id", "uuid", "key", "ref", "reference"):
        key = " ".join(part for part in parts[:-1])
        return (f"{key}#",) if key not in GENERIC_FIELDS else ()
    if not parts or all(part in GENERIC_FIELDS for part in parts):
        return ()
    return (" ".join(parts),)
