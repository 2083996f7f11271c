"""The deployment of compose.yaml, started without containers: people on a board through nginx over TLS."""

from __future__ import annotations

import asyncio
import itertools
import json
import shutil
import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest
import redis
from people import PATIENCE, Person, Writer, eventually, note
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.browser.visits import invite, new_board, open_wall
from tools.stack.deployment import Deployment

pytestmark = pytest.mark.slow

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    with Deployment() as running:
        yield running


@pytest.fixture
def browsers() -> Iterator[tuple[BrowserContext, BrowserContext]]:
    """Of two people; they do not know who made the certificate. While Playwright runs it holds an event loop, which
    tests of coroutines cannot bear: so it ends with the test."""
    installed = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        options = {"executable_path": installed} if installed else {}
        browser = playwright.chromium.launch(args=["--no-sandbox"], **options)  # type: ignore[arg-type]
        made = [browser.new_context(ignore_https_errors=True, reduced_motion="reduce") for _ in range(2)]
        for context in made:
            context.set_default_timeout(PATIENCE * 1000)
        yield made[0], made[1]
        browser.close()


def saved(page: Page) -> None:
    expect(page.locator("#status")).to_have_attribute("data-state", "saved", timeout=PATIENCE * 1000)


def shows(page: Page, label: str) -> None:
    found = page.locator(f'.wall-notes > .note:not(.editor, [hidden])[aria-label$=": {label}"]')
    expect(found).to_be_visible(timeout=PATIENCE * 1000)


def write(page: Page, text: str) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.type(text)
    page.keyboard.press("Escape")


def asked(deployment: Deployment, path: str) -> list[dict[str, object]]:
    """Requests below `path` as nginx wrote them down: when they had ended."""
    lines = [json.loads(line) for line in deployment.nginx.process.log.read_text().splitlines() if line[:1] == "{"]
    return [line for line in lines if str(line["path"]).startswith(path)]


def carried_by(deployment: Deployment) -> set[str]:
    """The web services that had sockets which have ended."""
    return {str(line["web"]).split(", ")[-1] for line in asked(deployment, "/ws/") if line["status"] == 101}


@pytest.mark.browser
def test_two_browsers_write_see_each_other_and_stay_while_both_web_services_are_replaced(
    deployment: Deployment, browsers: tuple[BrowserContext, BrowserContext]
) -> None:
    alice, bob = browsers
    opened: list[str] = []
    for context in browsers:
        context.on("page", lambda page: page.on("websocket", lambda wire: opened.append(wire.url)))
    first = open_wall(alice, new_board(alice, deployment.address))
    write(first, "Order placed")
    saved(first)
    second = open_wall(bob, invite(first))
    shows(second, "Order placed")
    write(second, "Order paid")
    shows(first, "Order paid")
    assert len(opened) == 2
    assert all(url.startswith("wss://localhost:") for url in opened)

    deployment.roll()
    write(first, "Order shipped")
    saved(first)
    shows(second, "Order shipped")
    write(second, "Order lost")
    saved(second)
    shows(first, "Order lost")
    document = alice.request.get(f"{first.url.replace('/boards/', '/api/v1/boards/')}document/").json()
    labels = ["Order lost", "Order paid", "Order placed", "Order shipped"]
    assert sorted(element["label"] for element in document["elements"]) == labels
    alice.close()
    bob.close()
    eventually(lambda: carried_by(deployment) == {f"127.0.0.1:{port}" for port in deployment.ports.values()})


@pytest.mark.browser
def test_what_a_browser_is_told_and_keeps_is_safe(
    deployment: Deployment, browsers: tuple[BrowserContext, BrowserContext]
) -> None:
    context = browsers[0]
    page = context.new_page()
    answer = page.goto(new_board(context, deployment.address))
    assert answer is not None
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    cookies = {cookie["name"].removeprefix("__Host-"): cookie for cookie in context.cookies()}
    assert set(cookies) == {"sessionid", "csrftoken"}
    assert all(cookie["secure"] and cookie["sameSite"] == "Lax" for cookie in cookies.values())
    assert cookies["sessionid"]["httpOnly"]
    assert page.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol") == "h2"


async def test_an_update_fails_no_request_and_loses_no_push(deployment: Deployment) -> None:
    alice = await asyncio.to_thread(Person, deployment.address, deployment.nginx.trust)
    board = await asyncio.to_thread(alice.new_board)
    bob = await asyncio.to_thread(alice.invited, board)
    writers = [Writer(alice, board, "alice"), Writer(bob, board, "bob")]
    stop = asyncio.Event()
    rest: list[str] = []

    def ask() -> None:
        """Raises for whatever is not answered with 2xx; changes are sent once only."""
        for number in itertools.count():
            if stop.is_set():
                return
            bob.http.get(f"/api/v1/boards/{board}/").raise_for_status()
            bob.post(f"/api/v1/boards/{board}/operations/", {"id": f"r{number}", "operations": [note(f"r{number}")]})
            rest.append(f"r{number}")

    with ThreadPoolExecutor() as threads:
        asking = asyncio.get_running_loop().run_in_executor(threads, ask)
        writing = [asyncio.create_task(writer.write_until(stop)) for writer in writers]
        try:
            await asyncio.to_thread(deployment.roll)
        finally:
            stop.set()
        await asyncio.gather(*writing)
        await asking
    pushes = [entry["push"] for entry in alice.log(board)]
    acknowledged = [push for writer in writers for push in writer.acknowledged]
    assert len(pushes) == len(set(pushes))
    assert {*acknowledged, *rest} <= set(pushes)
    assert min(map(len, (writers[0].acknowledged, writers[1].acknowledged, rest))) > 10
    assert all(writer.codes for writer in writers), "nobody had to come back"


