"""Who may open a socket: pages of the address that it is opened at. Browsers ask nobody before they open one, with the
cookies of the other site; the Origin header is all that tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.http.request import split_domain_port, validate_host


class SameOrigin:
    """ASGI application for sockets: refuses (403) whatever does not come from a page of its own address.

    The rule is Django's for forms: the origin's host and port are those of the Host header, which is among
    `allowed_hosts`; or the whole origin is among `trusted`. Another port of the same machine is another site. Without
    an Origin header (no browser) nobody gets in either: programs state the address that they open. Under `https` only
    https pages count.
    """

    def __init__(self, application: Any, allowed_hosts: Sequence[str], trusted: Sequence[str], https: bool) -> None:
        self._application = application
        self._allowed_hosts = list(allowed_hosts)
        self._trusted = frozenset(trusted)
        self._https = https

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        found: dict[bytes, list[str]] = {b"origin": [], b"host": []}
        for name, value in scope["headers"]:
            if name in found:
                found[name].append(value.decode("latin-1"))
        own = len(found[b"origin"]) == len(found[b"host"]) == 1 and self._same(found[b"origin"][0], found[b"host"][0])
        await (self._application if own else WebsocketDenier())(scope, receive, send)

    def _same(self, origin: str, host: str) -> bool:
        name, _ = split_domain_port(host.lower())
        if not name or not validate_host(name, self._allowed_hosts):
            return False
        if origin in self._trusted:
            return True
        try:
            scheme, place = _place(origin)
            return (
                scheme in (("https",) if self._https else ("http", "https"))
                and place == _place(f"{scheme}://{host}")[1]
            )
        except ValueError:
            return False


def _place(origin: str) -> tuple[str, tuple[str | None, int | None]]:
    """Scheme, and host with port, the scheme's own where none is named; raises `ValueError`."""
    parts = urlsplit(origin)
    if parts.path or parts.query or parts.fragment or parts.username is not None:
        raise ValueError(origin)
    return parts.scheme, (parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme))
