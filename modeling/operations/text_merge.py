"""Three-way merge of a text by words, after diff3 (Khanna, Kunal, Pierce: A Formal Investigation of Diff3, 2007)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

_WORD = re.compile(r"\S+")
#: Beyond this many words on a side the text is merged by lines: the matcher is quadratic.
_WORDS = 2_000
#: Beyond this many pairs of equal words what lies between the equal ends counts as one change: the matcher would take
#: seconds, for a text that says the same few words over and over.
_PAIRS = 200_000

Edit = tuple[int, int, int, int]  # base[a:b] became side[c:d]


def merge_text(base: str, mine: str, theirs: str) -> str:
    """What two people made of `base`. Where both changed the same words, both are kept: theirs, then mine.

    No word that either of them added is lost; a word is gone when one removed it and the other left it alone.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    texts = (base, mine, theirs)
    large = any(len(_WORD.findall(text)) > _WORDS for text in texts)
    words, my_words, their_words = (_tokens(text, large) for text in texts)
    keys, my_keys, their_keys = ([t.strip() for t in tokens] for tokens in (words, my_words, their_words))
    my_edits, their_edits = _edits(keys, my_keys), _edits(keys, their_keys)
    out: list[str] = []
    at = 0  # position in base
    my_shift = their_shift = 0  # where base[at] is in mine and theirs, relative to at
    for low, high, my_part, their_part in _conflicts(my_edits, their_edits):
        for position in range(at, low):
            out.append(_unchanged(words[position], my_words[position + my_shift], their_words[position + their_shift]))
        my_from, my_to = low + my_shift, high + my_shift + _growth(my_part)
        their_from, their_to = low + their_shift, high + their_shift + _growth(their_part)
        if their_part:
            out += their_words[their_from:their_to]
        if my_part and not (their_part and my_keys[my_from:my_to] == their_keys[their_from:their_to]):
            out += my_words[my_from:my_to]
        my_shift += _growth(my_part)
        their_shift += _growth(their_part)
        at = high
    for position in range(at, len(words)):
        out.append(_unchanged(words[position], my_words[position + my_shift], their_words[position + their_shift]))
    merged = _joined(out)
    return merged if mine[-1:].isspace() or theirs[-1:].isspace() else merged.rstrip()


def _tokens(text: str, lines: bool) -> list[str]:
    """Words (or lines) with the white space that follows them; leading white space is a token of its own."""
    return text.splitlines(keepends=True) if lines else re.findall(r"\S+\s*|^\s+", text)


def _edits(base: list[str], side: list[str]) -> list[Edit]:
    start = 0
    while start < min(len(base), len(side)) and base[start] == side[start]:
        start += 1
    end = 0
    while end < min(len(base), len(side)) - start and base[-1 - end] == side[-1 - end]:
        end += 1
    here, there = base[start : len(base) - end], side[start : len(side) - end]
    if _pairs(here, there) > _PAIRS:
        return [(start, len(base) - end, start, len(side) - end)]
    middle = SequenceMatcher(None, here, there, autojunk=False)
    return [(a + start, b + start, c + start, d + start) for tag, a, b, c, d in middle.get_opcodes() if tag != "equal"]


def _pairs(base: list[str], side: list[str]) -> int:
    """How many pairs of a token of the base and an equal one of the side there are."""
    times = Counter(base)
    return sum(times[token] for token in side)


def _conflicts(mine: list[Edit], theirs: list[Edit]) -> Iterator[tuple[int, int, list[Edit], list[Edit]]]:
    """Stretches of the base that somebody changed, in order, with the edits of each side inside them."""
    waiting = sorted([(edit, 0) for edit in mine] + [(edit, 1) for edit in theirs], key=lambda item: item[0][:2])
    while waiting:
        (first, side) = waiting.pop(0)
        low, high = first[0], first[1]
        parts: tuple[list[Edit], list[Edit]] = ([], [])
        parts[side].append(first)
        while waiting and (waiting[0][0][0] < high or waiting[0][0][:2] == (low, high)):
            edit, side = waiting.pop(0)
            parts[side].append(edit)
            high = max(high, edit[1])
        yield low, high, parts[0], parts[1]


def _growth(edits: list[Edit]) -> int:
    return sum((d - c) - (b - a) for a, b, c, d in edits)


def _unchanged(base: str, mine: str, theirs: str) -> str:
    return mine if theirs == base else theirs


def _joined(tokens: list[str]) -> str:
    out = ""
    for token in tokens:
        if out and token.strip() and not out[-1].isspace():
            out += " "
        out += token
    return out
