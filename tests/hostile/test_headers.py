"""Every answer of the application says what a browser may do with it, whoever made it."""

from __future__ import annotations

import pytest
from httpx import ASGITransport, AsyncClient

from boards.services import create_board
from eventstorm.headers import SafeHeaders, policy
from modeling.model import Model

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERS = {
    "/": 200,
    "/static/icons/mark.svg": 200,
    "/static/nowhere.js": 404,
    "/api/v1/examples/": 200,
    "/api/v1/boards/nowhere/": 404,
    "/nowhere": 404,
    "/healthz": 200,
    "/admin/login/": 200,
}


@pytest.fixture
def application():
    from eventstorm.asgi import application

    return application


async def answer(application, path, method="GET", **rest):
    async with AsyncClient(transport=ASGITransport(application), base_url="http://localhost") as browser:
        return await browser.request(method, path, **rest)


def expect_safe(headers, path):
    said = headers["content-security-policy"]
    assert "default-src 'none'" in said or "sandbox" in said, path
    assert "unsafe" not in said.replace("default-src 'none'; style-src 'unsafe-inline'; object-src", ""), (
        path
    )  # pictures as documents
    for directive in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert directive in said, (path, directive)
    kind = headers.get("content-type", "")
    assert "charset=utf-8" in kind or not (kind.startswith("text/") or kind.endswith("xml")), (path, kind)
    assert headers["x-content-type-options"] == "nosniff", path
    assert headers["x-frame-options"] == "DENY", path
    assert headers["referrer-policy"] in ("same-origin", "no-referrer"), path
    assert headers["cross-origin-opener-policy"] == "same-origin", path
    assert headers["cross-origin-resource-policy"] == "same-origin", path
    assert "no-store" in headers["cache-control"] or "/static/" in path, path
    assert "camera=()" in headers["permissions-policy"], path
    assert len(headers.get_list("content-security-policy")) == 1, path


@pytest.mark.parametrize("path", ANSWERS)
async def test_pages_files_refusals_and_rest_say_what_a_browser_may_do(application, path):
    found = await answer(application, path)
    assert found.status_code == ANSWERS[path]
    expect_safe(found.headers, path)


async def test_an_answer_before_django_says_it_too(application):
    too_large = await answer(application, "/", "POST", headers={"Content-Length": "99999999999"}, content=b"")
    assert too_large.status_code == 413
    expect_safe(too_large.headers, "413")
    expect_safe((await answer(application, "/static/icons/mark.svg", "POST")).headers, "405 of /static/")
    expect_safe((await answer(application, "/", headers={"Host": "evil.example"})).headers, "400")


async def test_nothing_answers_a_method_that_echoes(application):
    for path in ANSWERS:
        assert (await answer(application, path, "TRACE")).status_code in (404, 405), path


async def test_a_download_is_saved_under_a_name_of_the_servers_making(application, alice):
    cookie = {"Cookie": alice.cookie.decode()}
    for path in ("document/?download", "playbook/archive/", "generation/archive/"):
        found = await answer(application, f"/api/v1/boards/{alice.board}/{path}", headers=cookie)
        assert found.status_code == 200
        expect_safe(found.headers, path)
        named = found.headers["content-disposition"]
        assert named.startswith(f'attachment; filename="{alice.board}')
        assert named.count('"') == 2


async def test_a_failure_inside_says_it_too():
    async def failing(scope, receive, send):
        await send({"type": "http.response.start", "status": 500, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    found = await answer(SafeHeaders(failing, https=False), "/")
    expect_safe(found.headers, "500")
    assert "strict-transport-security" not in found.headers


async def test_over_https_everything_is_told_to_stay_there():
    async def plain(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"X-Frame-Options", b"SAMEORIGIN")]})
        await send({"type": "http.response.body", "body": b""})

    headers = (await answer(SafeHeaders(plain, https=True), "/")).headers
    assert "includeSubDomains" in headers["strict-transport-security"]
    assert "upgrade-insecure-requests" in headers["content-security-policy"]
    assert headers.get_list("x-frame-options") == ["SAMEORIGIN"], "what an answer says for itself stays"


def test_no_policy_allows_anything_inline_or_from_elsewhere():
    for path in ("/", "/admin/"):
        for https in (True, False):
            said = policy(path, https)
            assert "unsafe" not in said
            assert "http" not in said.replace("upgrade-insecure-requests", "")
    assert "require-trusted-types-for 'script'" in policy("/boards/x/", False)


def test_a_board_named_by_an_attacker_cannot_break_out_of_a_header(db):
    board = create_board(Model(name='x"\r\nSet-Cookie: a=b'))
    assert board.isalnum() or set(board) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
