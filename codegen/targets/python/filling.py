"""Where a message's fields come from while nobody has written a rule: equal names, what is known, defaults."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from codegen import ir
from codegen.lowering.typed_fields import same
from codegen.targets.python.spelling import Spelling, attribute, optional, plain_type

_FROM_ID = {"string": "{id}", "uuid": "as_uuid({id})", "int": "as_int({id})", "long": "as_int({id})"}
_CLOCK = {"timestamp": "{now}", "date": "{now}.date()", "time": "{now}.time()"}


@dataclass(frozen=True)
class Origin:
    """Fields at hand, and the expression through which they are reached, such as "command" or "self.state"."""

    prefix: str
    fields: tuple[ir.Field, ...]
    loose: bool = False  # everything in it may be None

    def find(self, wanted: ir.Field) -> ir.Field | None:
        named = (held for held in self.fields if held.wire == wanted.wire)
        return next((held for held in named if same(held.type, wanted.type)), None)


@dataclass(frozen=True)
class Filling:
    """Fills the fields of one message. `id`, `now`: expressions; `identities`: wire names that `id` stands for."""

    spelling: Spelling
    origins: tuple[Origin, ...]
    id: str
    identities: frozenset[str] = frozenset()
    now: str = ""

    def arguments(self, fields: Iterable[ir.Field]) -> list[tuple[str, str]]:
        """(attribute, expression) of every field."""
        return [(attribute(field.name), self.value(field)) for field in fields]

    def value(self, field: ir.Field) -> str:
        for at, origin in enumerate(self.origins):
            held = origin.find(field)
            if held is None or (at and field.wire in self.identities):
                continue
            code = f"{origin.prefix}.{attribute(held.name)}"
            if optional(field) or not (origin.loose or optional(held)):
                return code
            return f"known({code}, {self._otherwise(field)})"
        return self._otherwise(field)

    def _otherwise(self, field: ir.Field) -> str:
        kind = plain_type(field.type)
        if field.wire in self.identities and kind.kind in _FROM_ID:
            return _FROM_ID[kind.kind].format(id=self.id)
        if optional(field):
            return "None"
        if self.now and kind.kind in _CLOCK:
            return _CLOCK[kind.kind].format(now=self.now)
        return self.spelling.default(kind)


def identities(aggregate: ir.Aggregate, fields: Iterable[ir.Field]) -> frozenset[str]:
    """The wire names among these fields that hold the aggregate's own id."""
    own = {aggregate.identity} - {""}
    return frozenset(own | {field.wire for field in fields if field.name.words == (*aggregate.name.words, "id")})


def target_identity(command: ir.Command) -> frozenset[str]:
    return frozenset({command.target} - {""})


def expected_value(filling: Filling, samples: dict[str, str], field: ir.Field, replacements: dict[str, str]) -> str:
    """What a test expects in `field` when the first origin holds samples: `samples` is wire name → expression."""
    held = filling.origins[0].find(field)
    if held is not None:
        return samples[held.wire]
    blank = Filling(filling.spelling, (), filling.id, filling.identities, filling.now)
    code = blank.value(field)
    for before, after in replacements.items():
        code = code.replace(before, after)
    return code
