"""Alice owns, Bob edits by link, Charlie must see nothing: every address, every role."""

from __future__ import annotations

import json

import pytest

from boards.models import Board, JoinLink, Member
from boards.permissions import CAPABILITIES, Capability, Role

pytestmark = pytest.mark.django_db

PAGES = ["", "understand/", "generate/", "migrate/"]
READING = ["", "document/", "snapshot/", "operations/", "members/", "releases/"]


def send(person, method, path, body=None):
    return getattr(person.client, method)(
        f"/api/v1/boards/{person.board}/{path}", json.dumps(body or {}), content_type="application/json"
    )


@pytest.mark.parametrize("path", PAGES)
def test_pages_open_for_members_and_are_not_there_for_strangers(alice, bob, charlie, path):
    address = f"/boards/{alice.board}/{path}"
    assert alice.client.get(address).status_code == 200
    assert bob.client.get(address).status_code == 200
    hidden = charlie.client.get(address)
    assert hidden.status_code == 404
    assert "Library" not in hidden.content.decode()


@pytest.mark.parametrize("path", READING)
def test_rest_reads_for_members_and_is_not_there_for_strangers(alice, bob, charlie, path):
    address = f"/api/v1/boards/{alice.board}/{path}"
    assert alice.client.get(address).status_code == 200
    assert bob.client.get(address).status_code == 200
    hidden = charlie.client.get(address)
    assert hidden.status_code == 404
    assert set(hidden.json()["error"]) == {"what", "where", "do"}
    nowhere = charlie.client.get(address.replace(alice.board, "nosuchboard"))
    assert nowhere.json()["error"]["what"] == hidden.json()["error"]["what"]


