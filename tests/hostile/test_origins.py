"""A socket opens for pages of the address that it is opened at, and for nobody else."""

from __future__ import annotations

import pytest
from channels.testing import WebsocketCommunicator

from eventstorm.origins import SameOrigin


async def greeting(scope, receive, send):
    await receive()
    await send({"type": "websocket.accept"})


async def opens(origins, hosts=("storm.example",), allowed=("storm.example",), trusted=(), https=False):
    application = SameOrigin(greeting, allowed, trusted, https)
    headers = [(b"origin", origin.encode()) for origin in origins] + [(b"host", host.encode()) for host in hosts]
    wire = WebsocketCommunicator(application, "/ws/boards/b/", headers)
    connected, _ = await wire.connect(timeout=30)
    return connected


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://storm.example", "storm.example"),
        ("http://storm.example:80", "storm.example"),
        ("https://storm.example", "storm.example"),
        ("http://storm.example:8000", "storm.example:8000"),
        ("http://Storm.Example", "storm.example"),
    ],
)
async def test_a_page_of_the_same_address_opens_it(origin, host):
    assert await opens([origin], [host])


@pytest.mark.parametrize(
    "origins",
    [
        [],  # no browser says nothing
        ["null"],  # a sandboxed frame, a file, a redirect
        ["http://evil.example"],
        ["http://storm.example.evil.example"],
        ["http://evilstorm.example"],
        ["http://storm.example:8001"],  # another server on the same machine
        ["http://user@storm.example"],
        ["http://storm.example/path"],
        ["http://storm.example:port"],
        ["ftp://storm.example"],
        ["file://"],
        ["http://storm.example", "http://evil.example"],
    ],
)
async def test_whatever_else_does_not(origins):
    assert not await opens(origins)


async def test_a_host_that_is_not_ours_opens_nothing_even_for_its_own_pages():
    assert not await opens(["http://evil.example"], ["evil.example"])
    assert not await opens(["http://storm.example"], ["storm.example", "evil.example"])
    assert not await opens(["http://storm.example"], [])


async def test_any_allowed_host_still_means_the_same_one():
    assert await opens(["http://any.example"], ["any.example"], allowed=("*",))
    assert not await opens(["http://evil.example"], ["any.example"], allowed=("*",))
    assert not await opens([], ["any.example"], allowed=("*",))


async def test_under_https_only_https_pages_open_it():
    assert await opens(["https://storm.example"], https=True)
    assert not await opens(["http://storm.example"], https=True)


async def test_a_trusted_origin_opens_it_behind_a_proxy_that_drops_the_port():
    assert await opens(["https://storm.example:8443"], trusted=("https://storm.example:8443",), https=True)
    assert not await opens(["https://storm.example:8444"], trusted=("https://storm.example:8443",), https=True)
