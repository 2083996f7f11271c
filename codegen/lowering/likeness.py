"""How well a command and an event fit together by their words: "Ring bell" and "Bell rung"."""

from __future__ import annotations

from collections.abc import Sequence

from codegen import naming
from modeling import english


def likeness(command: str, event: str) -> tuple[int, int]:
    """(whether the command's verb is in the event, how many of its words are); higher fits better."""
    asked, happened = naming.words(command), naming.words(event)
    if not asked or not happened:
        return (0, 0)
    verb = int(english.answers(event, command) or _akin_to_any(asked[0], happened))
    return (verb, sum(_akin_to_any(word, happened) for word in asked))


def success_first(command: str, event: str) -> tuple[int, int, int]:
    """A sort key: what the command asked for comes before what only shares its words, failures come late."""
    verb, shared = likeness(command, event)
    return (-verb, int(english.tells_failure(event)), -shared)


def _akin_to_any(word: str, others: Sequence[str]) -> bool:
    return any(_akin(word, other) for other in others)


def _akin(one: str, other: str) -> bool:
    """Same word in another form: they begin alike, up to an ending of at most four letters."""
    common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common += 1
    return (common >= max(3, len(one) - 2) and max(len(one), len(other)) - common <= 4) or one == other
