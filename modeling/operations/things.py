"""Which things of a board a key hangs on, and whether they are still there.

A thing is named `/<id>` for notes and frames, which share their ids, and `<kind>/<id>` otherwise; ids as in keys.
"""

from __future__ import annotations

from modeling.model import Model

_OTHERS = frozenset({"link", "type", "example"})


def things_of(key: str) -> tuple[str, ...]:
    """The things without which the key means nothing: two for a membership, none for what the board itself has.

    >>> things_of("element/e1/label"), things_of("frame/f1/member/e1"), things_of("board/name")
    (('/e1',), ('/f1', '/e1'), ())
    """
    kind, identity, *rest = (*key.split("/"), "")
    if kind in _OTHERS:
        return (f"{kind}/{identity}",)
    if kind == "element":
        return (f"/{identity}",)
    if kind == "frame":
        return (f"/{identity}", f"/{rest[1]}") if rest[0] == "member" else (f"/{identity}",)
    return ()


def own_keys(thing: str) -> tuple[str, ...]:
    """The keys of the thing itself, which its adding and its removal touch."""
    return (f"element{thing}", f"frame{thing}") if thing.startswith("/") else (thing,)


def stands(thing: str, model: Model) -> bool:
    """Whether the thing is on the board."""
    kind, _, escaped = thing.partition("/")
    identity = escaped.replace("%2F", "/").replace("%25", "%")
    if kind == "link":
        return identity in model.links
    if kind == "type":
        return identity in model.types
    if kind == "example":
        return identity in model.examples
    return identity in model.elements or identity in model.frames
