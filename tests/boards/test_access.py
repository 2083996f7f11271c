"""Alice owns, Bob edits by link, Charlie must see nothing: every address, every role."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from conftest import Person, new_person
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.utils import timezone

from boards import rooms, standing
from boards.models import Board, JoinLink, Member
from boards.people import change_role, enter
from boards.permissions import CAPABILITIES, Capability, Role
from boards.persons import account_person

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


@pytest.mark.django_db(transaction=True)
async def test_the_push_right_after_a_demotion_is_refused_on_the_open_socket(alice, bob, sockets, note, monkeypatch):
    monkeypatch.setattr(rooms, "LOOK_SECONDS", 3600.0)  # the room does not look by itself
    socket = sockets(bob)
    await socket.open()
    await socket.push("p1", note("n1"))
    assert (await socket.next("ack", "refuse"))["type"] == "ack"
    await sync_to_async(lambda: change_role(alice.member, bob.member.id, "viewer"))()
    await socket.push("p2", note("n2"))
    refused = await socket.next("ack", "refuse")
    assert refused["type"] == "refuse"
    assert "viewer" in refused["reason"]


@pytest.mark.django_db(transaction=True)
async def test_a_changed_role_hangs_up_and_whoever_comes_back_has_the_new_one(alice, bob, sockets):
    socket = sockets(bob)
    await socket.open()
    path = await sync_to_async(lambda: f"members/{bob.member.id}/")()
    assert (await sync_to_async(send)(alice, "patch", path, {"role": "viewer"})).status_code == 200
    assert await socket.close_code() == 4001
    again = await sockets(bob).open()
    assert again["member"]["role"] == "viewer"
    assert "edit" not in again["capabilities"]


@pytest.mark.django_db(transaction=True)
async def test_a_viewer_is_seen_and_sees_the_others(alice, with_role, sockets):
    viewer = await sync_to_async(with_role)("viewer")
    a, v = sockets(alice), sockets(viewer)
    await a.open()
    hello = await v.open()
    assert [person["name"] for person in hello["people"]] == ["Alice"]
    seen = await a.until("presence", lambda frame: frame["people"])
    assert seen["people"][0]["name"] == "Viewer"


def look(person, path):
    return person.client.get(f"/api/v1/boards/{person.board}/{path}").json()


def token_of(made):
    return made.json()["url"].rstrip("/").rsplit("/", 1)[1]


def test_a_rotated_link_has_another_address_and_the_old_one_is_dead_at_once(alice, bob, charlie):
    made = send(alice, "post", "links/", {"role": "commenter"})
    rotated = send(alice, "post", f"links/{made.json()['number']}/rotation/")
    assert rotated.json()["number"] == made.json()["number"]
    assert charlie.client.get(f"/join/{token_of(made)}/").status_code == 404
    assert charlie.client.get(f"/join/{token_of(rotated)}/").status_code == 302
    assert charlie.member.role == "commenter"
    send(alice, "delete", f"links/{made.json()['number']}/")
    assert send(alice, "post", f"links/{made.json()['number']}/rotation/").status_code == 404


def test_a_link_of_another_board_is_not_there(alice, bob):
    other = send(alice, "post", "links/", {}).json()["number"]
    elsewhere = new_person(alice.board)
    made = elsewhere.client.post("/api/v1/boards/", "{}", content_type="application/json").json()["id"]
    elsewhere.board = made
    for method, path in (("delete", f"links/{other}/"), ("post", f"links/{other}/rotation/")):
        assert send(elsewhere, method, path).status_code == 404
    for method in ("patch", "delete"):
        assert send(elsewhere, method, f"members/{bob.member.id}/", {"role": "viewer"}).status_code == 404


def test_a_limited_link_asks_first_is_used_up_and_still_opens_for_who_came(alice, charlie):
    link = token_of(send(alice, "post", "links/", {"role": "editor", "most_uses": 1}))
    for _ in range(3):  # a program that shows previews of links
        asked = new_person(alice.board).client.get(f"/join/{link}/")
        assert asked.status_code == 200
        assert "Library" in asked.content.decode()
    assert charlie.client.post(f"/join/{link}/", {"name": " Charlie   Brown "}).status_code == 302
    assert charlie.member.name == "Charlie Brown"
    assert charlie.client.get(f"/join/{link}/").status_code == 302
    late = new_person(alice.board)
    for method in ("get", "post"):
        dead = getattr(late.client, method)(f"/join/{link}/")
        assert dead.status_code == 404
        assert "Ask whoever sent it for a new one." in dead.content.decode()
        assert "Library" not in dead.content.decode()


def test_an_expired_link_is_as_dead_as_an_unknown_one(alice, charlie):
    made = send(alice, "post", "links/", {"expires": (timezone.now() + timedelta(hours=1)).isoformat()})
    JoinLink.objects.filter(pk=made.json()["number"]).update(expires=timezone.now() - timedelta(seconds=1))
    dead = charlie.client.get(f"/join/{token_of(made)}/")
    unknown = charlie.client.get("/join/nonsense/")
    assert (dead.status_code, dead.content) == (unknown.status_code, unknown.content)
    assert look(alice, "links/") == []


def test_revoking_a_link_can_remove_who_came_by_it_but_not_whom_the_owner_raised(alice, charlie):
    made = send(alice, "post", "links/", {})
    raised = new_person(alice.board)
    for person in (charlie, raised):
        assert person.client.get(f"/join/{token_of(made)}/").status_code == 302
    listed = {line["id"]: line["link"] for line in look(alice, "members/")}
    assert listed[charlie.member.id] == listed[raised.member.id] == made.json()["number"]
    send(alice, "patch", f"members/{raised.member.id}/", {"role": "facilitator"})
    assert send(alice, "delete", f"links/{made.json()['number']}/?members=remove").status_code == 204
    assert charlie.client.get(f"/boards/{alice.board}/").status_code == 404
    assert raised.client.get(f"/boards/{alice.board}/").status_code == 200
    assert send(alice, "delete", "links/1/?members=keep").status_code == 400


@pytest.mark.parametrize("uses", [0, -1, "3", 1.5, True, 10**9])
def test_a_number_of_uses_that_is_none_is_refused(alice, uses):
    assert send(alice, "post", "links/", {"most_uses": uses}).status_code == 400


def test_a_board_is_handed_over_in_one_step(alice, bob):
    path = f"members/{bob.member.id}/"
    assert send(alice, "patch", path, {"role": "owner", "hand_over": True}).json()["role"] == "owner"
    assert alice.member.role == "facilitator"
    assert send(alice, "patch", path, {"role": "viewer"}).status_code == 403


def test_joining_is_bounded_per_person_also_for_guessers(charlie, settings):
    settings.QUOTAS = {**settings.QUOTAS, "join": (3, 3600)}
    statuses = [charlie.client.get(f"/join/guess-{number}/").status_code for number in range(5)]
    assert statuses == [404, 404, 404, 429, 429]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_follow_a_link_for_one_person_at_once_one_gets_in(alice):
    link = token_of(send(alice, "post", "links/", {"most_uses": 1}))
    crowd = [new_person(alice.board) for _ in range(6)]
    before = Member.objects.filter(board_id=alice.board).count()

    def follow(person):
        try:
            return person.client.post(f"/join/{link}/", {"name": "Me first"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(crowd)) as threads:
        statuses = sorted(threads.map(follow, crowd))
    assert statuses == [302, 404, 404, 404, 404, 404]
    assert Member.objects.filter(board_id=alice.board).count() == before + 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ending", ["signed out", "password changed elsewhere", "closed"])
async def test_the_socket_of_an_account_ends_with_what_stands_behind_it(alice, sockets, settings, monkeypatch, ending):
    settings.ACCOUNTS = True
    monkeypatch.setattr(standing, "EVERY", 0.2)

    def signed_in():
        user = get_user_model().objects.create_user("olga", password="a wall of orange notes")
        enter(Board.objects.get(pk=alice.board), account_person(user.pk), Role.EDITOR)
        person = Person(Client(), alice.board)
        person.client.force_login(user)
        return person, user

    person, user = await sync_to_async(signed_in)()
    socket = sockets(person)
    assert (await socket.open())["member"]["role"] == "editor"

    def end():
        if ending == "signed out":
            person.client.logout()
        elif ending == "closed":
            user.is_active = False
        else:
            user.set_password("a wall of blue notes")
        user.save()

    await sync_to_async(end)()
    assert await socket.close_code() == 4404
