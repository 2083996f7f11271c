"""Who is here, over several processes: connections, numbers, silence (S7, S9)."""

from __future__ import annotations

import pytest

from boards.carrier import Beat, Gone, Moved, Roster
from boards.peers import SILENT_SECONDS, Peers
from boards.people import Membership
from boards.presence import BYTES, Presence

ALICE = Membership("board", "alice", "Alice", "#2563EB", "owner")
BOB = Membership("board", "bob", "Bob", "#B91C5C", "editor")


def person(identity: str, **state):
    return {"id": identity, "name": identity.title(), "colour": "#000000", "role": "editor", **state}


@pytest.fixture
def presence() -> Presence:
    return Presence()


@pytest.fixture
def peers(presence: Presence) -> Peers:
    return Peers(presence)


def test_s9_a_person_leaves_with_the_last_connection_and_not_before(presence):
    presence.enter(ALICE)
    presence.enter(ALICE)
    presence.take()
    presence.update("alice", {"cursor": {"x": 1, "y": 2}})
    presence.leave("alice")
    people, left = presence.take()
    assert left == ()
    assert people == ({"id": "alice", "cursor": None},)  # what the closed tab pointed at is not pointed at any more
    presence.leave("alice")
    assert presence.take() == ((), ("alice",))
    presence.leave("alice")
    assert presence.take() == ((), ())


def test_s9_a_person_with_a_connection_in_another_process_stays(presence, peers):
    presence.enter(ALICE)
    peers.hear(Moved("p.1", 1, (person("alice"),)), 0.0)
    presence.take()
    presence.leave("alice")
    assert presence.take()[1] == ()
    assert presence.take_own()[1] == ("alice",)  # here, she has left
    peers.hear(Moved("p.1", 2, (), ("alice",)), 0.0)
    assert presence.take()[1] == ("alice",)


def test_s9_what_somebody_points_at_in_another_process_outlives_their_connection_here(presence):
    presence.enter(BOB)
    presence.update("bob", {"cursor": {"x": 1, "y": 0}})
    presence.put("elsewhere", [person("bob", cursor={"x": 2, "y": 0})])
    presence.leave("bob")
    assert presence.people["bob"]["cursor"] == {"x": 2, "y": 0}
    presence.enter(BOB)
    presence.update("bob", {"cursor": {"x": 3, "y": 0}})
    presence.leave("bob")
    assert presence.people["bob"]["cursor"] is None, "it was pointed at here, and nobody points there any more"


def test_s9_what_is_told_to_other_processes_is_of_own_people_only(presence, peers):
    presence.enter(BOB)
    presence.take_own()
    peers.hear(Moved("p.1", 1, (person("alice", cursor={"x": 1, "y": 1}),)), 0.0)
    presence.update("alice", {"cursor": {"x": 9, "y": 9}})  # she has no connection here
    assert presence.take_own() == ((), ())
    assert [one["id"] for one in presence.own()] == ["bob"]
    assert presence.people["alice"]["cursor"] == {"x": 1, "y": 1}


def test_s9_doubled_and_late_messages_change_nothing(presence, peers):
    peers.hear(Moved("p.1", 1, (person("alice", cursor={"x": 1, "y": 0}),)), 0.0)
    peers.hear(Moved("p.1", 2, ({"id": "alice", "cursor": {"x": 2, "y": 0}},)), 0.0)
    peers.hear(Moved("p.1", 1, (person("alice", cursor={"x": 1, "y": 0}),)), 0.0)
    peers.hear(Roster("p.1", 1, ()), 0.0)
    assert presence.people["alice"]["cursor"] == {"x": 2, "y": 0}
    assert not peers.missing


def test_s9_a_message_that_does_not_follow_is_asked_about_once_a_second_until_a_roster_comes(presence, peers):
    peers.hear(Moved("p.1", 1, (person("alice"),)), 0.0)
    assert not peers.to_ask(0.0)
    peers.hear(Moved("p.1", 3, ({"id": "carol", "cursor": {"x": 1, "y": 1}},)), 0.0)  # 2 said who Carol is
    assert "carol" not in presence.people
    assert [peers.to_ask(now) for now in (0.0, 0.5, 1.5)] == [True, False, True]
    peers.hear(Roster("p.1", 3, (person("carol", cursor={"x": 1, "y": 1}),)), 2.0)
    assert not peers.to_ask(9.0)
    assert sorted(presence.people) == ["carol"]  # 2 had said that Alice left, too


def test_s9_a_beat_tells_that_the_last_message_was_lost(presence, peers):
    peers.hear(Beat("p.1", 0), 0.0)
    assert not peers.missing
    peers.hear(Beat("p.1", 4), 0.0)
    assert peers.missing


def test_s9_people_of_a_process_that_is_silent_or_gone_vanish(presence, peers):
    peers.hear(Moved("p.1", 1, (person("alice"),)), 0.0)
    peers.hear(Moved("q.1", 1, (person("bob"),)), 0.0)
    peers.hear(Beat("q.1", 1), SILENT_SECONDS)
    presence.take()
    peers.expire(SILENT_SECONDS + 0.1)
    assert presence.take()[1] == ("alice",)
    peers.hear(Gone("q.1"), SILENT_SECONDS + 0.2)
    assert presence.take()[1] == ("bob",)
    assert len(peers) == 0


def test_s8_what_a_room_keeps_of_selections_and_drags_is_bounded_and_cursors_stay(presence):
    large = [f"{number:0100d}" for number in range(200)]
    for number in range(100):
        who = Membership("board", f"m{number}", "N", "#000000", "editor")
        presence.enter(who)
        presence.update(who.id, {"selection": large, "cursor": {"x": number, "y": 0}})
    kept = [state for state in presence.people.values() if state["selection"]]
    assert 0 < sum(len(str(state["selection"])) for state in kept) <= BYTES
    assert all(state["cursor"] for state in presence.people.values())
    for number in range(100):
        presence.leave(f"m{number}")
    presence.enter(ALICE)
    presence.update("alice", {"selection": large})
    assert presence.people["alice"]["selection"] == large  # the room was given back
