"""The changes between two schemas of one message, found by one walk over both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from codegen.schemas.compatibility.constraints import constraint_changes
from codegen.schemas.compatibility.rules import Family
from codegen.schemas.compatibility.shape import Member, Schema, Shape

_WIDER = {
    "int": {"long", "float", "double"},
    "long": {"float", "double"},
    "float": {"double"},
    "integer": {"number"},
}
_NAMED_KINDS = ("record", "enum", "fixed")


@dataclass(frozen=True, slots=True)
class Change:
    """`rule` is a code of the rule table, `field` a path such as `lines[].sku`, "" for the message itself."""

    rule: str
    field: str
    what: str
    family: Family


def changes(old: Schema, new: Schema) -> tuple[Change, ...]:
    """What changed from `old` to `new`, in the sequence of the new fields. Both must be of one family."""
    return tuple(dict.fromkeys(_Walk(old, new).shapes(old.root, new.root, "")))


class _Walk:
    def __init__(self, old: Schema, new: Schema) -> None:
        self.old, self.new = old, new
        self.family = new.family
        self.seen: set[tuple[str, str]] = set()

    def change(self, rule: str, field: str, what: str, family: Family | None = None) -> Change:
        return Change(rule, field, what, family or self.family)

    def shapes(self, old: Shape, new: Shape, at: str) -> Iterator[Change]:
        if old.kind == new.kind == "named":
            pair = (old.name, new.name)
            if pair in self.seen and old.nullable == new.nullable:
                return
            self.seen.add(pair)
        old, new = self.old.resolve(old), self.new.resolve(new)
        if old.nullable != new.nullable and "null" not in (old.kind, new.kind):
            yield self.change("made_nullable" if new.nullable else "made_non_null", at, _subject(at))
        if "union" in (old.kind, new.kind):
            yield from self.unions(old, new, at)
        elif old.kind != new.kind:
            yield from self.kinds(old, new, at)
        else:
            yield from self.same_kind(old, new, at)

    def kinds(self, old: Shape, new: Shape, at: str) -> Iterator[Change]:
        json = self.family in (Family.JSON, Family.JSON_CLOSED)
        what = f"{_subject(at)} changed from {old} to {new}"
        if old.logical or new.logical:
            yield self.change("type_changed", at, what)
        elif new.kind in _WIDER.get(old.kind, ()):
            yield self.change("type_widened", at, what)
        elif old.kind in _WIDER.get(new.kind, ()):
            yield self.change("type_narrowed", at, what)
        elif {old.kind, new.kind} == {"string", "bytes"} and self.family is Family.AVRO:
            yield self.change("string_bytes", at, what)
        elif json and (new.kind == "any" or (old.kind, new.kind) == ("enum", "string")):
            yield self.change("constraint_loosened", at, _subject(at))
        elif json and (old.kind == "any" or (old.kind, new.kind) == ("string", "enum")):
            yield self.change("constraint_tightened", at, _subject(at))
        elif old.kind == "null" and new.nullable:
            yield self.change("branch_added", at, str(replace(new, nullable=False)))
        elif new.kind == "null" and old.nullable:
            yield self.change("branch_removed", at, str(replace(old, nullable=False)))
        else:
            yield self.change("type_changed", at, what)

    def same_kind(self, old: Shape, new: Shape, at: str) -> Iterator[Change]:
        if old.kind in _NAMED_KINDS and self.family is Family.AVRO:
            yield from self.record_name(old, new, at)
        if old.logical != new.logical:
            what = f"{_subject(at)} changed from {old} to {new}"
            yield self.change("type_changed" if old.kind == "fixed" else "logical_type_changed", at, what)
        yield from (self.change(rule, at, what) for rule, what in constraint_changes(old, new, _subject(at)))
        if old.kind == "record":
            yield from self.records(old, new, at)
        elif old.kind == "enum":
            yield from self.enums(old, new, at)
        elif old.kind in ("list", "map") and old.item is not None and new.item is not None:
            yield from self.shapes(old.item, new.item, at + ("[]" if old.kind == "list" else "{}"))

    def record_name(self, old: Shape, new: Shape, at: str) -> Iterator[Change]:
        before, after = _short(old.name), _short(new.name)
        if before != after:
            known = before in {_short(alias) for alias in new.aliases}
            rule = "record_renamed_with_alias" if known else "record_renamed"
            yield self.change(rule, at, f"The {old.kind} {before} is called {after}")

    def enums(self, old: Shape, new: Shape, at: str) -> Iterator[Change]:
        for symbol in new.symbols:
            if symbol not in old.symbols:
                suffix = "_with_default" if old.default in old.symbols else ""
                yield self.change(f"enum_symbol_added{suffix}", at, f"The symbol “{symbol}”")
        for symbol in old.symbols:
            if symbol not in new.symbols:
                suffix = "_with_default" if new.default in new.symbols else ""
                yield self.change(f"enum_symbol_removed{suffix}", at, f"The symbol “{symbol}”")

    def unions(self, old: Shape, new: Shape, at: str) -> Iterator[Change]:
        before = {_branch_key(self.old.resolve(branch)): branch for branch in _branches(old)}
        after = {_branch_key(self.new.resolve(branch)): branch for branch in _branches(new)}
        for key in after:
            if key in before:
                yield from self.shapes(before[key], after[key], at)
        for key in after:
            if key not in before:
                yield self.change("branch_added", at, str(self.new.resolve(after[key])))
        for key in before:
            if key not in after:
                yield self.change("branch_removed", at, str(self.old.resolve(before[key])))

    def records(self, old: Shape, new: Shape, at: str) -> Iterator[Change]:
        before = {member.name: member for member in old.members}
        after = {member.name: member for member in new.members}
        removed = [member for member in old.members if member.name not in after]
        added = [member for member in new.members if member.name not in before]
        renamed = self.renamed(removed, added)
        for member in new.members:
            path = f"{at}.{member.name}" if at else member.name
            if member.name in before:
                yield from self.members(before[member.name], member, path)
            elif member.name in renamed:
                earlier, rule = renamed[member.name]
                yield self.change(rule, path, f"“{earlier.name}” is called “{member.name}”")
                yield from self.members(earlier, member, path)
            else:
                rule = "field_added_optional" if member.optional else "field_added_required"
                yield self.change(rule, path, f"“{path}”", self.closed_if(not old.open))
        gone = {earlier.name for earlier, _ in renamed.values()}
        for member in removed:
            if member.name not in gone:
                path = f"{at}.{member.name}" if at else member.name
                rule = "field_removed_optional" if member.optional else "field_removed_required"
                yield self.change(rule, path, f"“{path}”", self.closed_if(not new.open))
        if old.open != new.open:
            yield self.change("opened" if new.open else "closed", at, _subject(at))
        common = [name for name in before if name in after]
        if self.family is Family.AVRO and common != [name for name in after if name in before]:
            yield self.change("reordered", at, "the fields")

    def renamed(self, removed: list[Member], added: list[Member]) -> dict[str, tuple[Member, str]]:
        """New name → (the field under its old name, the rule): by alias, or because nothing else can be meant.

        Two required fields of one type, the one gone and the other new, are a rename: each alone would be read as
        half of it.
        """
        gone = {member.name: member for member in removed}
        out: dict[str, tuple[Member, str]] = {}
        for member in added:
            for alias in member.aliases:
                if alias in gone:
                    out[member.name] = (gone.pop(alias), "field_renamed_with_alias")
                    break
        lost = [member for member in gone.values() if not member.optional]
        found = [member for member in added if not member.optional and member.name not in out]
        if len(lost) == len(found) == 1 and self.old.resolve(lost[0].shape) == self.new.resolve(found[0].shape):
            out[found[0].name] = (lost[0], "field_renamed")
        return out

    def members(self, old: Member, new: Member, at: str) -> Iterator[Change]:
        before, after = old.shape, new.shape
        if old.optional != new.optional:
            if self.family is Family.AVRO:
                yield self.change("default_added" if new.optional else "default_removed", at, f"“{at}”")
            else:
                yield self.change("made_optional" if new.optional else "made_required", at, f"“{at}”")
            if self.family is Family.BOARD:  # optional says that it may be null, too
                nullable = self.new.resolve(after).nullable
                before, after = replace(before, nullable=nullable), replace(after, nullable=nullable)
        yield from self.shapes(before, after, at)

    def closed_if(self, closed: bool) -> Family:
        return Family.JSON_CLOSED if closed and self.family is Family.JSON else self.family


def _branches(shape: Shape) -> tuple[Shape, ...]:
    return shape.branches if shape.kind == "union" else (replace(shape, nullable=False),)


def _branch_key(shape: Shape) -> tuple[str, str]:
    return (shape.kind, _short(shape.name) if shape.kind in _NAMED_KINDS else shape.logical)


def _short(name: str) -> str:
    return name.rpartition(".")[2]


def _subject(at: str) -> str:
    return f"“{at}”" if at else "The message"
