"""Static files straight from the ASGI application: a board page loads dozens of small modules, and each would otherwise
go through all of Django on a thread of its own, two to four times as slow.

Files are looked at again on every request and kept in memory while they do not change. Addresses below the present
version (`eventstorm.statics`) may be kept by browsers for ever, others are asked for again and answered with 304.
"""

from __future__ import annotations

import gzip
import mimetypes
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import SuspiciousFileOperation

from eventstorm.statics import without_version

Headers = list[tuple[bytes, bytes]]

_COMPRESSED = ("text/", "image/svg", "application/javascript", "application/json")
_LARGEST = 16 * 1024 * 1024  # bytes of a file kept in memory
_DOCUMENT = b"; ".join(
    (
        b"default-src 'none'; style-src 'unsafe-inline'; object-src 'none'; base-uri 'none'",
        b"frame-ancestors 'none'; sandbox",
    )
)
_TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class _Kept:
    changed: int  # nanoseconds
    tag: bytes
    kind: str
    plain: bytes
    zipped: bytes  # b"": not worth it


class StaticFiles:
    """ASGI application: answers below `prefix` itself, and hands on everything else.

    `find(path below the prefix)` gives the file's place, or None.
    """

    def __init__(self, application: Any, prefix: str, find: Callable[[str], str | None]) -> None:
        self._application = application
        self._prefix = prefix
        self._find = find
        self._kept: dict[str, _Kept] = {}

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(self._prefix):
            await self._application(scope, receive, send)
            return
        status, headers, body = self._answer(scope)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _answer(self, scope: dict[str, Any]) -> tuple[int, Headers, bytes]:
        if scope["method"] not in ("GET", "HEAD"):
            return 405, [(b"allow", b"GET, HEAD"), (b"content-length", b"0")], b""
        path, lasting = without_version(scope["path"].removeprefix(self._prefix))
        kept = self._file(path)
        if kept is None:
            text = b"There is no such file."
            return 404, [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(text))], text
        asked = {name: value for name, value in scope["headers"] if name in (b"if-none-match", b"accept-encoding")}
        headers = self._headers(kept, lasting)
        if kept.tag in asked.get(b"if-none-match", b""):
            return 304, headers, b""
        body = kept.plain
        if kept.zipped and b"gzip" in asked.get(b"accept-encoding", b""):
            body = kept.zipped
            headers.append((b"content-encoding", b"gzip"))
        return 200, [*headers, (b"content-length", b"%d" % len(body))], body

    def _headers(self, kept: _Kept, lasting: bool) -> Headers:
        keep = b"public, max-age=31536000, immutable" if lasting else b"no-cache"
        headers = [
            (b"content-type", kept.kind.encode()),
            (b"etag", kept.tag),
            (b"cache-control", keep),
            (b"vary", b"Accept-Encoding"),
            (b"x-content-type-options", b"nosniff"),
            (b"cross-origin-resource-policy", b"same-origin"),
        ]
        if kept.kind.startswith(("image/svg", "text/html")):  # what a browser would run as a document of ours
            headers.append((b"content-security-policy", _DOCUMENT))
        return headers

    def _file(self, path: str) -> _Kept | None:
        try:
            place = self._find(path)
            state = os.stat(place) if place else None
        except (SuspiciousFileOperation, OSError, ValueError):
            return None
        if place is None or state is None or not os.path.isfile(place) or state.st_size > _LARGEST:
            return None
        kept = self._kept.get(place)
        if kept is None or kept.changed != state.st_mtime_ns or len(kept.plain) != state.st_size:
            kept = self._kept[place] = _read(Path(place), state.st_mtime_ns)
        return kept


def _read(place: Path, changed: int) -> _Kept:
    plain = place.read_bytes()
    kind = _TYPES.get(place.suffix) or mimetypes.guess_type(place.name)[0] or "application/octet-stream"
    zipped = gzip.compress(plain, 6, mtime=0) if kind.startswith(_COMPRESSED) and len(plain) > 500 else b""
    if kind.startswith("text/") or kind.endswith("+xml"):
        kind += "; charset=utf-8"
    tag = b'"%x-%x"' % (changed, len(plain))
    return _Kept(changed, tag, kind, plain, zipped if len(zipped) < len(plain) else b"")
