"""Secrets from files, as vaults, Docker and Kubernetes hand them over: `SECRET_KEY_FILE` names that of `SECRET_KEY`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from eventstorm.environment import UnsafeStart

NAMES = ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_URL", "REDIS_URL", "OIDC_CLIENT_SECRET", "EMAIL_PASSWORD")
_LARGEST = 64 * 1024  # bytes


def with_secret_files(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` with what the files say. Raises `UnsafeStart` for one that cannot be read, or is said twice."""
    found = dict(environ)
    for name in NAMES:
        path = environ.get(f"{name}_FILE", "").strip()
        if not path:
            continue
        if environ.get(name, "").strip():
            raise UnsafeStart(f"{name} and {name}_FILE are both set. Set one of both.")
        try:
            with Path(path).open(encoding="utf-8") as file:
                found[name] = file.read(_LARGEST).strip()
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or "it is not text").lower()
            raise UnsafeStart(f"{name}_FILE={path} cannot be read: {reason}.") from None
    return found
