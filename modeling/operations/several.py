"""Operations on several things at once: what they share is how they shrink and split."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import Any, ClassVar

from modeling.operations.operation import NOTHING, Allowed, Operation


class SeveralItems(Operation):
    """An operation whose attribute `items_in` is a tuple of items that may act or not, one by one."""

    items_in: ClassVar[str]

    @staticmethod
    @abstractmethod
    def keys_of(item: Any) -> tuple[str, ...]:
        """Keys that one item touches."""

    def touches(self) -> tuple[str, ...]:
        return tuple(found for item in getattr(self, self.items_in) for found in self.keys_of(item))

    def only(self, allowed: Allowed) -> Operation:
        items = getattr(self, self.items_in)
        return self.having(tuple(item for item in items if allowed(self.keys_of(item))))

    def split(self) -> tuple[Operation, ...]:
        return tuple(self.having((item,)) for item in getattr(self, self.items_in))

    def having(self, items: tuple[Any, ...]) -> Operation:
        """The same operation with these items; `NOTHING` without any."""
        if not items:
            return NOTHING
        return replace(self, **{self.items_in: items})  # type: ignore[type-var]
