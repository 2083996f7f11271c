"""Hostile requests against a real server: after the OpenAPI document, with spoilt bodies, and no HTTP at all."""

from __future__ import annotations

import json
import select
import socket
import zlib
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tests.hostile.besieged import SECRET, Besieged, Browser, besieged
from tests.hostile.frames import Grammar, _written
from tests.hostile.texts import CORPUS, IMPOSSIBLE
from tests.soak import length

pytestmark = [pytest.mark.slow, pytest.mark.soak, pytest.mark.timeout(7200)]

EXAMPLES = length(8, 1_500)  # of each of some forty operations of the interface
BODIES = length(800, 45_000)
GARBAGE = length(1_000, 35_000)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    with besieged(tmp_path_factory.mktemp("rest")) as found:
        yield found
        found.expect_unharmed()


@pytest.fixture(scope="module")
def api(server: Besieged) -> Any:
    return schemathesis.openapi.from_url(f"{server.web.address}/api/v1/schema/")


def attacker(server: Besieged) -> tuple[Browser, str]:
    """A new person with a board of their own, since an operation may delete it."""
    browser = Browser(server.web.address)
    return browser, str(browser.post("/api/v1/boards/", {"source": "example:shop"})["id"])


def test_every_answer_is_as_the_openapi_document_says(server, api):
    answers: Counter[int] = Counter()
    for found in api.get_all_operations():
        operation = found.ok()
        browser, board = attacker(server)
        _try_out(operation, browser, board, answers)
        server.weigh()
        assert server.new_lines_of_trouble() == [], operation.label
    print(answers)
    assert answers[200] + answers[201] > 0.1 * answers.total()


def _try_out(operation: Any, browser: Browser, board: str, answers: Counter[int]) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def check(case: Any) -> None:
        if case.path_parameters.get("board_id") and zlib.crc32(case.path_parameters["board_id"].encode()) % 8:
            case.path_parameters["board_id"] = board  # else as generated
            case.headers.pop("Authorization", None)  # the session is a better key
        _expect_as_described(case, browser, answers)

    check()


def _expect_as_described(case: Any, browser: Browser, answers: Counter[int]) -> None:
    answer = case.call(headers=browser.headers)
    answers[answer.status_code] += 1
    case.validate_response(answer, checks=[not_a_server_error, content_type_conformance, response_schema_conformance])
    assert SECRET.encode() not in answer.content


def test_hostile_bodies_and_parameters_are_refused_with_a_sentence(server):
    dice = Random(1)
    answers: Counter[int] = Counter()
    owner = server.owner.http
    grammar = Grammar("rest", 1)
    for number in range(BODIES):
        method, path, body = _request(dice, grammar, server)
        headers = {"X-CSRFToken": owner.cookies["csrftoken"], "Content-Type": "application/json"}
        answer = owner.request(method, path, content=body, headers=headers)
        answers[answer.status_code] += 1
        assert answer.status_code < 500, (method, path, body[:300])
        assert SECRET.encode() not in answer.content
        if answer.status_code >= 400 and path.startswith("/api/"):
            assert answer.json()["error"]["what"].endswith((".", "?")), answer.text
        if number % 100 == 0:
            server.weigh()
    print(answers)
    assert answers[200] * 20 > BODIES, "some are judged and stored"
    assert server.new_lines_of_trouble() == []


def _request(dice: Random, grammar: Grammar, server: Besieged) -> tuple[str, str, bytes]:
    board = f"/api/v1/boards/{server.attacked}"
    value = dice.choice((*CORPUS, *IMPOSSIBLE, None, 0, -1, 1e308, [], {}, True, "§1", "§3", "§5", "§6"))
    text = value if isinstance(value, str) else "x"
    quoted = "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))[:3_000]
    document = {"format": "eventstorm/board", "version": 1, "elements": [grammar.operation(), value]}
    wanted: tuple[tuple[str, str, Any], ...] = (
        ("POST", f"{board}/operations/", grammar.push()),
        ("POST", f"{board}/operations/", grammar.push()),
        ("POST", f"{board}/operations/", {"id": value, "operations": [grammar.operation()]}),
        ("POST", f"{board}/document/", {**document, dice.choice(("name", "level", "decisions", "types")): value}),
        ("PATCH", f"{board}/", {"name": value, "level": "design"}),
        ("PATCH", f"{board}/me/", {"name": value}),
        ("POST", f"{board}/links/", {"role": value, "expires": value}),
        ("POST", f"{board}/releases/", {"name": value}),
        ("PATCH", f"{board}/members/{quoted or 'x'}/", {"role": value}),
        ("DELETE", f"{board}/links/{'9' * dice.choice((5, 20, 5_000))}/", None),
        ("GET", f"{board}/releases/{'9' * dice.choice((5, 20, 5_000))}/", None),
        ("GET", f"{board}/operations/?since={quoted}", None),
        ("GET", f"{board}/operations/?since={'9' * dice.choice((5, 15, 5_000))}", None),
        ("GET", f"{board}/generation/file/?path={quoted}", None),
        ("GET", f"{board}/generation/search/?q={quoted}", None),
        ("GET", f"{board}/analysis/?granularity={quoted}", None),
        ("GET", f"/api/v1/boards/{quoted or 'x'}/", None),
        ("GET", f"/api/v1/boards/{server.secret_board}/{dice.choice(('document', 'snapshot', 'analysis'))}/", None),
        ("GET", f"/boards/{quoted or 'x'}/", None),
        ("GET", f"/join/{quoted or 'x'}/", None),
        ("POST", "/api/v1/boards/", {"name": value, "source": value, "document": value}),
        ("POST", "/api/v1/boards/", value),
    )
    method, path, body = dice.choice(wanted)
    return method, path, b"" if body is None else _bytes(dice, body)


