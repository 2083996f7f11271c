"""The kind that a line of plain text names: `Command: Place order`, `[Event] Order placed`."""

from __future__ import annotations

import re

from modeling.kinds import KINDS

_WORDS = {
    **{kind.name.lower(): kind.code for kind in KINDS.values()},
    **{code.replace("_", " "): code for code in KINDS},
    "event": "domain_event",
    "action": "command",
    "person": "actor",
    "role": "actor",
    "constraint": "aggregate",
    "information": "read_model",
    "view": "read_model",
    "query": "read_model",
    "system": "external_system",
    "external": "external_system",
    "question": "hotspot",
    "problem": "hotspot",
    "risk": "hotspot",
    "idea": "opportunity",
    "comment": "note",
}
_PREFIX = re.compile(r"\s*(?:\[([^\]\n]{1,30})\]\s*:?|([^:\n]{1,30}):)\s*(.*)", re.DOTALL)


def kind_of_word(word: str) -> str | None:
    """The kind that a word or two name, whatever their case; None for anything else."""
    return _WORDS.get(" ".join(word.lower().replace("_", " ").replace("-", " ").split()))


def kind_and_label(text: str) -> tuple[str | None, str]:
    """The kind that a prefix names, and the text without it; None and the text where there is no such prefix."""
    if (found := _PREFIX.fullmatch(text)) and (kind := kind_of_word(found[1] or found[2])):
        return kind, found[3].strip()
    if re.match(r"\s*whenever\b", text, re.IGNORECASE):
        return "policy", text.strip()
    return None, text.strip()
