"""The intermediate representation: what a model means for generated systems, in no programming language.

`codegen.lowering.lower(model, analysis)` makes a `System`; targets and schemas read it and never look at the board.
Every value is frozen, every tuple in its final sequence. Things refer to each other by `key`, a dotted string such
as `context.event`, unique in the system; `System.event(key)` and its siblings look one up.

Texts that people typed are in `Name.text`, `description` and `example` only, and may hold anything; everything else
(`Name.words`, `wire`, `key`, `type`, `topic`) is ASCII and safe in any file. `codegen.naming` turns a `Name` into
snake_case, PascalCase and so on; `Name`s are unique within their context (fields: within their message).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from modeling.model import Model


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be generated as the board says.

    `where` is an element, link or type; "" the whole board.
    """

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


@dataclass(frozen=True, slots=True)
class Name:
    """`text` as people wrote it; `words`: lower-case ASCII letters and digits, at least one, the first begins with a
    letter.
    """

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Type:
    """A resolved type.

    `kind` is one of the scalars of `modeling.types` (string int long double boolean uuid date time timestamp
    duration money bytes), or decimal (with `precision`, `scale`), list or map (with `item`; map keys are strings),
    record or enum (`target` is the `ValueType.key`), ref (`target` is the `Aggregate.key`, `item` the type of that
    aggregate's key).
    """

    kind: str
    nullable: bool = False
    item: Type | None = None
    target: str = ""
    precision: int = 0
    scale: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """`wire` is the field's name in JSON and Avro: as people wrote it where that is `[A-Za-z_][A-Za-z0-9_]*`, else
    camelCase.

    `example` is what people typed as an example (any JSON value), None for none. `personal`: personal data.
    """

    name: Name
    wire: str
    type: Type
    required: bool = True
    description: str = ""
    example: Any = None
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Symbol:
    """One value of an enumeration; `wire` is what travels: `[A-Za-z_][A-Za-z0-9_]*`, unique in its enumeration."""

    name: Name
    wire: str


