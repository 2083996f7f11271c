"""A client's address and scheme are what a proxy of ours says, and never what the client says of itself."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from eventstorm.forwarded import FORWARDING, Forwarded

PROXY = "10.0.0.2"


def seen(peer: str | None, *headers: tuple[str, str], kind: str = "http", proxies: tuple[str, ...] = (PROXY,)) -> Any:
    """The scope as the application gets it."""
    got: list[dict[str, Any]] = []

    async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
        got.append(scope)

    raw = [(name.encode(), value.encode()) for name, value in headers]
    scheme = "ws" if kind == "websocket" else "http"
    scope = {"type": kind, "scheme": scheme, "client": peer and (peer, 1234), "headers": [(b"host", b"a"), *raw]}
    asyncio.run(Forwarded(application, proxies)(scope, None, None))
    assert not {name for name, _ in got[0]["headers"]} & FORWARDING
    assert got[0]["headers"][0] == (b"host", b"a")
    return got[0]


def test_a_proxy_of_ours_is_believed() -> None:
    said = (("x-forwarded-for", "203.0.113.9"), ("x-forwarded-proto", "https"))
    assert seen(PROXY, *said)["client"][0] == "203.0.113.9"
    assert seen(PROXY, *said)["scheme"] == "https"
    assert seen(PROXY, *said, kind="websocket")["scheme"] == "wss"
    assert seen(f"::ffff:{PROXY}", *said)["client"][0] == "203.0.113.9"


@pytest.mark.parametrize("peer", ["203.0.113.9", "10.0.0.3", "::1", "testclient", None])
def test_nobody_else_is(peer: str | None) -> None:
    said = (("x-forwarded-for", "198.51.100.7"), ("x-forwarded-proto", "https"), ("x-real-ip", "198.51.100.7"))
    scope = seen(peer, *said)
    assert scope["client"] == (peer and (peer, 1234))
    assert scope["scheme"] == "http"
    assert seen("10.0.0.2", *said, proxies=())["client"][0] == "10.0.0.2"


def test_of_a_chain_the_last_that_is_no_proxy_of_ours_counts() -> None:
    forged = ("x-forwarded-for", "127.0.0.1, 198.51.100.7")
    assert seen(PROXY, forged, ("x-forwarded-for", "203.0.113.9, 10.0.0.7"), proxies=("10.0.0.0/24",))["client"][0] == (
        "203.0.113.9"
    )


@pytest.mark.parametrize("chain", ["", "unknown", "203.0.113.9, <script>", "10.0.0.2", "203.0.113.9:80"])
def test_what_is_no_address_leaves_the_proxy_s_own(chain: str) -> None:
    assert seen(PROXY, ("x-forwarded-for", chain))["client"][0] == PROXY


@pytest.mark.parametrize("said", [("ftp",), ("https", "http"), ("https, http",)])
def test_a_scheme_that_is_none_or_said_twice_is_not_taken(said: tuple[str, ...]) -> None:
    assert seen(PROXY, *(("x-forwarded-proto", scheme) for scheme in said))["scheme"] == "http"
