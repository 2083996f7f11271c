"""How long one stays signed in, which passwords are refused, and how an operator ends sessions."""

from __future__ import annotations

import time

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from boards.accounts.passwords import WORDS, ContextWords
from boards.models import AuditEntry
from boards.persons import account_person, person_of
from eventstorm.accounts import refused_passwords
from eventstorm.environment import UnsafeStart
from tools.audit_dependencies import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga():
    """An administrator, signed in."""
    user = get_user_model().objects.create_user("olga", "olga@example.org", "a wall of notes", is_staff=True)
    client = Client()
    client.force_login(user)
    client.get("/admin/password_change/")
    return client, user


def is_person(client, user):
    """Whether boards take the session for the account's."""
    with override_settings(ACCOUNTS=True):
        return person_of(client.session) == account_person(user.pk)


def is_user(client):
    """Whether Django's own pages do."""
    return client.get("/admin/password_change/").status_code == 200


def age(client, **seconds):
    session = client.session
    for key, by in seconds.items():
        session[key] = int(time.time() - by)
    session.save()


def test_who_signed_in_too_long_ago_signs_in_again(olga, settings):
    client, user = olga
    assert (is_person(client, user), is_user(client)) == (True, True)
    age(client, signed_in=settings.ACCOUNT_SESSION_SECONDS + 5)
    assert not is_person(client, user), "open sockets ask this alone"
    key = client.session.session_key
    assert not is_user(client)
    client.cookies["sessionid"] = key
    assert not is_user(client), "the session is gone from the server"


def test_who_opened_no_page_for_long_signs_in_again_and_a_visit_begins_anew(olga, settings):
    client, _ = olga
    age(client, seen=settings.ACCOUNT_IDLE_SECONDS / 2)
    assert is_user(client)
    assert time.time() - client.session["seen"] < 60
    age(client, seen=settings.ACCOUNT_IDLE_SECONDS + 5)
    assert not is_user(client)


def test_a_guest_keeps_the_session(charlie, settings):
    settings.ACCOUNT_SESSION_SECONDS = settings.ACCOUNT_IDLE_SECONDS = -1
    before = charlie.person
    charlie.client.get("/")
    assert charlie.person == before != ""


def test_guessing_at_the_administration_is_slowed_down_and_written_down(db):
    get_user_model().objects.create_superuser("root", password="a wall of notes")
    cache.clear()

    def tried(password, name="root", address="203.0.113.7"):
        form = {"username": name, "password": password}
        return Client(REMOTE_ADDR=address).post("/admin/login/?next=/admin/", form).status_code

    assert tried("a wall of notes") == 302
    assert [tried(f"wrong {number}") for number in range(5)] == [200] * 4 + [429]
    assert tried("a wall of notes", address="203.0.113.99") == 429, "not from elsewhere either"
    assert [tried("x", f"name {number}") for number in range(3)] == [429] * 3
    actions = AuditEntry.objects.filter(details__method="administration").values_list("action", flat=True)
    assert sorted(actions) == ["sign-in failed"] * 4 + ["signed in"]
    cache.clear()


@pytest.mark.parametrize("weak", ["Eventstorm-2026!", "event storming 12", "bounded.context.1", "StormExample99"])
def test_a_password_of_this_places_words_is_refused(weak):
    with pytest.raises(ValidationError, match="words of this place"):
        ContextWords(["storm.example", "stormexample.org"]).validate(weak)


def test_the_words_that_are_refused_are_told():
    told = (ROOT / "docs/people.md").read_text().lower().replace(" ", "").replace("\n", "")
    assert [word for word in WORDS if word not in told] == []


@pytest.mark.parametrize(
    "fine",
    ["a wall full of orange notes", "q" * 64 + "ü😀", "correct horse battery", "eventstorm and a long tail of words"],
)
def test_a_password_of_any_characters_and_any_length_is_taken(fine):
    validate_password(fine)


def test_passwords_of_a_list_of_the_operators_own_are_refused(tmp_path, settings):
    leaked = tmp_path / "leaked.txt"
    leaked.write_text("this one was leaked somewhere\n")
    settings.AUTH_PASSWORD_VALIDATORS = refused_passwords({"REFUSED_PASSWORDS": str(leaked)})
    with pytest.raises(ValidationError):
        validate_password("This one was leaked somewhere")
    validate_password("this one was not")
    assert refused_passwords({}) == []
    with pytest.raises(UnsafeStart, match="REFUSED_PASSWORDS"):
        refused_passwords({"REFUSED_PASSWORDS": str(tmp_path / "none.txt")})


def test_an_operator_ends_the_sessions_of_one_account_or_of_all_and_guests_stay(olga, charlie, capsys):
    client, _ = olga
    other = get_user_model().objects.create_user("piet", "piet@example.org", "another wall of notes", is_staff=True)
    second = Client()
    second.force_login(other)
    call_command("sign_out", "OLGA@example.org")
    assert "1 sessions are ended" in capsys.readouterr().out
    assert (is_user(client), is_user(second)) == (False, True)
    call_command("sign_out", "everybody")
    assert not is_user(second)
    assert charlie.person
    assert AuditEntry.objects.filter(action="signed out", details__by_operator=True).count() == 2
    with pytest.raises(CommandError, match="no such account"):
        call_command("sign_out", "nobody@example.org")