def test_the_application_knows_the_client_and_a_client_cannot_say_who_it_is(deployment: Deployment) -> None:
    transport = httpx.HTTPTransport(local_address="127.0.0.2", verify=deployment.nginx.trust)
    forged = dict.fromkeys(("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Forwarded-Host"), "203.0.113.9")
    forged["Referer"] = f"{deployment.address}/"
    with httpx.Client(transport=transport, base_url=deployment.address, headers=forged, timeout=PATIENCE) as client:
        client.get("/").raise_for_status()
        token = next(cookie.value for cookie in client.cookies.jar if cookie.name.endswith("csrftoken"))
        body = {"source": "blank", "name": "Shared"}
        client.post("/api/v1/boards/", json=body, headers={"X-CSRFToken": str(token)}).raise_for_status()
    with redis.Redis.from_url(deployment.redis.url) as counted:
        quotas = [key.decode() for key in counted.scan_iter("*quota*")]
    assert any("127.0.0.2" in key for key in quotas), quotas
    assert not any("203.0.113.9" in key for key in quotas)
    eventually(lambda: asked(deployment, "/api/v1/boards/")[-1]["client"] == "127.0.0.2")


def test_plain_http_is_sent_to_https(deployment: Deployment) -> None:
    port = urlsplit(f"http://{deployment.nginx.listening_plain}").port
    answer = httpx.get(f"http://localhost:{port}/boards/x/?a=b", timeout=PATIENCE)
    assert (answer.status_code, answer.headers["location"]) == (308, f"{deployment.address}/boards/x/?a=b")
    token = httpx.get(f"http://localhost:{port}/api/v1/boards/", headers={"Authorization": "Bearer est_x"})
    assert token.status_code == 403, "a program that sent its token in the clear is told, not redirected"
    assert httpx.get(f"http://127.0.0.1:{port}/alive", timeout=PATIENCE).text == "alive\n"
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"http://127.0.0.1:{port}/boards/x/", timeout=PATIENCE)


@pytest.mark.parametrize(("name", "newest"), [("elsewhere.example", None), ("localhost", ssl.TLSVersion.TLSv1_1)])
def test_another_name_and_an_old_tls_get_no_connection(
    deployment: Deployment, name: str, newest: ssl.TLSVersion | None
) -> None:
    port = urlsplit(deployment.address).port
    context = ssl._create_unverified_context()
    if newest:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = newest
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as wire, pytest.raises(ssl.SSLError):
        context.wrap_socket(wire, server_hostname=name)


def test_what_is_for_its_keepers_is_not_for_visitors_and_join_links_are_not_written_down(
    deployment: Deployment,
) -> None:
    visitor = Person(deployment.address, deployment.nginx.trust)
    assert visitor.http.get("/healthz").status_code == 200
    assert [visitor.http.get(path).status_code for path in ("/readyz", "/metrics")] == [404, 404]
    visitor.http.get("/join/a-secret-that-opens-a-board/?name=of-somebody")
    eventually(lambda: asked(deployment, "/join/..."))
    written = deployment.nginx.process.log.read_text()
    assert "a-secret-that-opens-a-board" not in written
    assert "of-somebody" not in written


def test_what_nginx_answers_by_itself_says_what_a_browser_may_do_with_it_and_nothing_is_said_twice(
    deployment: Deployment,
) -> None:
    visitor = Person(deployment.address, deployment.nginx.trust)
    own, apps = visitor.http.get("/readyz"), visitor.http.get("/healthz")
    static = visitor.http.get("/").text.split('href="/static/')[1].split('"')[0]
    cached = [visitor.http.get(f"/static/{static}") for _ in range(2)][1]
    assert own.headers["content-type"] == "text/html; charset=utf-8"
    for answer in (own, apps, cached, visitor.http.request("TRACE", "/")):
        for name in ("strict-transport-security", "content-security-policy", "x-content-type-options", "cache-control"):
            assert len(answer.headers.get_list(name)) == 1, (str(answer.url), name)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "includeSubDomains" in answer.headers["strict-transport-security"]
    assert visitor.http.request("TRACE", "/").status_code == 405


def test_a_body_beyond_the_limit_is_refused_before_it_reaches_the_application(deployment: Deployment) -> None:
    visitor = Person(deployment.address, deployment.nginx.trust)
    answer = visitor.http.post("/api/v1/boards/", content=b" " * (35 * 2**20))
    assert answer.status_code == 413
    eventually(lambda: [line["web"] for line in asked(deployment, "/api/v1/boards/") if line["status"] == 413] == [""])


def test_static_files_are_answered_from_nginx_s_cache_the_second_time(deployment: Deployment) -> None:
    visitor = Person(deployment.address, deployment.nginx.trust)
    path = visitor.http.get("/").text.split('href="/static/')[1].split('"')[0]
    first, second = (visitor.http.get(f"/static/{path}") for _ in range(2))
    assert first.content == second.content
    assert "immutable" in second.headers["cache-control"]
    eventually(lambda: asked(deployment, f"/static/{path}")[-1]["web"] == "")
