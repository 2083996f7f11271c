"""What is refused at the edge, before it can cost or break anything: frames, texts that repeat themselves, floods."""

from __future__ import annotations

import json

import pytest

from boards.protocol import BadFrame, read_frame
from boards.turnstile import PERSON, Share, Turnstile
from modeling.operations import Refused, parse_sent
from modeling.operations.text_merge import merge_text

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[" * 100_000,
        '{"type": "push"}',
        '{"type": ["push"]}',
        '{"type": "hello", "revision": 1e999}',
        '{"type": "hello", "revision": -1}',
        f'{{"type": "hello", "revision": {"9" * 5000}}}',
        '{"type": "push", "id": "a\\u0000b", "operations": [{}]}',
        '{"type": "push", "id": "\\ud800", "operations": [{}]}',
        '{"type": "push", "id": "x", "undo": "\\udfff"}',
        f'{{"type": "presence", "cursor": {{"x": {"9" * 400}, "y": 0}}}}',
        '{"type": "presence", "cursor": {"x": NaN, "y": 0}}',
        '{"type": "presence", "cursor": {"x": 1e999, "y": 0}}',
        '{"type": "received", "bytes": true}',
    ],
)
def test_a_frame_that_no_browser_sends_is_refused_with_a_sentence(text):
    with pytest.raises(BadFrame) as refused:
        read_frame(text)
    assert refused.value.reason.endswith(".")


def test_of_two_keys_of_one_name_the_last_counts_as_in_a_browser():
    frame = read_frame('{"type": "ping", "type": "push", "id": "x", "operations": [{}], "id": "y"}')
    assert frame.id == "y"


@pytest.mark.parametrize("number", [1e308, 2**53 + 1, -(10**30), 1e16, 10**400])
def test_a_number_that_a_database_would_change_is_refused(number):
    sent = {"op": "set_example", "id": "x", "example": {"command": "c", "when": {"deep": [number]}}}
    with pytest.raises(Refused, match="2\\^53"):
        parse_sent(sent)


@pytest.mark.parametrize("number", [2**53, 0.1, 123.45678901234567, 1e-300, -5])
def test_numbers_that_stay_the_same_pass(number):
    sent = {
        "op": "set_example",
        "id": "x",
        "example": {"command": "c", "when": {"n": number, "text": "9" * 40 + "e+9"}},
    }
    assert parse_sent(sent).to_json()["example"]["when"]["n"] == json.loads(json.dumps(number))


@pytest.mark.parametrize(("separator", "words"), [(" ", 1_900), ("\n", 9_000)])
def test_a_text_that_says_two_words_over_and_over_is_not_left_to_the_matcher(separator, words, monkeypatch):
    from random import Random

    dice = Random(1)
    base, mine, theirs = (separator.join(dice.choice("ab") for _ in range(words)) for _ in range(3))
    monkeypatch.setattr("modeling.operations.text_merge.SequenceMatcher", None)  # it would take minutes
    merged = merge_text(base, f"{mine} hers", f"{theirs} his")
    assert "hers" in merged
    assert "his" in merged


async def test_a_second_hello_is_refused(alice, sockets):
    socket = sockets(alice)
    await socket.open()
    await socket.send(type="hello", protocol=1)
    assert "said hello" in (await socket.next("refuse"))["reason"]


async def test_a_socket_that_never_says_hello_is_closed(alice, sockets, monkeypatch):
    monkeypatch.setattr("boards.consumers.HELLO_SECONDS", 0.05)
    socket = sockets(alice)
    connected, _ = await socket.wire.connect(timeout=30)
    assert connected
    assert await socket.close_code() == 4007


async def test_a_binary_frame_closes_the_socket(alice, sockets):
    socket = sockets(alice)
    await socket.open()
    await socket.wire.send_to(bytes_data=b"\x00\xff")
    assert await socket.close_code() == 1009


async def test_all_tabs_of_a_person_draw_on_one_share(alice, bob, sockets, monkeypatch):
    small = Share(40, {**PERSON.rates, "hints": (0.0001, 30.0)})
    monkeypatch.setattr("boards.consumers.PERSONS", Turnstile(small))
    first, second, other = sockets(alice), sockets(alice), sockets(bob)
    for socket in (first, second, other):
        await socket.open()
    for _ in range(20):
        await first.send(type="ping")
        await other.send(type="ping")
    for _ in range(20):
        await second.send(type="ping")
    assert await second.close_code() == 4029
    await other.send(type="ping")
    await other.next("pong")


async def test_a_person_has_so_many_sockets_and_gets_one_back_for_each_that_closes(alice, bob, sockets, monkeypatch):
    monkeypatch.setattr("boards.consumers.PERSONS", Turnstile(Share(2, PERSON.rates)))
    first, second, third = sockets(alice), sockets(alice), sockets(alice)
    await first.open()
    await second.open()
    await third.wire.connect(timeout=30)
    assert await third.close_code() == 4029
    await sockets(bob).open()
    await first.close()
    await sockets(alice).open()


async def test_an_address_has_so_many_sockets_whoever_is_behind_it(alice, bob, sockets, monkeypatch):
    monkeypatch.setattr("boards.consumers.ADDRESSES", Turnstile(Share(1, PERSON.rates)))
    await sockets(alice).open()
    connected, _ = await sockets(bob).wire.connect(timeout=30)
    assert not connected


def test_who_comes_too_often_is_turned_away_and_forgotten_when_gone():
    turnstile = Turnstile(Share(10_000, {**PERSON.rates, "arrivals": (1.0, 3.0)}))
    assert [turnstile.enter("a", 0.0) is not None for _ in range(4)] == [True, True, True, False]
    assert turnstile.enter("a", 2.0) is not None
    for number in range(2_500):
        purse = turnstile.enter(f"s{number}", 100.0 + number)
        assert purse is not None
        purse.sockets -= 1
    assert len(turnstile) < 1_100
    assert turnstile.enter("a", 5_000.0) is not None, "four are still open and counted"
