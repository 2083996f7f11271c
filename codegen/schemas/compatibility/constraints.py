"""Constraints of JSON Schema: does a changed one allow less, more, or something else?"""

from __future__ import annotations

from collections.abc import Iterator

from codegen.schemas.compatibility.shape import Shape

_LOWER = frozenset(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"))
_UPPER = frozenset(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"))
_MEANING = frozenset(("contentEncoding",))  # says how to read the text, so with and without it are two things


def constraint_changes(old: Shape, new: Shape, subject: str) -> Iterator[tuple[str, str]]:
    """(rule, what) for each constraint that differs, in the sequence of the keywords."""
    before, after = dict(old.constraints), dict(new.constraints)
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) == after.get(key):
            continue
        yield (f"constraint_{_direction(key, before.get(key), after.get(key))}", f"{subject} ({key})")


def _direction(key: str, old: object, new: object) -> str:
    if key in _MEANING:
        return "changed"
    if old is None or old is False:
        return "tightened"
    if new is None or new is False:
        return "loosened"
    if isinstance(old, (int, float)) and isinstance(new, (int, float)):
        if key in _LOWER:
            return "tightened" if new > old else "loosened"
        if key in _UPPER:
            return "tightened" if new < old else "loosened"
    return "changed"
