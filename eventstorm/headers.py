"""What every answer tells the browser that it may do with it: ours alone, nothing inline, no frames.

Around the whole application, so that files, refusals, downloads and errors have it like pages do. What an answer says
for itself stays.
"""

from __future__ import annotations

from typing import Any

Headers = tuple[tuple[bytes, bytes], ...]

_POLICY = (
    "default-src 'none'",
    "object-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
#: Text becomes markup only in lit's templates and where Pygments' spans are read (static/js/generate/highlighted.js).
_TRUSTED_TYPES = ("require-trusted-types-for 'script'", "trusted-types lit-html eventstorm-highlighted")
_HTTPS = ("upgrade-insecure-requests",)

#: Django's administration brings scripts of its own that write markup.
_WITHOUT_TRUSTED_TYPES = "/admin/"

_ALWAYS: Headers = (
    (b"cache-control", b"no-store"),  # files say for themselves how long they last
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-permitted-cross-domain-policies", b"none"),
    (
        b"permissions-policy",
        b"camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), "
        b"display-capture=(), browsing-topics=()",
    ),
)
_HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


def policy(path: str, https: bool) -> str:
    """The Content-Security-Policy of the answer at `path`."""
    trusted = () if path.startswith(_WITHOUT_TRUSTED_TYPES) else _TRUSTED_TYPES
    return "; ".join((*_POLICY, *trusted, *(_HTTPS if https else ())))


class SafeHeaders:
    """ASGI application: adds to what `application` answers each header that it lacks."""

    def __init__(self, application: Any, https: bool) -> None:
        self._application = application
        self._https = https

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return

        async def safe_send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self._complete(scope["path"], message.get("headers", ()))}
            await send(message)

        await self._application(scope, receive, safe_send)

    def _complete(self, path: str, headers: Any) -> list[tuple[bytes, bytes]]:
        said = list(headers)
        names = {name.lower() for name, _ in said}
        wanted = (
            (b"content-security-policy", policy(path, self._https).encode()),
            *_ALWAYS,
            *((_HSTS,) if self._https else ()),
        )
        return said + [(name, value) for name, value in wanted if name not in names]
