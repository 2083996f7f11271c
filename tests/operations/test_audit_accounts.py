"""Who signed in, tried to or signed out is written down, by real pages and a real provider; no secret is."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from boards.audit import Action
from tests.boards.visitors import Visitor
from tools.stack.identity_provider import IdentityProvider
from tools.stack.web import Web

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

PASSWORD = "a wall full of orange notes"
WRONG = "wrong and wrong again"
Json = dict[str, Any]


class Server:
    """A server with accounts and a provider, and its audit log as it lies in the database."""

    def __init__(self, web: Web, database: Path) -> None:
        self.web, self.database, self.read = web, database, 0

    def visitor(self) -> Visitor:
        return Visitor(self.web.address)

    def rows(self) -> list[Json]:
        with closing(sqlite3.connect(self.database)) as connection:
            connection.row_factory = sqlite3.Row
            found = connection.execute("SELECT * FROM boards_auditentry ORDER BY id").fetchall()
        return [{**dict(row), "details": json.loads(row["details"])} for row in found]

    def new(self) -> list[Json]:
        """Entries since the last time."""
        rows = self.rows()
        since, self.read = rows[self.read :], len(rows)
        return since

    def told(self) -> list[tuple[str, str, Json]]:
        """Action, person and details of the new ones."""
        return [(row["action"], row["person"], row["details"]) for row in self.new()]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("audited")
    database = folder / "db.sqlite3"
    with IdentityProvider(tmp_path_factory.mktemp("provider")) as provider:
        oidc = {
            "OIDC_ISSUER": provider.issuer,
            "OIDC_CLIENT_ID": "eventstorm",
            "OIDC_CLIENT_SECRET": "the-client-secret",
        }
        with Web(folder, f"sqlite:///{database}", ACCOUNTS="1", **oidc) as web:
            yield Server(web, database)


@pytest.fixture
def server(running: Server) -> Server:
    running.new()
    return running


def test_signing_up_in_and_out_is_written_down_with_the_account_and_how(server):
    visitor = server.visitor()
    visitor.sign_up("one@example.com", PASSWORD)
    [(action, person, details)] = server.told()
    assert (action, details) == (Action.SIGNED_IN.value, {"method": "sign-up"})
    assert re.fullmatch(r"account:\d+", person)
    visitor.get("/accounts/logout/")
    assert server.told() == [], "asking whether to sign out is not signing out"
    visitor.sign_out()
    visitor.sign_out()
    assert server.told() == [(Action.SIGNED_OUT.value, person, {})], "once, and nobody signs out who is not signed in"
    visitor.sign_in("one@example.com", PASSWORD)
    assert server.told() == [(Action.SIGNED_IN.value, person, {"method": "password"})]
    visitor.sign_in("one@example.com", PASSWORD)
    assert server.told() == [], "who is signed in does not sign in again"


def test_an_entry_knows_the_request_and_the_address_without_its_last_part(server):
    answer = server.visitor().sign_in("nobody@example.com", WRONG)
    [row] = server.new()
    assert row["address"] == "127.0.0.0"
    assert row["request"] == answer.headers["X-Request-Id"]


def test_failed_sign_ins_are_written_down_alike_for_known_and_unknown_people(server):
    server.visitor().sign_up("known@example.com", PASSWORD)
    server.new()
    for email in ("known@example.com", "unknown@example.com"):
        server.visitor().sign_in(email, WRONG)
        assert server.told() == [(Action.SIGN_IN_FAILED.value, "", {"method": "password"})]


def test_guessing_does_not_fill_the_audit_log(server):
    guesser = server.visitor()
    for number in range(12):
        guesser.sign_in("guessed@example.com", f"{WRONG} {number}")
    told = server.told()
    assert {action for action, _, _ in told} == {Action.SIGN_IN_FAILED.value}
    assert 0 < len(told) <= 6


def test_signing_in_and_out_with_the_provider_is_written_down(server):
    visitor = server.visitor()
    visitor.sign_in_with_provider("olga@company.example")
    [(action, person, details)] = server.told()
    assert (action, details) == (Action.SIGNED_IN.value, {"method": "socialaccount"})
    visitor.sign_out()
    assert server.told() == [(Action.SIGNED_OUT.value, person, {})]
    again = server.visitor()
    again.sign_in_with_provider("olga@company.example")
    assert server.told() == [(Action.SIGNED_IN.value, person, {"method": "socialaccount"})], "the same account"


def answered(visitor: Visitor, subject: str) -> str:
    """The address with which the provider sends the visitor back, not yet opened."""
    asked = visitor.to_provider()
    visitor.web.follow_redirects = False
    return str(visitor.web.post(asked.url, data={"sub": subject, "action": "authorize"}).headers["Location"])


@pytest.mark.parametrize("forged", ["state", "code"])
def test_a_forged_answer_of_the_provider_is_a_failed_sign_in_of_nobody(server, forged):
    visitor = server.visitor()
    back = answered(visitor, "eve@company.example")
    visitor.web.get(re.sub(f"{forged}=[^&]+", f"{forged}=forged-by-eve", back))
    [(action, person, details)] = server.told()
    assert (action, person, details["method"]) == (Action.SIGN_IN_FAILED.value, "", "provider")


def test_who_says_no_at_the_provider_has_not_signed_in(server):
    visitor = server.visitor()
    asked = visitor.to_provider()
    visitor.web.post(asked.url, data={"sub": "no@company.example", "action": "deny"})
    assert [(action, person) for action, person, _ in server.told()] in ([], [(Action.SIGN_IN_FAILED.value, "")])


def test_what_was_done_as_a_guest_is_written_down_as_the_accounts_once_they_sign_in(server):
    owner = server.visitor()
    owner.sign_up("host@example.com", PASSWORD)
    board = owner.make_board()
    guest = server.visitor()
    guest.get(owner.link(board, "editor"))
    joined = next(row for row in server.new() if row["action"] == Action.JOINED.value)
    guest.sign_up("came@example.com", PASSWORD)
    person = server.told()[0][1]
    assert [row["person"] for row in server.rows() if row["id"] == joined["id"]] == [person] != [joined["person"]]


def test_no_password_code_token_session_or_address_is_written_down(server):
    visitor, failing, provided = server.visitor(), server.visitor(), server.visitor()
    visitor.sign_up("secretive@example.com", PASSWORD)
    token = visitor.api("POST", "tokens/", {"name": "program", "scopes": ["boards:read"]}).json()["token"]
    sessions = [visitor.session]
    failing.sign_in("secretive@example.com", WRONG)
    failing.sign_in(PASSWORD, WRONG)  # the password where the name belongs, as it happens
    back = answered(provided, "olga@company.example")
    provided.web.follow_redirects = True
    provided.web.get(back)
    sessions.append(provided.session)
    assert all(sessions)
    visitor.sign_out()
    parts = dict(re.findall(r"(code|state)=([^&]+)", back))
    rows = server.rows()
    assert {row["action"] for row in rows} >= {"signed in", "sign-in failed", "signed out"}
    written, log = json.dumps(rows), server.web.process.log.read_text()
    people = ("secretive@example.com", "olga@company.example")
    for secret in (PASSWORD, WRONG, token, *parts.values(), *sessions, *people, "the-client-secret"):
        assert len(secret) > 8
        assert secret not in written
        assert secret not in log, "nor into the log of the server"
