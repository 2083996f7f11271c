"""Three people: Alice owns a board, Bob came by an editor's link, Charlie must see nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.db import connections
from django.test import Client

from boards.invitations import invite
from boards.lobby import lobby
from boards.models import Member
from boards.people import Membership, enter, told
from boards.permissions import Role
from boards.services import create_board
from modeling.model import Element, Model

pytestmark = pytest.mark.django_db

#: Seconds that something which happens at once may take on a machine that does other things.
PATIENCE = 30


@dataclass
class Person:
    """A browser with its session, and the membership it has on the board, if any."""

    client: Client
    board: str

    @property
    def member(self) -> Membership:
        return told(Member.objects.get(board_id=self.board, person=self.person))

    @property
    def person(self) -> str:
        from boards.persons import person_of

        return person_of(self.client.session)

    @property
    def cookie(self) -> bytes:
        return "; ".join(f"{name}={morsel.value}" for name, morsel in self.client.cookies.items()).encode()


def new_person(board: str) -> Person:
    from boards.persons import ensure_person

    client = Client()
    session = client.session
    ensure_person(session)
    session.save()
    client.cookies["sessionid"] = session.session_key
    return Person(client, board)


@pytest.fixture
def board(db: None) -> str:
    """A board with three notes."""
    model = Model(name="Library")
    for identity, kind in (("c1", "command"), ("a1", "aggregate"), ("e1", "domain_event")):
        model.elements[identity] = Element(identity, kind, f"Label {identity}", 0.0, 0.0)
    return create_board(model)


@pytest.fixture
def alice(board: str) -> Person:
    person = new_person(board)
    from boards.models import Board

    enter(Board.objects.get(pk=board), person.person, Role.OWNER, "Alice")
    return person


@pytest.fixture
def bob(board: str, alice: Person) -> Person:
    person = new_person(board)
    token = invite(alice.member).token
    response = person.client.get(f"/join/{token}/")
    assert response.status_code == 302
    return person


@pytest.fixture
def charlie(board: str) -> Person:
    return new_person(board)


@pytest.fixture
def with_role(board: str, alice: Person) -> Callable[[str], Person]:
    """Somebody on Alice's board in a role."""
    from boards.models import Board

    def make(role: str) -> Person:
        person = new_person(board)
        enter(Board.objects.get(pk=board), person.person, Role(role), role.title())
        return person

    return make


class Socket:
    """A person's connection as the browser would keep it."""

    def __init__(self, person: Person, instead: Mapping[str, str] | None = None) -> None:
        """`instead`: headers to come with instead of the person's session."""
        from eventstorm.asgi import application

        headers = [(b"origin", b"http://localhost"), (b"host", b"localhost")]
        if instead:
            headers += [(name.lower().encode(), value.encode()) for name, value in instead.items()]
        else:
            headers.append((b"cookie", person.cookie))
        self.person = person
        self.wire = WebsocketCommunicator(application, f"/ws/boards/{person.board}/", headers)

    async def open(self, revision: int | None = 0) -> dict[str, Any]:
        connected, _ = await self.wire.connect(timeout=PATIENCE)
        assert connected
        await self.send(type="hello", revision=revision, protocol=1)
        return await self.next("hello")

    async def send(self, **frame: Any) -> None:
        await self.wire.send_json_to(frame)

    async def push(self, identity: str, *operations: dict[str, Any], **rest: Any) -> None:
        parts = {"operations": list(operations)} if operations else {}
        await self.send(type="push", id=identity, **parts, **rest)

    async def next(self, *types: str) -> dict[str, Any]:
        """The next frame of one of these types; others are passed over."""
        while True:
            frame = await self.wire.receive_json_from(timeout=PATIENCE)
            if not types or frame["type"] in types:
                return frame

    async def until(self, kind: str, holds: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """The next frame of this type for which `holds`."""
        while not holds(frame := await self.next(kind)):
            pass
        return frame

    async def close_code(self) -> int:
        """The code with which the server closes; frames before it are passed over."""
        while True:
            message = await self.wire.receive_output(timeout=PATIENCE)
            if message["type"] == "websocket.close":
                return int(message["code"])

    async def close(self) -> None:
        await self.wire.disconnect(timeout=PATIENCE)


@pytest.fixture
async def sockets() -> AsyncIterator[Callable[..., Socket]]:
    """Opens sockets, and closes them and their rooms at the end."""
    opened: list[Socket] = []

    def make(person: Person, instead: Mapping[str, str] | None = None) -> Socket:
        opened.append(Socket(person, instead))
        return opened[-1]

    yield make
    await asyncio.gather(*(socket.close() for socket in opened), return_exceptions=True)
    await lobby().close()
    await sync_to_async(connections.close_all)()  # PostgreSQL drops no database that a thread is still connected to


@pytest.fixture
def note() -> Callable[..., dict[str, Any]]:
    """Makes the operation that adds one note."""

    def make(identity: str, label: str = "A note", kind: str = "domain_event", x: float = 0.0) -> dict[str, Any]:
        return {"op": "add_elements", "elements": [{"id": identity, "kind": kind, "label": label, "x": x, "y": 0.0}]}

    return make
