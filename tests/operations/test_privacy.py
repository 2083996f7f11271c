"""A person's data is theirs to take and to have deleted; their words can be taken out, and the log still holds."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from boards import desk
from boards.archive.proof import prove
from boards.audit import Action, note
from boards.circumstances import Circumstances, begin
from boards.live import Push
from boards.log import undoable
from boards.models import AuditEntry, Member, Operation, Release
from boards.people import change_role
from boards.privacy import delete_person
from boards.projection import current, load, store_snapshot
from boards.pushing import push_now
from boards.redaction import GONE, redact
from boards.selectors import board_document, release_document
from boards.services import sign_release

pytestmark = pytest.mark.django_db

#: Words that only Bob writes, each in another kind of place.
BOBS = "Zebulon Quixotic Xylophone Yggdrasil Wolverine Vermilion Umbrage Tamarind Saskatoon Rhubarb".split()


@pytest.fixture
def worked(alice, bob, note) -> str:
    """Bob's words go everywhere that words of people can go; Alice works on what he wrote."""
    Member.objects.filter(pk=bob.member.id).update(role="facilitator")  # who may sign releases
    field = {"name": "id", "type": "string", "description": BOBS[2], "example": BOBS[3]}
    push_now(bob.member, [note("n1", f"Order {BOBS[0]}"), note("n2", f"{BOBS[1]} {BOBS[9]}")], push_id="b1")
    push_now(bob.member, [{"op": "set_element", "id": "n1", "property": "fields", "value": [field]}])
    push_now(bob.member, [{"op": "set_element", "id": "n1", "property": "description", "value": BOBS[4]}])
    frame = {"id": "f1", "kind": "region", "label": BOBS[5], "x": 0, "y": 0, "width": 100, "height": 100}
    push_now(bob.member, [{"op": "add_frames", "frames": [frame]}])
    push_now(bob.member, [{"op": "set_board", "property": "name", "value": f"Board {BOBS[6]}"}])
    context = {"op": "decide_context", "anchor": "n1", "property": "name", "value": BOBS[7]}
    push_now(bob.member, [context])
    push_now(bob.member, [note("n3", BOBS[8])], push_id="b3")
    push_now(alice.member, [{"op": "set_label", "id": "n1", "label": f"Order {BOBS[0]} shipped"}])
    push_now(alice.member, [note("n4", f"{BOBS[1]} {BOBS[9]}", x=500)])  # a copy of Bob's note
    store_snapshot(load(alice.board))
    sign_release(bob.member, f"Release {BOBS[0]}")
    push_now(alice.member, [{"op": "remove_elements", "ids": ["n2", "n3"]}], push_id="a1")
    push_now(bob.member, undo="b3")
    push_now(alice.member, undo="a1")
    store_snapshot(load(alice.board))
    return str(alice.board)


