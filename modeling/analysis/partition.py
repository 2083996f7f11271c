"""The candidate contexts of a board and which of them holds each element."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from modeling.analysis.result import CandidateContext


@dataclass(frozen=True)
class Partition:
    """Disjoint candidate contexts in their final order (by id)."""

    contexts: tuple[CandidateContext, ...] = ()

    @cached_property
    def context_of(self) -> Mapping[str, str]:
        """Element id → context id. Actors, external systems, hotspots, opportunities and notes are in none."""
        return MappingProxyType({element: context.id for context in self.contexts for element in context.elements})

    @cached_property
    def by_id(self) -> Mapping[str, CandidateContext]:
        """Context id → context, in order."""
        return MappingProxyType({context.id: context for context in self.contexts})

    def crossing(self, pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Those pairs of element ids whose ends are in two different contexts."""
        where = self.context_of
        return tuple(
            (one, other) for one, other in pairs if one in where and other in where and where[one] != where[other]
        )