@dataclass(frozen=True, slots=True)
class ValueType:
    """A record (`fields`) or an enumeration (`symbols`), shared by the contexts that use it."""

    key: str
    name: Name
    fields: tuple[Field, ...] = ()
    symbols: tuple[Symbol, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """A domain event.

    `type` is its CloudEvents type and Avro/JSON Schema subject, `topic` the channel it is published on.

    `aggregate`: key of the aggregate that produces it. `consumers`: keys of the contexts that react, sorted, its
    own included where it does. `sources`: element ids. `pivotal` as on the board.
    """

    key: str
    name: Name
    context: str
    fields: tuple[Field, ...]
    type: str
    topic: str
    aggregate: str = ""
    description: str = ""
    version: int = 1
    pivotal: bool = False
    consumers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command leads to: `mode` "all" of the events (keys), exactly "one" of them, or "some" (one or more).

    The board holds facts, not rules: for "one" and "some" the first event is the default and the aggregate's own
    file decides.
    """

    mode: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """A command; handled by exactly one of `aggregate` (key) and `external` (key).

    `target` is the wire name of the field that says which aggregate is meant, "" where it carries none (then the
    message's subject says). `implied`: nobody wrote it on the
    board. `entry` is how it gets in: "http" an endpoint, "report" an endpoint by which the outside tells that an event
    happened, "internal" only policies send it. `compensates`: keys of the commands that it takes back.
    """

    key: str
    name: Name
    context: str
    fields: tuple[Field, ...]
    type: str
    topic: str
    aggregate: str = ""
    external: str = ""
    target: str = ""
    outcomes: tuple[Outcome, ...] = ()
    implied: bool = False
    entry: str = "http"
    description: str = ""
    actors: tuple[str, ...] = ()  # as people wrote them
    compensates: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def possible(self) -> tuple[str, ...]:
        """Keys of all events that it may lead to."""
        return tuple(dict.fromkeys(event for outcome in self.outcomes for event in outcome.events))

    @property
    def expected(self) -> tuple[str, ...]:
        """Keys of the events that it leads to by default."""
        return tuple(
            dict.fromkeys(
                event
                for outcome in self.outcomes
                for event in (outcome.events if outcome.mode == "all" else outcome.events[:1])
            )
        )


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`state`: its own fields and those of its events, by wire name.

    `identity` is the wire name of its key field, "" for none.

    `implied`: the context has messages that no aggregate on the board handles; this one stands in for it.
    """

    key: str
    name: Name
    context: str
    state: tuple[Field, ...]
    identity: str = ""
    commands: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    implied: bool = False
    description: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """Whenever one of `triggers` (event keys) happens, send `sends` (command keys).

    Orchestrating policies are sagas instead.
    """

    key: str
    name: Name
    context: str
    triggers: tuple[str, ...]
    sends: tuple[str, ...]
    description: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SagaStep:
    """`command` and `compensation` ("" for none) are command keys; `failures`: event keys that mean the step failed."""

    command: str
    compensation: str = ""
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saga:
    """An orchestrated saga, started by any of `triggers` (event keys), run by `context`; steps run in sequence."""

    key: str
    name: Name
    context: str
    triggers: tuple[str, ...]
    steps: tuple[SagaStep, ...]
    description: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadModel:
    """A projection of `events` (keys, own and foreign).

    `identity`: wire name of the field that is a row's key, "" → subject.
    """

    key: str
    name: Name
    context: str
    fields: tuple[Field, ...]
    events: tuple[str, ...]
    identity: str = ""
    description: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class External:
    """An external system as one context sees it: `commands` go to it, `reports` are implied commands by which it
    reports.
    """

    key: str
    name: Name
    context: str
    commands: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    description: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """Given these events (keys), when the command (key) comes with these values (by wire name), then these events
    (keys).
    """

    command: str
    given: tuple[str, ...]
    when: tuple[tuple[str, Any], ...]
    then: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """A bounded context = a service.

    `key` is its slug in topics, `[a-z][a-z0-9_]*`.

    `consumes`: keys of the events that it reacts to, own and foreign. `types`: value types that its messages, state
    and read models use, and those that these use; a used type comes before its user.
    """

    key: str
    name: Name
    aggregates: tuple[Aggregate, ...]
    commands: tuple[Command, ...]
    events: tuple[Event, ...]
    policies: tuple[Policy, ...]
    sagas: tuple[Saga, ...]
    read_models: tuple[ReadModel, ...]
    externals: tuple[External, ...]
    examples: tuple[Example, ...]
    types: tuple[ValueType, ...]
    consumes: tuple[str, ...]


@dataclass(frozen=True)
class System:
    """Everything that is generated from one board. `snapshot` is the model it came from."""

    name: Name
    contexts: tuple[Context, ...]
    types: tuple[ValueType, ...]
    problems: tuple[Problem, ...]
    snapshot: Model

    @cached_property
    def _events(self) -> dict[str, Event]:
        return {event.key: event for context in self.contexts for event in context.events}

    @cached_property
    def _commands(self) -> dict[str, Command]:
        return {command.key: command for context in self.contexts for command in context.commands}

    @cached_property
    def _aggregates(self) -> dict[str, Aggregate]:
        return {aggregate.key: aggregate for context in self.contexts for aggregate in context.aggregates}

    def event(self, key: str) -> Event:
        return self._events[key]

    def command(self, key: str) -> Command:
        return self._commands[key]

    def aggregate(self, key: str) -> Aggregate:
        return self._aggregates[key]

    def context(self, key: str) -> Context:
        return next(context for context in self.contexts if context.key == key)

    def type(self, key: str) -> ValueType:
        return next(kind for kind in self.types if kind.key == key)

    @property
    def events(self) -> Iterator[Event]:
        return iter(self._events.values())

    @property
    def commands(self) -> Iterator[Command]:
        return iter(self._commands.values())
