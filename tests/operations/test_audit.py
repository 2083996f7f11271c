"""Who did what is written down with what they did, never changed, and shown to owners only."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client

from boards.audit import PAGE, Action, note
from boards.circumstances import Circumstances, begin
from boards.invitations import invite, revoke, rotate
from boards.models import AuditEntry, Board, JoinLink
from boards.people import change_role, remove_member
from boards.services import delete_board, sign_release
from boards.tokens import make_token, revoke_token

pytestmark = pytest.mark.django_db


def written(action: Action) -> AuditEntry:
    return AuditEntry.objects.get(action=action.value)


def listed(person: Any, query: str = "") -> Any:
    return person.client.get(f"/api/v1/boards/{person.board}/audit/{query}")


def test_everything_that_people_do_to_a_board_is_written_down(alice, bob):
    link = JoinLink.objects.get()
    rotate(alice.member, link.pk)
    change_role(alice.member, bob.member.id, "viewer")
    sign_release(alice.member, "One")
    bobs = bob.member.id
    remove_member(alice.member, bobs)
    revoke(alice.member, link.pk)
    alice.client.get(f"/api/v1/boards/{alice.board}/generation/archive/")
    actions = [entry["action"] for entry in listed(alice).json()]
    assert actions == [
        "generation downloaded",
        "link revoked",
        "member removed",
        "release signed",
        "role changed",
        "link rotated",
        "joined",
        "link made",
    ]
    assert written(Action.ROLE_CHANGED).details == {
        "whom": bobs,
        "before": "editor",
        "after": "viewer",
        "hand_over": False,
    }
    assert written(Action.JOINED).details["link"] == link.pk
    assert {entry["member"] for entry in listed(alice).json()} == {alice.member.id, bobs}


def test_a_board_that_was_deleted_leaves_its_trace(alice):
    owner = alice.member
    delete_board(owner)
    assert (written(Action.BOARD_DELETED).board, written(Action.BOARD_DELETED).member) == (owner.board, owner.id)
    assert not Board.objects.filter(pk=owner.board).exists()


def test_tokens_and_failed_joins_are_written_down(alice, charlie):
    made = make_token(alice.person, "CI", ["boards:read"])
    revoke_token(alice.person, made.number)
    for guess in ("guess-one", "guess-two"):
        assert charlie.client.get(f"/join/{guess}/").status_code == 404
    assert written(Action.TOKEN_MADE).person == written(Action.TOKEN_REVOKED).person == alice.person
    assert written(Action.JOIN_FAILED).person == charlie.person, "once a minute: guessing does not fill the disk"


def test_no_secret_and_no_text_of_people_is_written_down(alice, bob):
    made = invite(alice.member)
    token = make_token(alice.person, "The name of a token", ["boards:read"])
    sign_release(alice.member, "The name of a release")
    rows = json.dumps(list(AuditEntry.objects.values("action", "board", "member", "person", "address", "details")))
    for secret in (made.token, token.secret, "name of a token", "name of a release", "Alice"):
        assert secret not in rows


def test_what_did_not_happen_is_not_written_down(alice):
    with transaction.atomic():
        invite(alice.member)
        assert AuditEntry.objects.exists()
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


def test_only_owners_see_it_and_only_of_their_board(alice, bob, charlie):
    note(Action.BOARD_MADE, board="another")
    assert listed(bob).status_code == 403
    assert listed(charlie).status_code == 404
    assert all(entry["action"] != "board made" for entry in listed(alice).json())
    assert listed(alice, "?before=x").status_code == 400


def test_a_long_list_is_read_page_by_page(alice):
    for number in range(PAGE + 20):
        note(Action.GENERATED, by=alice.member, number=number)
    first = listed(alice).json()
    assert len(first) == PAGE
    rest = listed(alice, f"?before={first[-1]['number']}").json()
    assert [entry["details"]["number"] for entry in rest] == list(range(19, -1, -1))


@pytest.mark.parametrize(
    ("address", "kept"),
    [("203.0.113.77", "203.0.113.0"), ("2001:db8:1:2:3::4", "2001:db8:1::"), ("", ""), ("unix:", "")],
)
def test_an_address_is_kept_without_its_last_part(alice, address, kept):
    begin(Circumstances(request="r-12345678", address=address))
    note(Action.GENERATED, by=alice.member)
    begin(Circumstances())
    assert (written(Action.GENERATED).address, written(Action.GENERATED).request) == (kept, "r-12345678")


def test_an_administrator_reads_entries_and_changes_none(alice):
    note(Action.GENERATED, by=alice.member)
    get_user_model().objects.create_superuser("root", "", "secret")
    client = Client()
    client.login(username="root", password="secret")
    page = f"/admin/boards/auditentry/{AuditEntry.objects.get().pk}/"
    assert client.get(f"{page}change/").status_code == 200
    assert client.post(f"{page}change/", {"action": "x"}).status_code == 403
    assert client.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    assert client.post("/admin/boards/auditentry/add/", {}).status_code == 403
    assert written(Action.GENERATED)
