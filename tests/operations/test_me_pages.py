"""A person reads what is kept about them, takes it along and has it deleted, on pages that say what they do."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from boards.access_history import SENTENCES
from boards.audit import Action
from boards.audit import note as write_down
from boards.kept import kept_about
from boards.models import ApiToken, AuditEntry, Board, Member, Operation
from boards.people import change_role, enter, remove_member
from boards.permissions import Role
from boards.persons import account_person
from boards.privacy import Fate, delete_everywhere, fates
from boards.pushing import push_now
from boards.services import create_board
from boards.tokens import make_token
from modeling.model import Model

pytestmark = pytest.mark.django_db

SCRIPT = "<script>window.broken=1</script>"


def shown(person: Any, path: str, status: int = 200) -> str:
    """What a page says, without its marks and spaces."""
    answer = person.client.get(path)
    assert answer.status_code == status
    return words(answer)


def words(answer: Any) -> str:
    raw = re.sub(r"<head>.*?</head>|<[^>]+>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(raw).split())


def delete(person: Any, **form: Any) -> Any:
    return person.client.post("/me/delete/", {"confirm": "delete me", **form})


def another_board(person: Any, name: str) -> str:
    return create_board(Model(name=name), person.person)


def test_the_page_says_what_is_kept_and_for_how_long(alice, bob, note):
    push_now(bob.member, [note("n1")], push_id="b1")
    make_token(bob.person, "Mine", ["boards:read"])
    said = shown(bob, "/me/")
    assert "Library" in said
    assert "Editor, as Guest 2" in said
    assert "1 change on boards" in said
    assert "1 for programs" in said
    assert "Boards, and what you wrote on them, until somebody deletes them." in said
    assert "for 365 days" in said


def test_the_page_says_when_boards_that_nobody_opens_go(bob, settings):
    settings.OPERATING = replace(settings.OPERATING, retention_days=180, warning_days=14, audit_days=0)
    said = shown(bob, "/me/")
    assert "nobody opens for 180 days is deleted. Its access history says so 14 days before" in said
    assert "for ever" in said


def test_to_a_browser_that_never_came_nothing_is_kept(alice, note):
    push_now(alice.member, [note("n1")])
    client = Client()
    assert "Nothing is kept here about you" in words(client.get("/me/"))
    for path in ("/me/data/", "/me/delete/"):
        assert client.get(path).headers["Location"] == "/me/"
    assert client.post("/me/delete/", {"confirm": "delete me"}).headers["Location"] == "/me/"
    assert Member.objects.exists()


def test_the_file_holds_what_the_page_counted(bob, note):
    push_now(bob.member, [note("n1")], push_id="b1")
    answer = bob.client.get("/me/data/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    assert "no-store" in answer.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        about = json.loads(archive.read("person.json"))
        (file,) = [name for name in archive.namelist() if name.startswith("operations")]
        assert len(archive.read(file).splitlines()) == kept_about(bob.person).written == 1
    assert [membership["board"] for membership in about["memberships"]] == [bob.board]


def test_who_asks_too_often_reads_a_sentence(bob, settings):
    settings.QUOTAS = {**settings.QUOTAS, "data": (1, 3600)}
    assert bob.client.get("/me/data/").status_code == 200
    assert "requests for personal data" in shown(bob, "/me/data/", 429)
    assert delete(bob).status_code == 429
    assert Member.objects.filter(person=bob.person).exists()


def test_it_is_said_before_what_goes_and_what_stays(bob):
    another_board(bob, "Bob's own")
    said = shown(bob, "/me/delete/")
    goes, stays = said.split("What goes")[1].split("What stays")
    assert "Bob's own" in goes
    assert "Library" not in goes
    assert "Library" in stays.split("Delete for good")[0]


def test_what_was_said_is_what_happens(alice, bob):
    own = another_board(bob, "Bob's own")
    make_token(bob.person, "Mine", ["boards:read"])
    person, member = bob.person, bob.member.id
    answer = delete(bob, going=[own])
    assert answer.status_code == 200
    assert "You are off 2 boards; 1 of them, which nobody else was on, is deleted." in words(answer)
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert answer.cookies["sessionid"].value == "", "the browser is a stranger"
    assert not Board.objects.filter(pk=own).exists()
    assert not Member.objects.filter(person=person).exists()
    assert not ApiToken.objects.exists()
    assert Board.objects.filter(pk=alice.board).exists()
    assert AuditEntry.objects.get(board=alice.board, action="left").member == member
    assert "Nothing is kept" in shown(bob, "/me/")
    assert not kept_about(person).anything


@pytest.mark.parametrize("typed", ["", "delete", "DELETE EVERYTHING"])
def test_nothing_is_deleted_without_the_words_being_typed(bob, typed):
    answer = delete(bob, confirm=typed, texts="redact")
    assert answer.status_code == 400
    assert "Nothing was deleted. Type “delete me” to confirm it." in words(answer)
    assert 'value="redact" checked' in answer.content.decode(), "what was chosen stays chosen"
    assert Member.objects.filter(person=bob.person).exists()


def test_a_phones_capital_letter_and_a_space_do_no_harm(bob):
    assert delete(bob, confirm=" Delete  me ").status_code == 200


def test_another_site_cannot_have_somebody_deleted(bob):
    client = Client(enforce_csrf_checks=True)
    client.cookies = bob.client.cookies
    assert client.post("/me/delete/", {"confirm": "delete me"}).status_code == 403
    assert Member.objects.filter(person=bob.person).exists()


def test_nothing_goes_that_the_page_did_not_name(alice, bob):
    """Everybody else left while the page was open: the board would go along, unannounced."""
    remove_member(alice.member, bob.member.id)
    answer = delete(alice)
    assert answer.status_code == 409
    assert "has changed since you opened this page" in words(answer)
    assert "Library" in words(answer).split("What goes")[1].split("What stays")[0]
    assert Board.objects.filter(pk=alice.board).exists()


def test_the_only_owner_is_told_which_boards_to_hand_over_and_gets_no_button(alice, bob):
    answer = alice.client.get("/me/delete/")
    assert "First, this board needs another owner" in words(answer)
    assert f'href="/boards/{alice.board}/"' in answer.content.decode()
    assert 'name="confirm"' not in answer.content.decode()
    refused = delete(alice)
    assert refused.status_code == 409
    assert "only owner of a board" in words(refused)
    Member.objects.filter(pk=bob.member.id).update(role="owner")
    assert delete(alice).status_code == 200


def test_what_becomes_of_a_board_hangs_on_who_else_is_there(alice, bob):
    alone, example = another_board(bob, "Alone"), another_board(bob, "Example")
    Board.objects.filter(pk=example).update(example="library")
    assert fates(bob.person) == {bob.board: Fate.STAYS, alone: Fate.GOES, example: Fate.STAYS}
    assert fates(alice.person) == {alice.board: Fate.WAITS}
    assert fates("") == {}


def test_words_are_taken_out_where_that_is_chosen(bob, note):
    push_now(bob.member, [note("n1", "Zebulon")], push_id="b1")
    answer = delete(bob, texts="redact")
    assert "Your words are taken out of 1 change." in words(answer)
    assert "Zebulon" not in json.dumps(list(Operation.objects.values_list("payload", flat=True)))


def test_a_log_that_does_not_follow_is_a_sentence_and_nobody_is_deleted(bob, note):
    push_now(bob.member, [note("n1", "Zebulon")], push_id="b1")
    Operation.objects.filter(board_id=bob.board).update(revision=7)
    answer = delete(bob, texts="redact")
    assert answer.status_code == 409
    assert "is damaged" in words(answer)
    assert Member.objects.filter(person=bob.person).exists()


def test_an_account_is_named_and_gone(alice):
    user = get_user_model().objects.create_user("dora", "dora@example.org", "x", first_name="Dora")
    person = account_person(user.pk)
    enter(Board.objects.get(pk=alice.board), person, Role.EDITOR)
    account = kept_about(person).account
    assert account is not None
    assert (account.name, account.email) == ("Dora", "dora@example.org")
    delete_everywhere(person, going=[])
    assert not get_user_model().objects.filter(pk=user.pk).exists()
    assert not kept_about(person).anything


def history(person: Any, query: str = "") -> str:
    return shown(person, f"/boards/{person.board}/access/{query}").replace("⁨", "").replace("⁩", "")


def test_owners_read_who_came_and_what_they_were_given(alice, bob):
    change_role(alice.member, bob.member.id, "viewer")
    said = history(alice)
    assert "Alice (you) made Guest 2 a viewer (was editor)" in said
    assert "Guest 2 joined as editor by link" in said
    assert "Alice (you) made link" in said
    bobs = bob.member.id
    remove_member(alice.member, bobs)
    assert f"Alice (you) took a former member ({bobs[:4]}) off the board" in history(alice)
    assert f"A former member ({bobs[:4]}) joined as editor" in history(alice)


def test_a_board_of_which_nothing_is_told_yet_says_so(alice):
    assert "Nothing yet." in history(alice)


def test_a_long_history_is_read_page_by_page_with_nothing_left_out(alice):
    for number in range(120):
        write_down(Action.RELEASE_SIGNED, by=alice.member, number=number)
    query, read = "", []
    while True:
        page = alice.client.get(f"/boards/{alice.board}/access/{query}").content.decode()
        read += [int(number) for number in re.findall(r"signed release (\d+)", page)]
        following = re.search(r'rel="next" href="[^"?]*(\?before=\d+)"', page)
        if following is None:
            break
        query = following[1]
    assert read == list(range(119, -1, -1))
    assert alice.client.get(f"/boards/{alice.board}/access/?before=x").status_code == 400
    assert "There are no older entries." in history(alice, "?before=0")


def test_names_that_are_markup_are_shown_as_they_were_typed(alice, bob):
    Member.objects.filter(pk=bob.member.id).update(name=SCRIPT)
    Board.objects.filter(pk=alice.board).update(name=SCRIPT)
    another_board(bob, SCRIPT)
    change_role(alice.member, bob.member.id, "viewer")
    for person, path in ((alice, f"/boards/{alice.board}/access/"), (bob, "/me/"), (bob, "/me/delete/")):
        page = person.client.get(path).content.decode()
        assert SCRIPT not in page
        assert html.escape(SCRIPT) in page


def test_every_action_that_concerns_a_board_has_a_sentence():
    elsewhere = {
        *(Action.SIGNED_IN, Action.SIGN_IN_FAILED, Action.SIGNED_OUT, Action.JOIN_FAILED),
        *(Action.TOKEN_MADE, Action.TOKEN_REVOKED, Action.DATA_EXPORTED, Action.PERSON_DELETED),
        *(Action.EVERYTHING_BACKED_UP, Action.EVERYTHING_RESTORED),
    }
    assert set(SENTENCES) == {action.value for action in set(Action) - elsewhere}
    for sentence in SENTENCES.values():
        assert sentence({}, lambda member: "somebody"), "an entry of an older version may lack details"