def words_in_the_database() -> str:
    """Every column of every table as text, with what is packed unpacked."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else None
                    packed = raw is not None and raw[:2] == b"\x1f\x8b"
                    found.append(gzip.decompress(raw).decode() if packed and raw else str(value))
    return "\n".join(found)


def test_redacted_words_are_nowhere_in_the_database_and_the_log_keeps_its_revisions(worked, alice, bob):
    told = words_in_the_database()
    assert [word for word in BOBS if word not in told] == [], "the search finds what is there"
    before = list(
        Operation.objects.filter(board_id=worked).values_list("revision", "author", "push", "before", "after")
    )
    bobs = bob.member.id

    assert redact(worked, bobs) > 8

    told = words_in_the_database()
    assert [word for word in BOBS if word in told] == []
    after = list(Operation.objects.filter(board_id=worked).values_list("revision", "author", "push", "before", "after"))
    assert after == before, "revisions, authors, stamps and pushes are those from before"
    prove(worked)
    labels = {element["id"]: element["label"] for element in board_document(worked)["elements"]}
    assert labels["n1"] == f"{GONE} {GONE} shipped", "what Alice added to Bob's note stays"
    assert labels["c1"] == "Label c1", "as does what the board was made of"
    assert labels["n4"] == f"{GONE} {GONE}"
    assert {element["id"] for element in release_document(worked, 1)["elements"]} >= {"n1", "n4"}
    assert Release.objects.get(board_id=worked).name == ""


def test_every_entry_can_still_be_taken_back_after_a_redaction(worked, alice, bob):
    redact(worked, bob.member.id)
    live = load(worked)
    for push in Operation.objects.filter(board_id=worked, author=alice.member.id).values_list("push", flat=True):
        rows = Operation.objects.filter(board_id=worked, author=alice.member.id, push=push).order_by("revision")
        entries = [undoable(row) for row in rows]
        live.copy().judge(Push("x", alice.member.id, (), push), "owner", lambda _, found=entries: found)


def test_a_board_in_memory_notices_that_its_log_was_rewritten(worked, alice, bob, note):
    held = load(worked)
    redact(worked, bob.member.id)
    done = desk.store(held, worked, [Push("late", alice.member.id, ({"op": "set_label", "id": "n1", "label": "New"},))])
    assert done.live.edition == 1
    assert BOBS[0] not in words_in_the_database(), "nothing of the old text came back as an inverse"
    store_snapshot(held)
    assert BOBS[0] not in words_in_the_database(), "nor as a snapshot kept late"
    assert BOBS[0] not in json.dumps(board_document(worked))


def test_redacting_somebody_who_wrote_nothing_changes_nothing(worked, charlie):
    before = list(Operation.objects.filter(board_id=worked).values_list("payload", "inverse"))
    assert redact(worked, "nobody234567") == 0
    assert list(Operation.objects.filter(board_id=worked).values_list("payload", "inverse")) == before


def taken(person: Any) -> dict[str, Any]:
    answer = person.client.get("/api/v1/me/data/")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_person_takes_their_data_and_nobody_elses(worked, alice, bob, charlie):
    files = taken(bob)
    about = json.loads(files["person.json"])
    assert [membership["board"] for membership in about["memberships"]] == [worked]
    (entries,) = [text for name, text in files.items() if name.startswith("operations")]
    authors = {json.loads(line)["author"] for line in entries.splitlines()}
    assert authors == {bob.member.id}
    assert all(word in entries for word in BOBS if word != BOBS[9])
    assert alice.member.id not in json.dumps(about)
    assert list(taken(charlie)) == ["person.json"]


def test_who_never_joined_anything_takes_nothing_of_what_others_did(worked, alice, bob):
    change_role(alice.member, bob.member.id, "viewer")  # an entry that names a member and no person
    delete_person(bob.person)  # and entries whose person was taken out
    answer = Client().get("/api/v1/me/data/")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.namelist() == ["person.json"]
        about = json.loads(archive.read("person.json"))
    assert {name: held for name, held in about.items() if held and name != "made"} == {}


def delete(person: Any, **asked: Any) -> Any:
    return person.client.delete("/api/v1/me/", json.dumps(asked), content_type="application/json")


def test_a_person_is_deleted_only_when_they_say_so(worked, bob):
    assert delete(bob).status_code == 400
    assert delete(bob, confirm="delete me", texts="burn").status_code == 400
    assert Member.objects.filter(pk=bob.member.id).exists()


def test_who_is_deleted_is_no_member_any_more_and_what_they_wrote_stays(worked, alice, bob):
    bobs = bob.member.id
    document = board_document(worked)
    done = delete(bob, confirm="delete me")
    assert done.json() == {"memberships": 1, "boards": 0, "redacted": 0}
    assert board_document(worked) == document
    assert not Member.objects.filter(pk=bobs).exists()
    assert bob.client.get(f"/api/v1/boards/{worked}/").status_code == 404
    assert alice.client.get(f"/api/v1/boards/{worked}/").status_code == 200


def test_who_is_deleted_with_their_words_leaves_none(worked, alice, bob):
    assert delete(bob, confirm="delete me", texts="redact").json()["redacted"] > 8
    told = words_in_the_database()
    assert [word for word in BOBS if word in told] == []
    prove(worked)


def test_the_only_owner_hands_a_board_over_first(worked, alice, bob):
    refused = delete(alice, confirm="delete me")
    assert refused.status_code == 409
    assert worked in refused.json()["error"]["what"]
    Member.objects.filter(pk=bob.member.id).update(role="owner")
    assert delete(alice, confirm="delete me").status_code == 200
    assert current(worked).revision > 0


def test_a_board_of_nobody_else_goes_along(alice):
    board = alice.board
    assert delete(alice, confirm="delete me").json()["boards"] == 1
    assert not Operation.objects.filter(board_id=board).exists()


def test_audit_entries_stay_without_the_trace_to_the_person(worked, alice, bob):
    begin(Circumstances(address="203.0.113.77"))
    note(Action.JOINED, by=bob.member, person=bob.person)
    begin(Circumstances())
    entry = AuditEntry.objects.filter(action="joined").latest("id")
    assert entry.address == "203.0.113.0"
    person = bob.person
    delete_person(person)
    entry.refresh_from_db()
    assert (entry.person, entry.address) == ("", "")
    assert person not in words_in_the_database()


def test_an_account_is_deleted_with_its_sessions(alice, bob, django_user_model, client):
    user = django_user_model.objects.create_user("dora", "dora@example.org", "x", first_name="Dora")
    client.force_login(user)
    sessions = Session.objects.count()
    member = bob.member.id
    Member.objects.filter(pk=member).update(person=f"account:{user.pk}", user=user)
    delete_person(f"account:{user.pk}")
    assert "dora@example.org" not in words_in_the_database()
    assert not Member.objects.filter(pk=member).exists()
    assert Session.objects.count() == sessions - 1, "that of the account, and nobody else's"
