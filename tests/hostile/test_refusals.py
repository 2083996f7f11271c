"""Whoever is refused is seen in the log, without secrets, without filling it, and writes no lines of their own."""

from __future__ import annotations

import json
import logging

import pytest
from channels.testing import WebsocketCommunicator
from httpx import ASGITransport, AsyncClient

from boards.circumstances import Circumstances
from eventstorm.telemetry import refusals
from eventstorm.telemetry.logs import JsonLine, Line
from eventstorm.telemetry.refusals import Refusals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nobody_was_refused_before(monkeypatch):
    monkeypatch.setattr("eventstorm.telemetry.observed.REFUSALS", Refusals())


@pytest.fixture
def application():
    from eventstorm.asgi import application

    return application


def told(caplog):
    return [record.fields for record in caplog.records if record.name == "eventstorm.refused"]


async def test_strangers_wrong_tokens_and_forged_forms_are_logged(application, alice, charlie, caplog):
    caplog.set_level(logging.INFO, "eventstorm.refused")
    address = f"/api/v1/boards/{alice.board}/"
    async with AsyncClient(transport=ASGITransport(application), base_url="http://localhost") as browser:
        stranger = {"Cookie": charlie.cookie.decode()}
        await browser.get(address, headers=stranger)
        await browser.get(address, headers={"Authorization": "Bearer est_invented"})
        await browser.post("/api/v1/boards/", json={}, headers=stranger)
        await browser.get("/favicon.ico")
    route = "/api/v1/boards/<str:board_id>/"
    assert [(line["status"], line["route"]) for line in told(caplog)] == [
        (404, route),
        (401, route),
        (403, "/api/v1/boards/"),
    ]
    assert "est_invented" not in caplog.text
    assert all(alice.board not in record.getMessage() for record in caplog.records)


async def test_a_socket_from_another_site_and_one_of_a_stranger_are_logged(application, alice, charlie, caplog):
    caplog.set_level(logging.INFO, "eventstorm.refused")
    for person, origin in ((alice, b"http://evil.example"), (charlie, b"http://localhost")):
        headers = [(b"host", b"localhost"), (b"origin", origin), (b"cookie", person.cookie)]
        wire = WebsocketCommunicator(application, f"/ws/boards/{alice.board}/", headers)
        opened, _ = await wire.connect(timeout=30)
        if opened:
            await wire.send_json_to({"type": "hello", "revision": 0, "protocol": 1})
            while (await wire.receive_output(timeout=30))["type"] != "websocket.close":
                pass
        await wire.wait(timeout=30)
    assert [line["status"] for line in told(caplog)] == [403, 4404]


def test_a_thousand_attempts_are_two_lines_and_say_how_many(caplog):
    caplog.set_level(logging.INFO, "eventstorm.refused")
    now, who = [0.0], Circumstances(address="203.0.113.7")
    seen = Refusals(lambda: now[0])
    for _ in range(1000):
        seen.request(403, "/boards/", who)
    now[0] = refusals.EVERY
    seen.request(403, "/boards/", who)
    assert [line["times"] for line in told(caplog)] == [1, 1000]
    assert {line["address"] for line in told(caplog)} == {"203.0.113.0"}


def test_attempts_from_everywhere_fill_neither_memory_nor_disk(caplog):
    caplog.set_level(logging.INFO, "eventstorm.refused")
    seen = Refusals(lambda: 0.0)
    for number in range(50_000):
        seen.request(403, "/boards/", Circumstances(address=f"10.{number % 250}.{number // 250 % 250}.1"))
    assert len(told(caplog)) <= refusals._MOST + 1


HOSTILE = "x\n2026-01-01T00:00:00.000Z INFO forged: all is well\x1b[2J\u2028\x85y"


@pytest.mark.parametrize("form", [Line(), JsonLine()])
def test_what_was_sent_begins_no_line_and_tells_a_terminal_nothing(form):
    record = logging.LogRecord("eventstorm", logging.ERROR, "", 0, "%s failed.", (HOSTILE,), None)
    try:
        raise ValueError(HOSTILE)
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)
    first, *rest = form.format(record).split("\n")
    assert "forged" in first
    assert all(line.startswith("  ") for line in rest)
    assert not any(sign in "".join((first, *rest)) for sign in "\x1b\u2028\x85\r")


def test_a_line_says_its_time_in_utc():
    record = logging.LogRecord("eventstorm", logging.INFO, "", 0, "Hello.", (), None)
    record.created, record.msecs = 0.0, 7.0
    assert Line().format(record).startswith("1970-01-01T00:00:00.007Z INFO eventstorm: Hello.")
    assert json.loads(JsonLine().format(record))["time"] == "1970-01-01T00:00:00.000+00:00"
