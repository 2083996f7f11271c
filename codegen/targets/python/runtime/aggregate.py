"""Aggregates: decide what happens, then remember it. They know neither database nor bus."""

from datetime import datetime
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Table

from .messages import Command, Event


class Refused(Exception):
    """The aggregate's rules do not allow the command. The text is for people."""


class State(BaseModel):
    """What an aggregate remembers.

    Everything is optional: nothing is known before the first event.
    """

    model_config = ConfigDict(
        extra="ignore",
        populate_by_name=True,
        protected_namespaces=(),
        ser_json_bytes="base64",
        val_json_bytes="base64",
    )


class Aggregate:
    """One consistency boundary. `kind` names it in the event log, `table` keeps its latest state.

    `deciders` and `appliers` name the methods for each message.
    """

    kind: ClassVar[str]
    table: ClassVar[Table]
    state_class: ClassVar[type[State]]
    deciders: ClassVar[dict[type[Command], str]]
    appliers: ClassVar[dict[type[Event], str]]

    def __init__(self, id: str, now: datetime, state: Any = None, version: int = 0) -> None:
        self.id = id
        self.now = now
        self.state = self.state_class() if state is None else state
        self.version = version

    def decide(self, command: Command) -> list[Event]:
        """The events that the command leads to; nothing has changed yet. Raises Refused."""
        events: list[Event] = getattr(self, self.deciders[type(command)])(command)
        return events

    def apply(self, event: Event) -> None:
        """Remembers that the event happened. Never refuses: it is a fact."""
        getattr(self, self.appliers[type(event)])(event)
        self.version += 1

    @classmethod
    def replay(cls, id: str, now: datetime, events: list[Event]) -> Self:
        """A fresh aggregate to which all this happened."""
        fresh = cls(id, now)
        for event in events:
            fresh.apply(event)
        return fresh
