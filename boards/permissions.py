"""Who may do what on a board: one table, asked before every change and every look."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from modeling.model import Model
from modeling.operations import AddElements, MoveElements, Operation, RemoveElements, SetElement, SetLabel


class Role(str, Enum):
    """A person's part in a board, from most to least."""

    OWNER = "owner"
    FACILITATOR = "facilitator"
    EDITOR = "editor"
    COMMENTER = "commenter"
    VIEWER = "viewer"


class Capability(str, Enum):
    """One thing that a role allows."""

    VIEW = "view"  # see the board, its history and its analysis
    GENERATE = "generate"  # have files generated from it
    COMMENT = "comment"  # hotspots, opportunities and texts of one's own
    EDIT = "edit"  # everything on the wall
    DECIDE = "decide"  # answers, contexts, stages, extraction order
    RELEASE = "release"  # freeze and sign a release
    INVITE = "invite"  # make, rotate and revoke join links
    MANAGE = "manage"  # change roles, remove people, delete the board


_LOOK = frozenset({Capability.VIEW, Capability.GENERATE})
_COMMENT = _LOOK | {Capability.COMMENT}
_EDIT = _COMMENT | {Capability.EDIT, Capability.DECIDE}
_FACILITATE = _EDIT | {Capability.RELEASE, Capability.INVITE}

CAPABILITIES: Mapping[Role, frozenset[Capability]] = MappingProxyType(
    {
        Role.OWNER: _FACILITATE | {Capability.MANAGE},
        Role.FACILITATOR: _FACILITATE,
        Role.EDITOR: _EDIT,
        Role.COMMENTER: _COMMENT,
        Role.VIEWER: _LOOK,
    }
)

#: Roles that a join link may give; more than that is given to a person.
LINK_ROLES = (Role.EDITOR, Role.COMMENTER, Role.VIEWER)


class Scope(str, Enum):
    """What a token for programs lets through, of what its person may do."""

    READ = "boards:read"
    WRITE = "boards:write"
    GENERATE = "boards:generate"
    MANAGE = "boards:manage"


#: Every scope lets one see the boards it acts on.
SCOPES: Mapping[Scope, frozenset[Capability]] = MappingProxyType(
    {
        Scope.READ: frozenset({Capability.VIEW}),
        Scope.WRITE: frozenset({Capability.VIEW, Capability.COMMENT, Capability.EDIT, Capability.DECIDE}),
        Scope.GENERATE: frozenset({Capability.VIEW, Capability.GENERATE}),
        Scope.MANAGE: frozenset({Capability.VIEW, Capability.RELEASE, Capability.INVITE, Capability.MANAGE}),
    }
)

#: Kinds that a commenter may put on the wall.
COMMENT_KINDS = frozenset({"hotspot", "opportunity", "note"})

#: Operations that are decisions; every other one changes the wall.
_DECISIONS = frozenset({"answer", "decide_link", "decide_context", "pin_extraction"})


class NotAllowed(Exception):
    """The role does not include what was asked for; the message is a sentence for the person."""


def allows(role: str, capability: Capability) -> bool:
    return capability in CAPABILITIES[Role(role)]


def higher(role: str, other: str) -> str:
    """The one of two roles that allows more."""
    order = [known.value for known in Role]
    return min(role, other, key=order.index)


def require(role: str, capability: Capability) -> None:
    """Raises `NotAllowed` unless `role` includes `capability`."""
    if not allows(role, capability):
        raise NotAllowed(
            f"Your role on this board is {Role(role).value}, which does not include to {_VERBS[capability]}. "
            "Ask the owner of the board for more."
        )


def capability_for(operation: Operation, model: Model, member: str) -> Capability:
    """What this operation of this member asks for, on the model as it is before it."""
    if operation.name in _DECISIONS:
        return Capability.DECIDE
    if isinstance(operation, AddElements):
        return _COMMENT_OR_EDIT[all(element.kind in COMMENT_KINDS for element in operation.elements)]
    named = _elements_named(operation)
    return _COMMENT_OR_EDIT[bool(named) and all(_own_comment(model, identity, member) for identity in named)]


def _elements_named(operation: Operation) -> tuple[str, ...]:
    """The elements that an operation is about, if it is about nothing else."""
    match operation:
        case RemoveElements():
            return operation.ids
        case MoveElements():
            return tuple(move[0] for move in operation.moves)
        case SetLabel():
            return (operation.id,)
        case SetElement() if operation.property in ("description", "state"):
            return (operation.id,)
    return ()


def _own_comment(model: Model, identity: str, member: str) -> bool:
    element = model.elements.get(identity)
    return element is not None and element.kind in COMMENT_KINDS and element.author == member


_COMMENT_OR_EDIT = {True: Capability.COMMENT, False: Capability.EDIT}

_VERBS: Mapping[Capability, str] = MappingProxyType(
    {
        Capability.VIEW: "see it",
        Capability.GENERATE: "generate from it",
        Capability.COMMENT: "comment",
        Capability.EDIT: "change it",
        Capability.DECIDE: "decide about contexts",
        Capability.RELEASE: "sign releases",
        Capability.INVITE: "invite people",
        Capability.MANAGE: "manage its people",
    }
)
