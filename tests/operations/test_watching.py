"""Metrics, logs and traces of real servers with people on them."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.deploy.people import Person, enter, hear, note, say
from tests.operations.watched import collecting, log_lines, metrics
from tools.stack import Web
from tools.stack.process import free_port

pytestmark = pytest.mark.slow
SECRET = "Xerxes"  # a word on a note, which nothing that watches may hold


async def write(person: Person, board: str, *labels: str) -> None:
    """Opens a socket, writes a note a label, sends one push that is refused, and leaves."""
    async with person.socket(board) as wire:
        await enter(wire)
        for number, label in enumerate(labels):
            await say(wire, "push", id=f"p{number}", operations=[note(f"n{number}", label)])
            await hear(wire, "ack")
        await say(wire, "push", id="bad", operations=[{"op": "set_label", "id": "none", "label": "x"}])
        await hear(wire, "refuse")


def until(holds: Callable[[], Any], patience: float = 90.0) -> Any:
    end = time.monotonic() + patience
    while not (found := holds()) and time.monotonic() < end:
        time.sleep(0.2)
    assert found, "it did not come to hold"
    return found


def test_metrics_tell_what_people_did_and_no_address_of_a_board(tmp_path: Path) -> None:
    port = free_port()
    with Web(tmp_path, f"sqlite:///{tmp_path / 'one.sqlite3'}", METRICS_PORT=str(port)) as web:
        person = Person(web.address)
        board = person.new_board()
        asyncio.run(write(person, board, SECRET, "Two", "Three"))
        person.http.get(f"/api/v1/boards/{board}/snapshot/").raise_for_status()
        person.http.get(f"/api/v1/boards/{board}/analysis/").raise_for_status()
        person.http.get("/no/such/address/of/anything")
        person.http.request("PROPFIND", "/")
        until(lambda: (("eventstorm_closes_total", (("code", "1000"),))) in metrics(port))
        found = metrics(port)

    def value(name: str, **labels: str) -> float:
        return found[f"eventstorm_{name}", tuple(sorted(labels.items()))]

    assert value("pushes_stored_total") == value("operations_total") == 3
    assert value("pushes_refused_total") == 1
    assert value("rooms") == 1
    assert value("room_notes") == 3
    assert value("room_bytes") > 0
    assert value("connections") == 0
    assert value("frames_sent_total") >= 8
    assert value("frame_sent_bytes_total") > 500
    assert value("frames_received_total") >= 5
    assert value("tick_seconds_count") == value("commit_seconds_count") == value("batch_pushes_count") >= 1
    assert value("snapshots_served_total") == 1
    assert value("snapshot_served_bytes_total") > 50
    assert value("computation_seconds_count") == 1
    assert value("computing_memory_bytes") > 1_000_000
    assert value("database_connections_made_total") >= 1
    made = {"method": "POST", "route": "/api/v1/boards/", "status": "201"}
    assert value("http_requests_total", **made) == 1
    assert value("http_requests_total", method="GET", route="unknown", status="404") >= 1
    methods = {dict(labels)["method"] for name, labels in found if name == "eventstorm_http_requests_total"}
    assert methods <= {"GET", "POST", "other"}, "nobody makes up numbers by making up methods"
    assert "other" in methods
    assert ("process_resident_memory_bytes", ()) in found
    told = json.dumps([*map(list, found)], default=str)
    assert board not in told, "routes are templates: there are as many numbers as addresses in the code"
    assert SECRET not in told


def test_each_worker_answers_on_a_port_of_its_own_also_after_it_was_replaced(tmp_path: Path, database: str) -> None:
    first = free_port()
    web = Web(tmp_path, database, WORKERS="2", METRICS_PORT=str(first))
    web.manage("migrate", "--verbosity", "0")

    def born(port: int) -> float:
        try:
            return metrics(port)["process_start_time_seconds", ()]
        except OSError:
            return 0.0

    with web:
        ports = (first, first + 1)
        before = [until(lambda port=port: born(port)) for port in ports]
        web.process.send(signal.SIGHUP)
        for port, birth in zip(ports, before, strict=True):
            assert until(lambda port=port, birth=birth: max(0.0, born(port) - birth)) > 0


def test_log_lines_name_request_and_board_and_hold_no_secret(tmp_path: Path) -> None:
    web = Web(tmp_path, f"sqlite:///{tmp_path / 'one.sqlite3'}", LOG_FORMAT="json", LOG_REQUESTS="1", HTTPS="")
    web.environment["TRUSTED_PROXIES"] = "127.0.0.1"
    with web:
        person = Person(web.address)
        board = person.new_board()
        guest = person.invited(board)
        asyncio.run(write(guest, board, SECRET))
        asked = {"X-Forwarded-For": "203.0.113.9", "X-Request-ID": "from-our-proxy-1"}
        assert person.http.get("/healthz", headers=asked).headers["x-request-id"] == "from-our-proxy-1"
        forged = {"X-Request-ID": "from-a-client-22"}
        assert person.http.get("/healthz", headers=forged).headers["x-request-id"] != "from-a-client-22"
        odd = {**asked, "X-Request-ID": "new\tline"}
        made = person.http.get("/healthz", headers=odd).headers["x-request-id"]
        assert len(made) == 16
        guessed = httpx.get(f"{web.address}/join/a-guessed-token/")
        assert guessed.status_code == 404
        until(lambda: any("Socket of" in line["message"] for line in log_lines(web.process.log)))
        asked_for = guessed.headers["x-request-id"]
        until(lambda: any(line.get("request") == asked_for and "route" in line for line in log_lines(web.process.log)))
        text, lines = web.process.log.read_text(), log_lines(web.process.log)
    assert "a-guessed-token" not in text
    assert SECRET not in text
    assert person.http.cookies["sessionid"] not in text
    (line,) = [line for line in lines if line.get("request") == guessed.headers["x-request-id"] and "route" in line]
    assert (line["route"], line["path"], line["status"]) == ("/join/<str:token>/", "/join/…/", 404)
    (proxied,) = [line for line in lines if line.get("request") == "from-our-proxy-1"]
    assert proxied["address"] == "203.0.113.0"
    (socket,) = [line for line in lines if line["message"].startswith("Socket of")]
    assert (socket["board"], socket["code"]) == (board, 1000)
    assert socket["member"]
    assert all(line["time"] and line["level"] and line["logger"] for line in lines)


def test_spans_lead_from_a_push_to_its_commit_and_hold_no_text(tmp_path: Path, database: str) -> None:
    with collecting() as collector:
        options = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.address, "OTEL_BSP_SCHEDULE_DELAY": "200"}
        web = Web(tmp_path, database, **options)
        web.manage("migrate", "--verbosity", "0")
        with web:
            person = Person(web.address)
            board = person.new_board()
            asyncio.run(write(person, board, SECRET, "Two"))
            person.http.get(f"/api/v1/boards/{board}/analysis/").raise_for_status()
            person.http.get("/join/a-guessed-token/")
        until(lambda: collector.named("compute") and collector.named("tick"))
        commits, ticks, pushes = (collector.named(name) for name in ("commit", "tick", "push"))
        assert len(pushes) == 3
        linked = {link.span_id for tick in ticks for link in tick.links}
        assert linked == {push.span_id for push in pushes}, "each tick names the pushes that it stored"
        assert {commit.parent_span_id for commit in commits} == {tick.span_id for tick in ticks}
        (computed,) = collector.named("compute")
        (asked,) = collector.named("GET /api/v1/boards/<str:board_id>/analysis/")
        assert computed.trace_id == asked.trace_id
        stored = [span for span in collector.spans if span.parent_span_id in {commit.span_id for commit in commits}]
        assert any("INSERT" in span.name.upper() or "INSERT" in str(span.attributes).upper() for span in stored)
        everything = b"".join(collector.bodies)
        for secret in (SECRET, "a-guessed-token", person.http.cookies["sessionid"]):
            assert secret.encode() not in everything


def test_a_start_that_asks_for_traces_without_the_packages_says_what_to_install() -> None:
    from eventstorm import operating
    from eventstorm.environment import UnsafeStart

    assert operating._installed("opentelemetry.sdk")
    assert not operating._installed("opentelemetry.none.at_all")
    for name, wrong in (("METRICS_PORT", "many"), ("LOG_FORMAT", "xml"), ("RETENTION_DAYS", "-1")):
        with pytest.raises(UnsafeStart, match=name):
            operating.read_operating({name: wrong})
