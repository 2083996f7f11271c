"""An OpenID Connect provider that lets anybody in under any name."""

from __future__ import annotations

import sys
import urllib.request
from pathlib import Path
from types import TracebackType

from tools.stack.process import Process, free_port


class IdentityProvider:
    """`issuer` is its address, for OIDC_ISSUER; its log lies in `folder`."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.issuer = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
        self.process = Process(command, folder / "provider.log", self.answers)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.issuer}/.well-known/openid-configuration", timeout=5):
                return True
        except OSError:
            return False

    def __enter__(self) -> IdentityProvider:
        self.process.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.end()
