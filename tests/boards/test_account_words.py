"""What account pages say: one voice with the rest of the product, on a real server."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from visitors import Visitor

from tools.stack.web import Web

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

PASSWORD = "a wall full of orange notes"
TITLES = {
    "/accounts/email/": "Email",
    "/accounts/password/change/": "Password",
    "/accounts/3rdparty/": "Other ways to sign in",
    "/accounts/reauthenticate/": "Is it you?",
    "/accounts/inactive/": "This account is closed",
    "/accounts/logout/": "Sign out",
}
ENTRANCES = {
    "/accounts/login/": "Sign in",
    "/accounts/signup/": "Sign up",
    "/accounts/password/reset/": "Forgotten password",
    "/accounts/password/reset/done/": "Look into your mail",
    "/accounts/password/reset/key/1-abc/": "This link does not work any more",
    "/accounts/password/reset/key/done/": "Password changed",
    "/accounts/confirm-email/": "Look into your mail",
    "/accounts/confirm-email/abc/": "This link does not work any more",
}
#: Words of allauth's own pages.
FOREIGN = re.compile(r"Please|Remember Me|Successfully|contact us|Re-send|Note:|reauthenticate to")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("words")
    with Web(folder, f"sqlite:///{folder / 'db.sqlite3'}", ACCOUNTS="1") as web:
        yield web.address


@pytest.fixture(scope="module")
def member(server: str) -> Visitor:
    visitor = Visitor(server)
    assert "You are signed in." in visitor.sign_up("words@example.com", PASSWORD).text
    return visitor


@pytest.mark.parametrize(("path", "title"), TITLES.items())
def test_pages_of_an_account_speak_plainly(member, path, title):
    assert_plain(member.get(path).text, title)


@pytest.mark.parametrize(("path", "title"), ENTRANCES.items())
def test_pages_before_signing_in_speak_plainly(server, path, title):
    assert_plain(Visitor(server).get(path).text, title)


def test_another_address_is_added_and_removed_by_who_shows_the_password_again(server):
    visitor = Visitor(server)
    visitor.sign_up("one@example.com", PASSWORD)
    asked = visitor.send("/accounts/email/", email="two@example.com", action_add="")
    assert "Is it you?" in asked.text
    added = visitor.post(asked.url.raw_path.decode(), password=PASSWORD)
    assert "two@example.com" in added.text
    removed = visitor.send("/accounts/email/", email="two@example.com", action_remove="1")
    assert "two@example.com is removed." in removed.text


def assert_plain(page: str, title: str) -> None:
    main = page[page.index("<main") :]
    assert f"<h1>{title}</h1>" in main
    assert not FOREIGN.search(main), FOREIGN.findall(main)
