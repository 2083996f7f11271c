"""Accounts on a real server, with passwords and with a real OpenID Connect provider of our own."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from visitors import Visitor

from tools.stack.identity_provider import IdentityProvider
from tools.stack.process import ROOT
from tools.stack.web import Web

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

PASSWORD = "a wall full of orange notes"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The issuer's address."""
    with IdentityProvider(tmp_path_factory.mktemp("provider")) as running:
        yield running.issuer


@pytest.fixture(scope="module")
def server(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("accounts")
    oidc = {"OIDC_ISSUER": provider, "OIDC_CLIENT_ID": "eventstorm", "OIDC_CLIENT_SECRET": "secret"}
    with Web(folder, f"sqlite:///{folder / 'db.sqlite3'}", ACCOUNTS="1", **oidc) as web:
        yield web.address


@pytest.fixture(scope="module")
def verifying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server that wants e-mail addresses verified, and where its letters go."""
    folder = tmp_path_factory.mktemp("verifying")
    wanted = {"ACCOUNTS": "1", "ACCOUNT_EMAIL_VERIFICATION": "mandatory", "PYTHONUNBUFFERED": "1"}
    with Web(folder, f"sqlite:///{folder / 'db.sqlite3'}", **wanted) as web:
        yield web.address, web.process.log


def test_boards_are_made_by_accounts_and_joined_by_guests(server):
    guest = Visitor(server)
    assert "Boards belong to accounts here" in guest.get("/").text
    assert guest.api("POST", "boards/", {"name": "x"}).status_code == 403
    assert guest.post("/boards/", source="blank").status_code == 403
    assert guest.api("POST", "tokens/", {"name": "x", "scopes": ["boards:read"]}).status_code == 403
    owner = Visitor(server)
    assert owner.sign_up("first@example.com", PASSWORD, "Olga").status_code == 200
    board = owner.make_board()
    guest.get(owner.link(board, "editor"))
    assert guest.boards == {board: "editor"}
    people = owner.api("GET", f"boards/{board}/members/").json()
    assert [(person["name"], person["account"]) for person in people] == [("Olga", True), ("Guest 2", False)]


@pytest.mark.parametrize("weak", ["short", "password1234", "weak@example.com"])
def test_a_weak_password_is_refused(server, weak):
    visitor = Visitor(server)
    assert "password" in visitor.sign_up("weak@example.com", weak).text.lower()
    assert visitor.sign_in("weak@example.com", weak).url.path == "/accounts/login/"
    assert visitor.api("POST", "boards/", {"name": "x"}).status_code == 403


def test_boards_follow_to_another_device_and_signing_out_leaves_nothing(server):
    first = Visitor(server)
    first.sign_up("device@example.com", PASSWORD)
    board = first.make_board()
    second = Visitor(server)
    second.get("/boards/shop/")  # has a session before
    before = second.session
    second.sign_in("device@example.com", PASSWORD)
    assert second.session not in ("", before), "a session known before signing in must not be signed in"
    assert second.boards[board] == "owner"
    stolen = second.session
    left = second.sign_out()
    assert left.history[0].headers["Clear-Site-Data"] == '"storage"'
    thief = Visitor(server)
    thief.web.cookies.set("sessionid", stolen)
    for gone in (second, thief):
        assert gone.boards == {}
        assert gone.get(f"/boards/{board}/").status_code == 404
    assert first.boards[board] == "owner"


def test_signing_in_takes_the_guests_boards_along(server):
    owner = Visitor(server)
    owner.sign_up("host@example.com", PASSWORD)
    board, other = owner.make_board(), owner.make_board()
    guest = Visitor(server)
    guest.get(owner.link(board, "editor"))
    guest.sign_up("came@example.com", PASSWORD, "Carla")
    assert guest.boards[board] == "editor"
    assert Visitor(server).boards == {}
    tablet = Visitor(server)
    tablet.get(owner.link(board, "viewer"))
    tablet.get(owner.link(other, "commenter"))
    tablet.sign_in("came@example.com", PASSWORD)
    assert tablet.boards == guest.boards == {board: "editor", other: "commenter"}, "the higher of both roles"
    names = [person["name"] for person in owner.api("GET", f"boards/{board}/members/").json()]
    assert names == ["Somebody", "Carla"]


def test_an_owner_is_made_only_of_somebody_with_an_account(server):
    owner, guest = Visitor(server), Visitor(server)
    owner.sign_up("giver@example.com", PASSWORD)
    board = owner.make_board()
    guest.get(owner.link(board, "editor"))
    path = f"boards/{board}/members/{owner.api('GET', f'boards/{board}/members/').json()[1]['id']}/"
    refused = owner.api("PATCH", path, {"role": "owner"})
    assert refused.status_code == 400
    assert "account" in refused.json()["error"]["what"]
    assert owner.api("PATCH", path, {"role": "facilitator"}).status_code == 200
    guest.sign_up("taker@example.com", PASSWORD)
    assert owner.api("PATCH", path, {"role": "owner", "hand_over": True}).status_code == 200
    assert (owner.boards[board], guest.boards[board]) == ("facilitator", "owner")


def test_a_changed_password_ends_the_other_sessions(server):
    here, there = Visitor(server), Visitor(server)
    here.sign_up("changing@example.com", PASSWORD)
    board = here.make_board()
    there.sign_in("changing@example.com", PASSWORD)
    assert board in there.boards
    new = "another wall of blue notes"
    here.send("/accounts/password/change/", oldpassword=PASSWORD, password1=new, password2=new)
    assert there.boards == {}
    assert there.get(f"/boards/{board}/").status_code == 404
    assert board in here.boards


def test_showing_again_who_one_is_changes_the_sessions_key(server):
    visitor = Visitor(server)
    visitor.sign_up("again@example.com", PASSWORD)
    board = visitor.make_board()
    before = visitor.session
    visitor.send("/accounts/reauthenticate/", password="not the right one")
    assert visitor.session == before
    visitor.send("/accounts/reauthenticate/?next=/", password=PASSWORD)
    assert visitor.session not in ("", before)
    assert visitor.boards == {board: "owner"}


def test_the_administration_has_no_door_of_its_own_past_the_limits_on_attempts(server):
    visitor = Visitor(server)
    assert visitor.get("/admin/login/?next=/admin/").url.path == "/accounts/login/"
    assert visitor.post("/admin/login/", username="x", password="y").url.path == "/accounts/login/"


def test_guessing_passwords_is_slowed_down_and_says_nothing_about_who_exists(server):
    Visitor(server).sign_up("known@example.com", PASSWORD)

    def said(email: str) -> str:
        page = Visitor(server).sign_in(email, "wrong and wrong again").text
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split('role="alert">', 1)[1].split("</div>", 1)[0]))

    assert said("known@example.com") == said("unknown@example.com")
    guesser = Visitor(server)
    answers = [guesser.sign_in("known@example.com", f"wrong {number}") for number in range(6)]
    assert "Too many failed login attempts" in answers[-1].text
    assert "Too many" in guesser.sign_in("known@example.com", PASSWORD).text, "not even with the right one"


def test_one_signs_in_with_the_identity_provider_and_is_the_same_on_every_device(server):
    first = Visitor(server)
    asked = first.to_provider()
    for part in ("code_challenge_method=S256", "state=", "client_id=eventstorm", "openid"):
        assert part in str(asked.url)
    landed = first.web.post(asked.url, data={"sub": "olga@company.example", "action": "authorize"})
    assert str(landed.url) == f"{server}/"
    board = first.make_board()
    second = Visitor(server)
    second.sign_in_with_provider("olga@company.example")
    assert second.boards == {board: "owner"}
    stranger = Visitor(server)
    stranger.sign_in_with_provider("oskar@company.example")
    assert stranger.boards == {}


def test_an_answer_that_nobody_asked_the_provider_for_signs_nobody_in(server):
    victim, attacker = Visitor(server), Visitor(server)
    asked = attacker.to_provider()
    attacker.web.follow_redirects = False
    answer = attacker.web.post(asked.url, data={"sub": "eve@company.example", "action": "authorize"})
    callback = answer.headers["Location"]
    assert callback.startswith(f"{server}/accounts/oidc/sso/login/callback/")
    planted = victim.web.get(callback)
    assert planted.url.path != "/"
    assert victim.api("POST", "boards/", {"name": "x"}).status_code == 403
    forged = attacker.web.get(re.sub("state=[^&]+", "state=forged", callback))
    assert forged.status_code in (200, 401)
    assert attacker.api("POST", "boards/", {"name": "x"}).status_code == 403


def test_who_says_no_at_the_provider_stays_a_guest(server):
    visitor = Visitor(server)
    asked = visitor.to_provider()
    landed = visitor.web.post(asked.url, data={"sub": "no@company.example", "action": "deny"})
    assert landed.url.path.startswith("/accounts/")
    assert visitor.api("POST", "boards/", {"name": "x"}).status_code == 403


def test_an_address_is_verified_before_it_signs_anybody_in_and_a_taken_one_is_not_told(verifying):
    server, letters = verifying
    new = Visitor(server)
    first = new.sign_up("real@example.com", PASSWORD)
    assert new.api("POST", "boards/", {"name": "x"}).status_code == 403
    assert "Look into your mail" in new.sign_in("real@example.com", PASSWORD).text
    confirm = re.findall(r"http://\S+/accounts/confirm-email/\S+", letters.read_text())[0]
    new.post(confirm.removeprefix(server))
    new.sign_in("real@example.com", PASSWORD)
    assert new.make_board()
    again = Visitor(server).sign_up("real@example.com", PASSWORD)
    assert (again.status_code, again.url.path) == (first.status_code, first.url.path)
    reset = Visitor(server)
    known = reset.send("/accounts/password/reset/", email="real@example.com")
    unknown = reset.send("/accounts/password/reset/", email="nobody@example.com")
    assert (known.status_code, known.url.path) == (unknown.status_code, unknown.url.path)


def test_account_pages_have_no_inline_script_or_style(server):
    visitor = Visitor(server)
    visitor.sign_up("pages@example.com", PASSWORD)
    guest = Visitor(server)
    pages = {"login/": guest, "signup/": guest, "password/reset/": guest, "3rdparty/login/cancelled/": guest}
    pages |= dict.fromkeys(("email/", "password/change/", "logout/", "3rdparty/", "reauthenticate/"), visitor)
    for path, who in pages.items():
        answer = who.get(f"/accounts/{path}")
        assert answer.status_code == 200, path
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert re.search(r"<script(?![^>]*\bsrc=)", answer.text) is None, path
        assert re.search(r"<style|\s(style|on\w+)=", answer.text) is None, path
        assert "css/account" in answer.text, path


def test_accounts_cost_nothing_where_they_are_off():
    program = (
        "import os, sys\n"
        "os.environ.pop('ACCOUNTS', None)\n"
        "import eventstorm.asgi, eventstorm.urls\n"
        "from django.conf import settings; assert not settings.ACCOUNTS and not settings.OWNERS_NEED_ACCOUNT\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('allauth', 'requests', 'oauthlib', 'jwt')])"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ran.stdout.strip() == "[]", ran.stderr


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ACCOUNTS": "1", "ACCOUNT_PASSWORDS": "0"}, "no way to sign in"),
        ({"ACCOUNTS": "1", "ACCOUNT_EMAIL_VERIFICATION": "perhaps"}, "mandatory, optional, none"),
        ({"ACCOUNTS": "1", "OIDC_ISSUER": "http://login.example.com", "OIDC_CLIENT_ID": "x"}, "https"),
        ({"ACCOUNTS": "1", "OIDC_ISSUER": "https://login.example.com"}, "OIDC_CLIENT_ID"),
        ({"ACCOUNTS": "1", "EMAIL_HOST": "mail", "EMAIL_PORT": "smtp"}, "EMAIL_PORT"),
    ],
)
def test_settings_that_contradict_themselves_are_a_sentence(wrong, said):
    from eventstorm.accounts import read_accounts
    from eventstorm.environment import UnsafeStart

    with pytest.raises(UnsafeStart, match=said):
        read_accounts(wrong)
