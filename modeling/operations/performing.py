"""Carrying out several operations on a model, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from modeling.model import Model
from modeling.operations.operation import Operation, Refused


@dataclass(frozen=True, slots=True)
class Performed:
    """A settled operation that was applied, and the operations that take it back."""

    operation: Operation
    inverse: tuple[Operation, ...]


def perform(model: Model, operation: Operation) -> Performed | None:
    """Settle the operation, apply it; None when it changes nothing. Raises `Refused`; then nothing has changed."""
    settled = operation.settle(model)
    if settled.void:
        return None
    inverse = settled.inverse(model)
    settled.apply(model)
    return Performed(settled, inverse)


def perform_all(model: Model, operations: Iterable[Operation]) -> tuple[Performed, ...]:
    """Perform all in order, or none: on a refusal what was done is taken back, and `Refused` says which one it was."""
    done: list[Performed] = []
    for position, operation in enumerate(operations):
        try:
            performed = perform(model, operation)
        except Refused as refusal:
            take_back(model, done)
            raise Refused(refusal.reason, refusal.where or f"operations[{position}]") from refusal
        if performed is not None:
            done.append(performed)
    return tuple(done)


def take_back(model: Model, done: Iterable[Performed]) -> None:
    """Undo what was just performed and not stored."""
    for performed in reversed(tuple(done)):
        for operation in performed.inverse:
            operation.apply(model)
