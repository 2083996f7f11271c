"""Who really asks: what a proxy says of the client counts only when the proxy is one of ours."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

#: Dropped from every request, so that nothing behind this can believe a client's own word.
FORWARDING = frozenset(
    (b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-port", b"x-real-ip")
)


class Forwarded:
    """ASGI application: puts the client's address and scheme into the scope when the request comes from one of
    `proxies` (addresses or networks), the same under uvicorn and daphne."""

    def __init__(self, application: Any, proxies: Sequence[str]) -> None:
        self._application = application
        self._proxies = [ipaddress.ip_network(proxy) for proxy in proxies]

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] in ("http", "websocket"):
            scope = self._seen(scope)
        await self._application(scope, receive, send)

    def _seen(self, scope: dict[str, Any]) -> dict[str, Any]:
        headers = scope["headers"]
        said = [(name, value) for name, value in headers if name.lower() in FORWARDING]
        if not said:
            return scope
        seen = {**scope, "headers": [header for header in headers if header[0].lower() not in FORWARDING]}
        peer = scope.get("client")
        if peer and self._is_ours(peer[0]):
            seen["by_our_proxy"] = True
            schemes = [value for name, value in said if name.lower() == b"x-forwarded-proto"]
            if len(schemes) == 1 and schemes[0] in (b"http", b"https"):
                secure = schemes[0] == b"https"
                plain, encrypted = ("ws", "wss") if scope["type"] == "websocket" else ("http", "https")
                seen["scheme"] = encrypted if secure else plain
            chain = b",".join(value for name, value in said if name.lower() == b"x-forwarded-for")
            seen["client"] = (self._client(chain.decode("latin-1")) or peer[0], 0)
        return seen

    def _client(self, chain: str) -> str:
        """The last address that is not a proxy of ours: whatever stands before it was said by that client."""
        for part in reversed(chain.split(",")):
            address = _address(part.strip())
            if address is None:
                return ""
            if not self._is_ours(str(address)):
                return str(address)
        return ""

    def _is_ours(self, host: str) -> bool:
        address = _address(host)
        return address is not None and any(address in proxy for proxy in self._proxies)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
