"""Tokens: shown once, kept as a hash, no wider than their scopes and their person, dead when they should be."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from boards import standing
from boards.models import ApiToken, Board
from boards.people import change_role, enter, remove_member
from boards.permissions import Role
from boards.persons import account_person
from boards.quotas import TOKEN_PART
from boards.tokens import MOST, make_token, revoke_token

pytestmark = pytest.mark.django_db(transaction=True)

ALL = ["boards:read", "boards:write", "boards:generate", "boards:manage"]


def ask(secret, method, path, body=None, client=None):
    return getattr(client or Client(enforce_csrf_checks=True), method)(
        f"/api/v1/{path}",
        json.dumps(body or {}) if method != "get" else None,
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )


def test_a_token_works_without_cookie_and_csrf_token_and_is_kept_as_a_hash(alice):
    made = alice.client.post(
        "/api/v1/tokens/", json.dumps({"name": "CI", "scopes": ["boards:write"]}), content_type="application/json"
    ).json()
    assert made["token"].startswith(made["prefix"])
    row = ApiToken.objects.get(pk=made["number"])
    assert made["token"] not in (row.token_hash, row.prefix, row.name)
    assert ask(made["token"], "patch", f"boards/{alice.board}/", {"name": "By a program"}).status_code == 200
    listed = alice.client.get("/api/v1/tokens/").json()
    assert listed[0]["used"] is not None
    assert "token" not in listed[0]


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer est_nonsense", "Basic YTpi", "Bearer  ", "est_abc", "Bearer " + "x" * 300]
)
def test_a_header_that_is_no_token_is_refused_even_with_a_good_session(alice, header):
    answer = alice.client.get(f"/api/v1/boards/{alice.board}/", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert set(answer.json()["error"]) == {"what", "where", "do"}


def test_a_token_is_judged_alone_whatever_cookies_come_along(alice):
    secret = make_token(alice.person, "Reader", ["boards:read"]).secret
    answer = ask(secret, "patch", f"boards/{alice.board}/", {"name": "x"}, client=alice.client)
    assert answer.status_code == 403
    assert answer.json()["error"]["where"] == "token"


def test_a_revoked_or_expired_token_is_none(alice):
    path = f"boards/{alice.board}/"
    first, second = (make_token(alice.person, name, ALL) for name in ("One", "Two"))
    assert ask(first.secret, "get", path).status_code == ask(second.secret, "get", path).status_code == 200
    revoke_token(alice.person, first.number)
    ApiToken.objects.filter(pk=second.number).update(expires=timezone.now() - timedelta(seconds=1))
    assert ask(first.secret, "get", path).status_code == ask(second.secret, "get", path).status_code == 401
    assert alice.client.get("/api/v1/tokens/").json() == []


def test_a_token_loses_what_its_person_loses(alice, bob):
    secret = make_token(bob.person, "Bob's", ALL).secret
    path = f"boards/{alice.board}/"
    assert ask(secret, "patch", path, {"name": "x"}).status_code == 200
    change_role(alice.member, bob.member.id, "viewer")
    assert ask(secret, "patch", path, {"name": "y"}).status_code == 403
    assert ask(secret, "get", path).json()["capabilities"] == ["generate", "view"]
    remove_member(alice.member, bob.member.id)
    assert ask(secret, "get", path).status_code == 404


def test_the_tokens_of_a_closed_account_are_none(alice):
    user = get_user_model().objects.create_user("olga", first_name="Olga")
    person = account_person(user.pk)
    member = enter(Board.objects.get(pk=alice.board), person, Role.EDITOR)
    assert (member.user, member.name) == (user, "Olga")
    secret = make_token(person, "Olga's", ALL).secret
    path = f"boards/{alice.board}/"
    assert ask(secret, "get", path).status_code == 200
    user.is_active = False
    user.save()
    assert ask(secret, "get", path).status_code == 401
    user.delete()
    assert not ApiToken.objects.exists()


def test_a_token_makes_boards_for_its_person(alice):
    secret = make_token(alice.person, "Maker", ["boards:write"]).secret
    made = ask(secret, "post", "boards/", {"name": "By a program"})
    assert made.status_code == 201
    assert made.json()["id"] in [line["id"] for line in alice.client.get("/api/v1/boards/").json()]


def test_nobody_sees_or_revokes_another_persons_tokens(alice, bob):
    token = make_token(alice.person, "Mine", ALL)
    assert bob.client.get("/api/v1/tokens/").json() == []
    assert bob.client.delete(f"/api/v1/tokens/{token.number}/").status_code == 404
    assert bob.client.post(f"/tokens/{token.number}/revoke/").status_code == 404
    assert ask(token.secret, "get", f"boards/{alice.board}/").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "scopes": ["boards:read"]},
        {"name": "x" * 61, "scopes": ["boards:read"]},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["boards:everything"]},
        {"name": "x", "scopes": "boards:read"},
        {"name": "x", "scopes": [["boards:read"]]},
        {"name": "x", "scopes": ["boards:read"], "expires": "yesterday"},
        {"name": "x", "scopes": ["boards:read"], "expires": "2001-01-01T00:00:00Z"},
        {"name": "x", "scopes": ["boards:read"], "expires": "9999-01-01T00:00:00Z"},
        {"scopes": ["boards:read"]},
    ],
)
def test_a_token_that_cannot_be_is_refused_with_a_sentence(alice, body):
    refused = alice.client.post("/api/v1/tokens/", json.dumps(body), content_type="application/json")
    assert refused.status_code == 400
    assert refused.json()["error"]["do"]
    assert not ApiToken.objects.exists()


def test_a_person_has_a_bounded_number_of_tokens(alice):
    for number in range(MOST):
        make_token(alice.person, f"Token {number}", ALL)
    body = {"name": "one too many", "scopes": ALL}
    assert alice.client.post("/api/v1/tokens/", json.dumps(body), content_type="application/json").status_code == 409


def test_a_token_that_spends_its_part_leaves_its_person_able_to_work(alice, settings):
    settings.QUOTAS = {**settings.QUOTAS, "analyse": (4, 3600)}
    secret = make_token(alice.person, "Busy", ALL).secret
    path = f"boards/{alice.board}/analysis/"
    answers = [ask(secret, "get", path).status_code for _ in range(4 // TOKEN_PART + 1)]
    assert answers == [200, 200, 429]
    assert alice.client.get(f"/api/v1/{path}").status_code == 200


def test_the_page_shows_a_new_token_once_and_works_without_scripts(alice):
    form = {"name": "Nightly <b>", "scopes": ["boards:read", "boards:generate"], "days": "7"}
    made = alice.client.post("/tokens/", form).content.decode()
    secret = made.split('value="est_')[1].split('"')[0]
    assert "Nightly &lt;b&gt;" in made
    assert secret not in alice.client.get("/tokens/").content.decode()
    assert ask(f"est_{secret}", "get", f"boards/{alice.board}/").status_code == 200
    number = ApiToken.objects.get().pk
    assert alice.client.post(f"/tokens/{number}/revoke/").status_code == 302
    assert ask(f"est_{secret}", "get", f"boards/{alice.board}/").status_code == 401
    for wrong in ({"days": "0"}, {"days": "²"}, {"scopes": []}, {"name": ""}):
        assert alice.client.post("/tokens/", {**form, **wrong}).status_code == 400


def test_the_openapi_description_names_both_ways_to_sign_in(alice):
    described = alice.client.get("/api/v1/schema/").json()
    assert described["components"]["securitySchemes"]["token"] | {"description": ""} == {
        "type": "http",
        "scheme": "bearer",
        "description": "",
    }
    needed = described["paths"]["/api/v1/boards/{board_id}/"]["get"]["security"]
    assert {"token": []} in needed
    assert {"session": []} in needed


async def test_a_socket_with_a_token_is_hung_up_when_the_token_is_revoked(alice, sockets, monkeypatch):
    monkeypatch.setattr(standing, "EVERY", 0.2)
    token = await sync_to_async(make_token)(await sync_to_async(lambda: alice.person)(), "Robot", ["boards:read"])
    socket = sockets(alice, {"Authorization": f"Bearer {token.secret}"})
    hello = await socket.open()
    assert hello["capabilities"] == ["view"]
    await sync_to_async(revoke_token)(await sync_to_async(lambda: alice.person)(), token.number)
    assert await socket.close_code() == 4404
