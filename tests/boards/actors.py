"""The people of the matrix on a board that has one of everything."""

from __future__ import annotations

from dataclasses import dataclass

from conftest import Person, new_person
from django.test import Client

from boards.invitations import invite
from boards.models import Board, Member
from boards.people import enter, remove_member, told
from boards.permissions import Role, Scope
from boards.services import create_board, sign_release
from boards.tokens import make_token
from boards.understanding import generation
from modeling.model import Element, Model

SCOPE_OF = {"read": Scope.READ, "write": Scope.WRITE, "generate": Scope.GENERATE, "manage": Scope.MANAGE}


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: `headers` carry their token, if that is how they come."""

    client: Client
    person: Person
    me: str
    headers: dict[str, str]


class Scene:
    """A board with two owners, a member to be managed, a link, a release and a token of the first owner's."""

    def __init__(self) -> None:
        model = Model(name="Library")
        for identity, kind in (("c1", "command"), ("a1", "aggregate"), ("e1", "domain_event")):
            model.elements[identity] = Element(identity, kind, f"Label {identity}", 0.0, 0.0)
        self.board = create_board(model)
        self.row = Board.objects.get(pk=self.board)
        self.owner = self.member("owner")
        self.member("owner")  # so that the first may leave
        boss = self.owner.member
        link = invite(boss, "viewer")
        guest = new_person(self.board)
        target = enter(self.row, guest.person, Role.VIEWER)
        sign_release(boss, "One")
        token = make_token(self.owner.person, "Of the owner", [Scope.READ.value])
        self.names = {
            "board": self.board,
            "target": target.pk,
            "link": str(link.number),
            "invitation": link.token,
            "release": "1",
            "token": str(token.number),
        }

    def file(self) -> str:
        """The path of some generated file."""
        return str(generation(self.board)[1].artifacts[0].path)

    def member(self, role: str) -> Person:
        person = new_person(self.board)
        enter(self.row, person.person, Role(role), role.title())
        return person

    def actor(self, column: str) -> Actor:
        if column in SCOPE_OF:
            return self._program(self.owner, [SCOPE_OF[column].value])
        if column == "viewer's":
            return self._program(self.member("viewer"), [scope.value for scope in Scope])
        if column == "owner":
            return Actor(self.owner.client, self.owner, self.owner.member.id, {})
        if column == "stranger":
            person = new_person(self.board)
            return Actor(person.client, person, "nobody", {})
        if column == "removed":
            person = self.member("editor")
            gone = person.member.id
            remove_member(self.owner.member, gone)
            return Actor(person.client, person, gone, {})
        person = self.member(column)
        return Actor(person.client, person, person.member.id, {})

    def _program(self, person: Person, scopes: list[str]) -> Actor:
        secret = make_token(person.person, "Program", scopes).secret
        me = told(Member.objects.get(board=self.row, person=person.person)).id
        return Actor(Client(), person, me, {"Authorization": f"Bearer {secret}"})
