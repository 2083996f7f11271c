"""Contracts before and after → the changes, each with its verdict and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codegen.schemas.compatibility.changes import Change, changes
from codegen.schemas.compatibility.contracts import Contract
from codegen.schemas.compatibility.rules import RULES, Family, Mode
from codegen.schemas.compatibility.shape import UnreadableSchema


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """`backward`: new readers understand old messages; `forward`: old readers understand new ones.

    `field` is a path such as `lines[].sku`, "" for the message itself; `change` a code of the rule table.
    """

    event: str
    field: str
    change: str
    backward: bool
    forward: bool
    message: str


def compare(
    old: Sequence[Contract], new: Sequence[Contract], mode: Mode = Mode.FULL_TRANSITIVE
) -> tuple[SchemaChange, ...]:
    """The changes from `old` to `new`, by the new contracts' sequence; what `mode` forbids says what to do instead.

    Two lone schemas are compared whatever they are called; contracts of boards are matched by type, else by the
    elements they stand for, else by name. Raises `UnreadableSchema` when the two are of different formats.
    """
    out: list[SchemaChange] = []
    pairs, added, removed = _match(old, new)
    for before, after in pairs:
        if before.schema.family is not after.schema.family:
            raise UnreadableSchema(
                f"{before.name} is {before.schema.family.value}, {after.name} is {after.schema.family.value}. "
                "Compare two of one format."
            )
        found = [*_identity(before, after), *changes(before.schema, after.schema)]
        out += [_judged(after.name, change, mode) for change in found]
    for contract in added:
        out.append(_judged(contract.name, Change("event_added", "", contract.name, contract.schema.family), mode))
    for contract in removed:
        out.append(_judged(contract.name, Change("event_removed", "", contract.name, contract.schema.family), mode))
    return tuple(dict.fromkeys(out))


def compare_with_history(
    history: Sequence[Sequence[Contract]], new: Sequence[Contract], mode: Mode = Mode.FULL_TRANSITIVE
) -> tuple[SchemaChange, ...]:
    """As `compare`, with the last of `history` (oldest first), or with each of them when `mode` is transitive.

    A change that several versions have in common is told once.
    """
    versions = history if mode.transitive else history[-1:]
    return tuple(dict.fromkeys(change for old in reversed(versions) for change in compare(old, new, mode)))


def forbidden(changes: Sequence[SchemaChange], mode: Mode) -> tuple[SchemaChange, ...]:
    """Those that break what `mode` promises."""
    return tuple(change for change in changes if not mode.allows(change.backward, change.forward))


def _judged(event: str, change: Change, mode: Mode) -> SchemaChange:
    rule = RULES[change.rule]
    backward, forward = rule.verdict(change.family)
    message = rule.says.format(what=change.what)
    if change.family is Family.BOARD and rule.avro and rule.json and rule.avro != rule.json:
        message += " Avro and JSON differ here; both must hold."
    if rule.instead and not mode.allows(backward, forward):
        message += f" {rule.instead}"
    return SchemaChange(event, change.field, change.rule, backward, forward, message)


def _identity(before: Contract, after: Contract) -> list[Change]:
    """That the message is called otherwise or lives elsewhere; lone schemas tell it themselves."""
    if before.type == after.type:
        return []
    family = after.schema.family
    if before.name != after.name:
        return [Change("event_renamed", "", f"“{before.name}” is called “{after.name}”", family)]
    return [Change("event_moved", "", f"“{after.name}” moved from {before.type} to {after.type}", family)]


def _match(
    old: Sequence[Contract], new: Sequence[Contract]
) -> tuple[list[tuple[Contract, Contract]], list[Contract], list[Contract]]:
    """Pairs in the sequence of `new`, what is only in `new`, what is only in `old`."""
    if len(old) == len(new) == 1 and not (old[0].type or new[0].type):
        return [(old[0], new[0])], [], []
    left = dict.fromkeys(range(len(old)))
    found: dict[int, int] = {}
    for same in (_same_type, _same_sources, _same_name):
        for position, after in enumerate(new):
            if position not in found:
                earlier = next((index for index in left if same(old[index], after)), None)
                if earlier is not None:
                    found[position] = earlier
                    del left[earlier]
    pairs = [(old[found[position]], after) for position, after in enumerate(new) if position in found]
    return pairs, [after for position, after in enumerate(new) if position not in found], [old[index] for index in left]


def _same_type(old: Contract, new: Contract) -> bool:
    return bool(new.type) and old.type == new.type


def _same_sources(old: Contract, new: Contract) -> bool:
    return bool(set(old.sources) & set(new.sources))


def _same_name(old: Contract, new: Contract) -> bool:
    return old.name == new.name