WRITING = {
    ("patch", ""): ({"name": "New"}, Capability.EDIT),
    ("post", "operations/"): (
        {"id": "p1", "operations": [{"op": "set_label", "id": "e1", "label": "x"}]},
        Capability.EDIT,
    ),
    ("post", "document/"): ({"format": "eventstorm/board", "version": 1}, Capability.EDIT),
    ("post", "links/"): ({"role": "viewer"}, Capability.INVITE),
    ("get", "links/"): ({}, Capability.INVITE),
    ("post", "releases/"): ({"name": "One"}, Capability.RELEASE),
    ("patch", "me/"): ({"name": "Somebody"}, Capability.VIEW),
    ("delete", ""): ({}, Capability.MANAGE),
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("edge", WRITING)
def test_a_change_is_made_exactly_by_the_roles_that_include_it(with_role, role, edge):
    method, path = edge
    body, capability = WRITING[edge]
    person = with_role(role.value)
    if (method, path) == ("get", "links/"):
        status = person.client.get(f"/api/v1/boards/{person.board}/links/").status_code
    else:
        status = send(person, method, path, body).status_code
    assert (status < 300) == (capability in CAPABILITIES[role]), status
    if status >= 300:
        assert status == 403


def test_a_stranger_changes_nothing(charlie):
    for (method, path), (body, _) in WRITING.items():
        if method != "get":
            assert send(charlie, method, path, body).status_code == 404


def test_a_commenter_adds_and_changes_comments_of_their_own_only(with_role, note):
    commenter = with_role("commenter")

    def push(identity, *operations):
        return send(commenter, "post", "operations/", {"id": identity, "operations": operations}).status_code

    assert push("p1", note("h1", "Why?", "hotspot")) == 200
    assert push("p2", {"op": "set_label", "id": "h1", "label": "Why not?"}) == 200
    assert push("p3", note("e9")) == 403
    assert push("p4", {"op": "set_label", "id": "e1", "label": "mine"}) == 403
    assert push("p5", {"op": "remove_elements", "ids": ["h1"]}) == 200
    assert push("p6", {"op": "answer", "elements": ["c1", "e1"], "same": True}) == 403


def test_a_link_gives_its_role_once_and_no_more_when_revoked_or_expired(alice, charlie):
    made = send(alice, "post", "links/", {"role": "commenter"})
    assert made.status_code == 201
    url = made.json()["url"]
    token = url.rstrip("/").rsplit("/", 1)[1]
    assert not JoinLink.objects.filter(token_hash__contains=token).exists()
    joined = charlie.client.get(f"/join/{token}/")
    assert joined.status_code == 302
    assert joined.headers["Referrer-Policy"] == "no-referrer"
    assert joined.headers["Location"] == f"/boards/{alice.board}/"
    assert charlie.member.role == "commenter"
    assert send(alice, "delete", f"links/{made.json()['number']}/").status_code == 204
    Member.objects.filter(pk=charlie.member.id).delete()
    assert charlie.client.get(f"/join/{token}/").status_code == 404
    assert charlie.client.get("/join/nonsense/").status_code == 404


def test_a_link_never_gives_more_than_editor(alice):
    for role in ("owner", "facilitator", "king", None, 3):
        assert send(alice, "post", "links/", {"role": role}).status_code == 400


def test_a_link_does_not_lower_a_role(alice):
    token = send(alice, "post", "links/", {"role": "viewer"}).json()["url"].rstrip("/").rsplit("/", 1)[1]
    alice.client.get(f"/join/{token}/")
    assert alice.member.role == "owner"


def test_recent_boards_are_those_of_the_own_session(alice, bob, charlie):
    assert [line["id"] for line in alice.client.get("/api/v1/boards/").json()] == [alice.board]
    assert [line["role"] for line in bob.client.get("/api/v1/boards/").json()] == ["editor"]
    assert charlie.client.get("/api/v1/boards/").json() == []


def test_the_owner_gives_roles_and_a_board_keeps_an_owner(alice, bob):
    path = f"members/{bob.member.id}/"
    assert send(bob, "patch", path, {"role": "owner"}).status_code == 403
    assert send(alice, "patch", path, {"role": "facilitator"}).json()["role"] == "facilitator"
    refused = send(alice, "patch", f"members/{alice.member.id}/", {"role": "viewer"})
    assert refused.status_code == 400
    assert send(alice, "delete", path).status_code == 204
    assert bob.client.get(f"/boards/{alice.board}/").status_code == 404


def test_a_change_without_the_csrf_token_is_refused_also_for_guests(alice):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = alice.client.cookies
    address = f"/api/v1/boards/{alice.board}/me/"
    refused = strict.patch(address, '{"name": "Eve"}', content_type="application/json")
    assert refused.status_code == 403
    assert "X-CSRFToken" in refused.json()["error"]["do"]
    strict.get(f"/boards/{alice.board}/")
    token = strict.cookies["csrftoken"].value
    allowed = strict.patch(address, '{"name": "Al"}', content_type="application/json", headers={"X-CSRFToken": token})
    assert allowed.json()["name"] == "Al"


def test_example_boards_open_by_themselves_only_on_a_machine_of_ones_own(charlie, settings):
    from boards.examples import load_examples

    assert load_examples() >= 1
    assert load_examples() == 0
    slug = Board.objects.exclude(example="").values_list("pk", flat=True).first()
    settings.EMBEDDED = False
    assert charlie.client.get(f"/boards/{slug}/").status_code == 404
    settings.EMBEDDED = True
    assert charlie.client.get(f"/boards/{slug}/").status_code == 200
    assert charlie.client.get(f"/boards/{charlie.board}/").status_code == 404


def test_pages_have_no_inline_script_or_style(alice):
    import re

    for path in ("/", *(f"/boards/{alice.board}/{place}" for place in PAGES), "/nowhere"):
        html = alice.client.get(path).content.decode()
        scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", html)
        assert all('type="application/json"' in attributes for attributes in scripts), path
        assert "<style" not in html
        assert not re.search(r"\s(style|on\w+)=", html), path