def _bytes(dice: Random, body: Any) -> bytes:
    """As JSON; sometimes cut, or in no encoding at all."""
    whole = _written(body).encode()
    spoil = dice.random()
    if spoil < 0.03:
        return whole[: len(whole) // 2]
    if spoil < 0.06:
        return whole + dice.randbytes(20)
    if spoil < 0.08:
        return b'{"x":' + b"[" * 50_000
    return json.dumps(body).encode("utf-16") if spoil < 0.1 else whole


def test_garbage_on_the_wire_is_answered_or_hung_up_on(server):
    dice = Random(2)
    answers: Counter[bytes] = Counter()
    for number in range(GARBAGE):
        sent = _garbage(dice, server)
        answer = _exchange(server.web.port, sent)
        answers[answer[9:12]] += 1
        assert answer[9:10] != b"5" or answer[9:12] in (b"501", b"505"), (sent[:300], answer[:300])
        assert SECRET.encode() not in answer
        if number % 100 == 0:
            server.weigh()
    print(answers)
    assert httpx.get(f"{server.web.address}/readyz").json()["ready"]
    assert [line for line in server.new_lines_of_trouble() if "Invalid HTTP request" not in line] == []


def _garbage(dice: Random, server: Besieged) -> bytes:
    board, cookie = server.attacked.encode(), server.owner.cookie.encode()
    text = dice.choice(CORPUS).encode("utf-8", "replace")
    host = b"Host: 127.0.0.1\r\n"
    return dice.choice(
        (
            dice.randbytes(dice.randint(1, 2_000)),
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET / HTTP/9.9\r\n" + host + b"\r\n",
            b"GET " + text.replace(b" ", b"+") + b" HTTP/1.1\r\n" + host + b"\r\n",
            b"GET /" + b"%00%ff%c0%af" + b" HTTP/1.1\r\n" + host + b"\r\n",
            b"GET /static/" + b"..%2f" * 9 + b"etc/passwd HTTP/1.1\r\n" + host + b"\r\n",
            b"GET /static/v-000000000000/%00 HTTP/1.1\r\n" + host + b"\r\n",
            b"GET /boards/" + board + b"%00/ HTTP/1.1\r\n" + host + b"Cookie: " + cookie + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: " + text[:60] + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + host + host + b"\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"X: y\r\n" * 3_000 + b"\r\n",
            b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + host + b"\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"Cookie: sessionid=" + text[:500].replace(b"\n", b"") + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"Cookie: sessionid=" + dice.randbytes(60).hex().encode() + b"\r\n\r\n",
            b"POST /boards/ HTTP/1.1\r\n" + host + b"Content-Length: -5\r\n\r\n",
            b"POST /boards/ HTTP/1.1\r\n" + host + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"POST /boards/ HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n",
            b"POST /boards/ HTTP/1.1\r\n" + host + b"Content-Length: 9999999999\r\n\r\nx",
            b"BREW /boards/ HTTP/1.1\r\n" + host + b"\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"X-Forwarded-For: " + text[:200].replace(b"\n", b"") + b"\r\n\r\n",
            b"GET /ws/boards/" + board + b"/ HTTP/1.1\r\n" + host + b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + text[:30].replace(b"\n", b"") + b"\r\n\r\n",
            b"GET /ws/boards/%00/ HTTP/1.1\r\n" + host + b"Upgrade: websocket\r\nConnection: Upgrade\r\nCookie: "
            + cookie + b"\r\nOrigin: http://127.0.0.1\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"\r\nGET /healthz HTTP/1.1\r\n" + host + b"\r\n" + dice.randbytes(50),
        )
    )  # fmt: skip


def _exchange(port: int, sent: bytes) -> bytes:
    """What the server says to these bytes; b"" where it hangs up or waits for more."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        try:
            wire.sendall(sent)
            readable, _, _ = select.select([wire], [], [], 0.05)
            if not readable:  # it waits for the rest, which never comes
                wire.shutdown(socket.SHUT_WR)
            return wire.recv(65_536)
        except (ConnectionError, TimeoutError):
            return b""
