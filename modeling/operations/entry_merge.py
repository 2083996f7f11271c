"""Three-way merge of lists whose entries have a name: fields, sign-offs, measurements."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

T = TypeVar("T")


def merge_entries(
    base: tuple[T, ...], mine: tuple[T, ...], theirs: tuple[T, ...], name: Callable[[T], Hashable]
) -> tuple[T, ...]:
    """What two people made of the list `base`: each entry is taken from the one who changed it.

    Where both changed the same entry, `mine` holds (the later writer); a change outlives a removal. The order is
    that of `theirs`, then what `mine` added. Names are unique in a list; of duplicates the last one counts.
    """
    was, my, their = ({name(entry): entry for entry in entries} for entries in (base, mine, theirs))
    merged: dict[Hashable, T] = {}
    for label in dict.fromkeys((*their, *my)):
        if label not in was:
            merged[label] = my.get(label, their.get(label))  # type: ignore[assignment]
            continue
        if label in my and label in their:
            merged[label] = my[label] if my[label] != was[label] else their[label]
            continue
        survivor = my.get(label, their.get(label))
        if survivor is not None and survivor != was[label]:
            merged[label] = survivor
    return tuple(merged.values())
