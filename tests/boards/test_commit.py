"""Storing pushes: several projections of one board, refusals, repetitions, undo, and the log as the only truth."""

from __future__ import annotations

import itertools
import random
import threading

import pytest
from django.db import connection, transaction

from boards.commit import Acknowledged, Rejected, store
from boards.live import Push
from boards.models import Board, Operation, Receipt, Snapshot
from boards.permissions import Role
from boards.projection import current, load, store_snapshot
from modeling import document

pytestmark = pytest.mark.django_db


def contents(live):
    """A board's document without the order of its entries, which undo may change."""
    raw = document.write(live.model)
    for key in ("elements", "links", "frames", "types", "examples"):
        raw[key] = sorted(raw[key], key=lambda entry: entry.get("id") or entry["name"])
    return raw


def random_operations(chance: random.Random, step: int, live) -> list[dict]:
    ids = sorted(live.model.elements) or ["none"]
    frames = sorted(live.model.frames) or ["none"]
    one, two = chance.choice(ids), chance.choice(ids)
    element = {"id": f"n{step}", "kind": chance.choice(["command", "domain_event", "hotspot"]), "label": f"Note {step}"}
    frame = {"id": f"f{step}", "kind": "region", "label": "R", "x": 0, "y": 0, "width": 100, "height": 100}
    choices = [
        {"op": "add_elements", "elements": [{**element, "x": float(step), "y": 0.0}]},
        {"op": "add_elements", "elements": [{**element, "x": 0.0, "y": float(step)}]},
        {"op": "set_label", "id": one, "label": f"Words {step}"},
        {"op": "move_elements", "moves": [[one, float(step), 1.0], [two, 2.0, float(step)]]},
        {"op": "remove_elements", "ids": [one]},
        {"op": "add_links", "links": [{"id": f"l{step}", "from": one, "to": two}]},
        {"op": "add_frames", "frames": [frame]},
        {"op": "join_frame", "id": chance.choice(frames), "elements": [one]},
        {"op": "answer", "elements": [one, two], "same": chance.random() < 0.5},
        {"op": "decide_context", "anchor": one, "property": "value", "value": chance.randint(1, 5)},
        {"op": "set_board", "property": "name", "value": f"Board {step}"},
    ]
    return [chance.choice(choices) for _ in range(chance.randint(1, 3))]


@pytest.mark.parametrize("seed", range(3))
def test_two_projections_that_store_in_turns_equal_a_fresh_one_and_the_log_alone(alice, bob, seed):
    chance = random.Random(seed)
    projections = [load(alice.board), load(alice.board)]
    members = [alice.member.id, bob.member.id]
    sent: list[Push] = []
    for step in range(120):
        live, member = chance.choice(projections), chance.choice(members)
        mine = [push for push in sent if push.member == member]
        if mine and chance.random() < 0.2:
            push = Push(f"p{step}", member, undo=chance.choice(mine[-5:]).id)
        elif mine and chance.random() < 0.1:
            push = chance.choice(mine)  # the same once more
        else:
            push = Push(f"p{step}", member, tuple(random_operations(chance, step, live)))
        answer = store(live, [push]).answers[0]
        if isinstance(answer, Acknowledged):
            sent.append(push)
        if step == 60:
            store_snapshot(live)
    for live in projections:
        store(live, [])
    fresh = load(alice.board)
    for live in projections:
        assert (live.revision, contents(live)) == (fresh.revision, contents(fresh))
        assert live.stamps == fresh.stamps
    assert contents(current(alice.board)) == contents(fresh)
    assert document.read(document.write(fresh.model)).problems == ()
    assert fresh.revision == Operation.objects.count() == Board.objects.get(pk=alice.board).revision
    assert list(Operation.objects.values_list("revision", flat=True)) == list(range(1, fresh.revision + 1))
    fresh.model, from_start = document.restore(document.write(fresh.model)), _replayed(alice.board)
    assert contents(from_start) == contents(fresh)


def _replayed(board):
    """The board from its first document and its whole log."""
    from boards.models import Snapshot

    Snapshot.objects.filter(board_id=board, revision__gt=0).delete()
    return load(board)


def test_one_transaction_judges_each_push_by_itself_and_in_order(alice, bob, note):
    live = load(alice.board)
    a, b = alice.member.id, bob.member.id
    stored = store(
        live,
        [
            Push("p1", a, (note("n1"),)),
            Push("p2", b, (note("n1"),)),
            Push("p3", b, ({"op": "set_label", "id": "n1", "label": "Bob"},)),
            Push("p1", a, (note("n1"),)),
            Push("u1", a, undo="p1"),
            Push("p4", "stranger", (note("n2"),)),
        ],
    )
    kinds = [type(answer) for answer in stored.answers]
    assert kinds == [Acknowledged, Rejected, Acknowledged, Acknowledged, Acknowledged, Rejected]
    assert stored.answers[3] == stored.answers[0]
    assert stored.answers[4].skipped  # Bob has built on it
    assert [entry["push"] for entry in stored.entries] == ["p1", "p3"]
    assert Receipt.objects.count() == 3


