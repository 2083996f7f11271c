"""Every capability × every role × every edge, against the table in matrix.py; and no address without a row."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from actors import Actor, Scene
from asgiref.sync import sync_to_async
from django.urls import URLPattern, URLResolver, get_resolver
from matrix import COLUMNS, PAGES, REST, SOCKET, Row, rows

from boards.permissions import Capability
from boards.routing import socket_urls

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
MEANING = {"n": 403, "-": 404}

EDIT = {"op": "set_label", "id": "e1", "label": "Book lent"}
COMMENT = {
    "op": "add_elements",
    "elements": [{"id": "h1", "kind": "hotspot", "label": "Why?", "x": 0.0, "y": 0.0}],
}
DECIDE = {"op": "answer", "elements": ["c1", "e1"], "same": True}
CHANGES = {"edit": EDIT, "comment": COMMENT, "decide": DECIDE}

#: What is sent with a request; addresses that are not here take nothing.
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "api/v1/tokens/"): {"name": "Mine", "scopes": ["boards:read"]},
    ("DELETE", "api/v1/me/"): {"confirm": "delete me"},
    ("POST", "api/v1/boards/"): {"name": "Another"},
    ("PATCH", "api/v1/boards/{board}/"): {"name": "New"},
    ("POST", "api/v1/boards/{board}/document/"): {"format": "eventstorm/board", "version": 1, "elements": []},
    ("PATCH", "api/v1/boards/{board}/members/{target}/"): {"role": "editor"},
    ("PATCH", "api/v1/boards/{board}/me/"): {"name": "Somebody"},
    ("POST", "api/v1/boards/{board}/links/"): {"role": "viewer"},
    ("POST", "api/v1/boards/{board}/releases/"): {"name": "Two"},
}
FORMS = {
    "boards/": {"source": "blank"},
    "tokens/": {"name": "Mine", "scopes": ["boards:read"], "days": "7"},
    "me/delete/": {"confirm": "delete me"},
}


def ask(actor: Actor, scene: Scene, method: str, address: str) -> int:
    """The status of the answer to a row's request."""
    pattern, _, change = address.partition("#")
    names = {**scene.names, "me": actor.me}
    if "{file}" in pattern:
        names["file"] = scene.file()
    path = "/" + pattern.format(**names).removeprefix("/")
    if method == "GET":
        return actor.client.get(path, headers=actor.headers).status_code
    if not pattern.startswith("api/"):
        return actor.client.post(path, FORMS.get(pattern, {}), headers=actor.headers).status_code
    body = BODIES.get((method, pattern), {"id": "p1", "operations": [CHANGES[change]]} if change else {})
    send = getattr(actor.client, method.lower())
    return send(path, json.dumps(body), content_type="application/json", headers=actor.headers).status_code


@pytest.mark.django_db
@pytest.mark.parametrize("row", [*rows(REST), *rows(PAGES)], ids=lambda row: f"{row.method} {row.address}")
def test_each_edge_does_what_the_table_says(row: Row):
    shared = Scene() if row.method == "GET" else None
    found = {}
    for column, expected in row.expected.items():
        scene = shared or Scene()
        status = ask(scene.actor(column), scene, row.method, row.address)
        fits = 200 <= status < 400 if expected == "y" else status == MEANING[expected]
        if not fits:
            found[column] = f"expected {expected}, got {status}"
    assert not found


def addresses(resolver: URLResolver, before: str = "") -> list[str]:
    """Every address of the URLconf but the administration's, with `{}` where something is filled in."""
    found: list[str] = []
    for entry in resolver.url_patterns:
        whole = before + str(entry.pattern)
        if whole.startswith("admin/"):
            continue
        if isinstance(entry, URLResolver):
            found.extend(addresses(entry, whole))
        elif isinstance(entry, URLPattern):
            found.append(re.sub(r"<[^>]+>", "{}", whole))
    return found


def in_table() -> dict[str, set[str]]:
    """Methods by address, as the URLconf would have it."""
    found: dict[str, set[str]] = {}
    for row in [*rows(REST), *rows(PAGES)]:
        address = re.sub(r"\{[^}]+\}", "{}", re.split(r"[?#]", row.address)[0]).removeprefix("/")
        found.setdefault(address, set()).add(row.method)
    return found


def test_no_address_is_without_a_row():
    known = addresses(get_resolver())
    nothing = "api/v1/"  # whatever else is below it is told so
    assert set(known) - {nothing} == set(in_table())
    assert [str(entry.pattern) for entry in socket_urls] == ["ws/boards/<str:board_id>/"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", sorted(set(in_table()) - {"healthz", "readyz"}))  # these look at no method
def test_methods_without_a_row_are_refused_to_everybody(address):
    scene = Scene()
    path = "/" + address.replace("{}", scene.board, 1).replace("{}", "1")
    if "/join/" in path or "/tokens/" in path:
        path = "/" + address.replace("{}", "1")
    for column in ("owner", "stranger", "manage"):
        actor = scene.actor(column)
        for method in set(METHODS) - in_table()[address]:
            status = actor.client.generic(method, path, headers=actor.headers).status_code
            assert status == 405, (method, column, status)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["api/v1/", "api/v1/boards/{board}/nothing/", "api/v1/members/"])
def test_what_is_no_address_is_nothing_to_anybody(path):
    scene = Scene()
    for column in COLUMNS:
        actor = scene.actor(column)
        for method in METHODS:
            answer = actor.client.generic(method, f"/{path.format(board=scene.board)}", headers=actor.headers)
            assert answer.status_code == 404, (method, column)


def test_every_capability_is_in_the_table_of_every_edge_that_has_it():
    def named(table: str) -> set[str]:
        return {row.capability for row in rows(table)} - {"free", "self"}

    assert named(REST) == {capability.value for capability in Capability}
    assert named(SOCKET) == {"view", "comment", "edit", "decide"}
    assert named(PAGES) == {"view", "generate", "manage"}


def test_whoever_may_less_is_never_allowed_more():
    order = ("owner", "facilitator", "editor", "commenter", "viewer", "stranger")
    for row in [*rows(REST), *rows(PAGES), *rows(SOCKET)]:
        allowed = [row.expected[column] == "y" for column in order]
        assert allowed == sorted(allowed, reverse=True), row.address


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("row", rows(SOCKET), ids=lambda row: row.address)
async def test_each_frame_does_what_the_table_says(row: Row, sockets):
    found = {}
    for column, expected in row.expected.items():
        scene = await sync_to_async(Scene)()
        actor = await sync_to_async(scene.actor)(column)
        socket = sockets(actor.person, actor.headers)
        answer = await what_comes_of(socket, row.address)
        if answer != expected:
            found[column] = f"expected {expected}, got {answer}"
        await socket.close()
    assert not found


async def what_comes_of(socket: Any, what: str) -> str:
    """As in the table: y taken, n refused, - hung up with 4404."""
    await socket.wire.connect(timeout=30)
    await socket.send(type="hello", revision=0, protocol=1)
    first = await socket.wire.receive_output(timeout=30)
    if first["type"] == "websocket.close":
        return "-" if first["code"] == 4404 else str(first["code"])
    assert json.loads(first["text"])["type"] == "hello"
    if what == "hello":
        return "y"
    if what == "presence":
        await socket.send(type="presence", cursor={"x": 1, "y": 1})
        await socket.send(type="ping")
        return "y" if (await socket.next("pong", "refuse"))["type"] == "pong" else "n"
    await socket.push("p1", CHANGES[what])
    return "y" if (await socket.next("ack", "refuse"))["type"] == "ack" else "n"
