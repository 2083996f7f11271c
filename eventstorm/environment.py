"""What the environment says: read once, judged at once, so that an unsafe start fails with a sentence."""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class UnsafeStart(RuntimeError):
    """The server would be reachable from other machines without what makes that safe."""


@dataclass(frozen=True, slots=True)
class Environment:
    """`embedded`: only this machine can reach the server and nobody configured it, the default of `make run`."""

    secret_key: str
    former_keys: tuple[str, ...]
    allowed_hosts: tuple[str, ...]
    host: str
    port: int
    database_url: str
    redis_url: str
    embedded: bool
    https: bool
    debug: bool
    computing_processes: int
    room_sockets: int
    workers: int
    trusted_proxies: tuple[str, ...]


def read_environment(environ: Mapping[str, str], var: Path) -> Environment:
    """The settings that `environ` asks for; `var` holds the embedded database and key.

    Raises `UnsafeStart` for a `HOST` that is not loopback without a `SECRET_KEY` and `ALLOWED_HOSTS` of its own.
    """
    host = environ.get("HOST", "").strip() or "127.0.0.1"
    secret_key = environ.get("SECRET_KEY", "").strip()
    named_hosts = tuple(name.strip() for name in environ.get("ALLOWED_HOSTS", "").split(",") if name.strip())
    _require_safety(host, secret_key, named_hosts)
    loopback = _is_loopback(host)
    return Environment(
        secret_key=secret_key or _kept_key(var / "secret_key"),
        former_keys=tuple(key.strip() for key in environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key.strip()),
        allowed_hosts=named_hosts or ("127.0.0.1", "localhost", "[::1]"),
        host=host,
        port=_port(environ.get("PORT", "")),
        database_url=environ.get("DATABASE_URL", "") or f"sqlite:///{var / 'eventstorm.sqlite3'}",
        redis_url=environ.get("REDIS_URL", ""),
        embedded=loopback and not named_hosts,
        https=_said(environ.get("HTTPS", "")),
        debug=_said(environ.get("DEBUG", "")) and loopback,
        computing_processes=_count(environ.get("COMPUTING_PROCESSES", ""), default=1, most=32),
        room_sockets=max(1, _count(environ.get("ROOM_SOCKETS", ""), default=1_000, most=100_000)),
        workers=max(1, _count(environ.get("WORKERS", ""), default=1, most=64)),
        trusted_proxies=_proxies(environ.get("TRUSTED_PROXIES", ""), _said(environ.get("HTTPS", ""))),
    )


def _require_safety(host: str, secret_key: str, named_hosts: tuple[str, ...]) -> None:
    if _is_loopback(host):
        return
    missing = [name for name, given in (("SECRET_KEY", secret_key), ("ALLOWED_HOSTS", named_hosts)) if not given]
    if missing:
        names, verb = " and ".join(missing), "is" if len(missing) == 1 else "are"
        raise UnsafeStart(
            f"HOST={host} can be reached from other machines, and {names} {verb} not set. "
            f"Set {names} in the environment, or leave HOST at 127.0.0.1."
        )
    if len(secret_key) < 32:
        raise UnsafeStart("SECRET_KEY is shorter than 32 characters. Use a long random one.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _count(text: str, default: int, most: int) -> int:
    """A small number; the default where the text is none."""
    return min(int(text), most) if text.strip().isdigit() else default


def _port(text: str) -> int:
    if not text.strip():
        return 8000
    if text.strip().isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise UnsafeStart(f"PORT={text} is not a port. Use a number from 1 to 65535.")


def _proxies(text: str, https: bool) -> tuple[str, ...]:
    """Addresses and networks whose word on the client counts; with HTTPS and none named, those of this machine."""
    named = tuple(part.strip() for part in text.split(",") if part.strip())
    for part in named:
        try:
            ipaddress.ip_network(part)
        except ValueError:
            raise UnsafeStart(
                f"TRUSTED_PROXIES={part} is not an address or a network. "
                "Name each proxy, such as 10.0.0.2, or their network, such as 10.0.0.0/24."
            ) from None
    return named or (("127.0.0.0/8", "::1") if https else ())


def _said(text: str) -> bool:
    return text.strip().lower() in {"1", "true", "yes", "on"}


def _kept_key(path: Path) -> str:
    """The key kept in `path`; made on the first start, readable by its owner only."""
    if path.exists():
        return path.read_text("ascii").strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(50)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first
        return path.read_text("ascii").strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key