def test_a_refused_push_leaves_model_stamps_and_revision_as_they_were(alice, note):
    live = load(alice.board)
    before = (contents(live), live.stamps.to_json(), live.revision)
    chain = (note("n1"), {"op": "remove_elements", "ids": ["e1"]}, {"op": "set_label", "id": "e1", "label": "late"})
    assert isinstance(store(live, [Push("p1", alice.member.id, chain)]).answers[0], Rejected)
    assert (contents(live), live.stamps.to_json(), live.revision) == before
    assert not Receipt.objects.exists()


def test_the_name_in_lists_follows_the_board(alice):
    rename = {"op": "set_board", "property": "name", "value": "Loans"}
    store(load(alice.board), [Push("p1", alice.member.id, (rename,))])
    assert Board.objects.get(pk=alice.board).name == "Loans"


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_reaches_the_disk_before_it_is_acknowledged(alice):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for setting in ("fsync", "synchronous_commit"):
                cursor.execute(f"SHOW {setting}")
                assert cursor.fetchone() == ("on",), setting
            return
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


def test_the_administrator_looks_at_everything_and_writes_no_log(admin_client, alice, note):
    store(load(alice.board), [Push("p1", alice.member.id, (note("n1"),))])
    for model in ("board", "joinlink", "operation", "snapshot", "release"):
        assert admin_client.get(f"/admin/boards/{model}/").status_code == 200
    assert admin_client.get(f"/admin/boards/board/{alice.board}/change/").status_code == 200
    row = Operation.objects.get()
    assert admin_client.post(f"/admin/boards/operation/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Operation.objects.count() == 1


def test_roles_are_ordered_from_most_to_least():
    from boards.permissions import CAPABILITIES

    held = [CAPABILITIES[role] for role in Role]
    assert all(more > less for more, less in itertools.pairwise(held))


def test_a_snapshot_that_another_thread_keeps_meanwhile_is_not_thrown_away(board):
    live = load(board)
    live.revision = 10
    store_snapshot(live)
    newer = []

    def meanwhile(execute, sql, params, many, context):
        """Just before the old ones are deleted, another thread keeps the snapshot at 40."""
        if sql.startswith("DELETE") and not newer:
            newer.append(Snapshot.objects.create(board_id=board, revision=40, document=b"", stamps=b""))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        for live.revision in (20, 30):
            store_snapshot(live)
    revisions = Snapshot.objects.filter(board_id=board).values_list("revision", flat=True)
    assert newer
    assert 40 in revisions


@pytest.mark.django_db(transaction=True)
def test_s9_a_look_waits_for_no_writer_and_sees_the_log_up_to_what_is_committed(alice, note):
    """Another connection holds the board's row and has written the next entry, not yet committed."""
    from boards import desk

    live, member = load(alice.board), alice.member.id
    held, go, done = threading.Event(), threading.Event(), []

    def write():
        try:
            with transaction.atomic():
                store(load(alice.board), [Push("p1", member, (note("n1"),))])
                held.set()
                assert go.wait(60)
            done.append(True)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert held.wait(60)
        looked, members = desk.look(live, alice.board, [member])
        assert (looked.stored.entries, live.revision, set(members)) == ((), 0, {member})
    finally:
        go.set()
        writer.join(60)
    looked, _ = desk.look(live, alice.board, [])
    assert done
    assert [entry["push"] for entry in looked.stored.entries] == ["p1"]
    assert live.revision == 1


@pytest.mark.django_db(transaction=True)
def test_s9_whoever_looks_while_others_write_sees_no_gap(alice, bob, note):
    """Two connections write, one looks as fast as it can; an entry seen out of order would raise."""
    from boards import desk

    members = [alice.member.id, bob.member.id]
    live, failures = load(alice.board), []

    def write(number):
        try:
            for step in range(25):
                store(load(alice.board), [Push(f"{number}-{step}", members[number], (note(f"n{number}-{step}"),))])
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for writer in writers:
        writer.start()
    seen = []
    while any(writer.is_alive() for writer in writers):
        seen += desk.look(live, alice.board, [])[0].stored.entries
    seen += desk.look(live, alice.board, [])[0].stored.entries
    assert not failures
    assert [entry["revision"] for entry in seen] == list(range(1, 51))
