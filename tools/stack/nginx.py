"""nginx with the configuration of a deployment: deploy/nginx.conf and no other."""

from __future__ import annotations

import re
import signal
import socket
import ssl
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from tools.stack.process import ROOT, Process

TEMPLATE = ROOT / "deploy/nginx.conf"
MAKE_CERTIFICATE = ROOT / "deploy/make-certificate.sh"


class Nginx:
    """`variables`: what compose.yaml gives to the container, with addresses of this machine."""

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        self.folder = folder
        self.certificates = folder / "certificates"
        self._variables = {
            **variables,
            "EVENTSTORM_CERTIFICATES": str(self.certificates),
            "EVENTSTORM_TEMPORARY": str(folder),
        }
        self.listening_plain = variables["EVENTSTORM_HTTP"]
        self._host, self._port = variables["EVENTSTORM_HTTPS"].rsplit(":", 1)
        configuration = str(folder / "nginx.conf")
        command = ["nginx", "-p", str(folder), "-e", "stderr", "-c", configuration, "-g", "daemon off;"]
        self.process = Process(command, folder / "nginx.log", self.answers)

    @property
    def trust(self) -> ssl.SSLContext:
        """For clients: trusts this nginx's certificate and no other."""
        return ssl.create_default_context(cafile=str(self.certificates / "certificate.pem"))

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)  # its workers are another user's when it is started by root
        if not self.certificates.exists():
            name = self._variables["EVENTSTORM_HOST"]
            subprocess.run([str(MAKE_CERTIFICATE), str(self.certificates), name], check=True)
        (self.folder / "nginx.conf").write_text(rendered(TEMPLATE.read_text(), self._variables))
        self.process.start()

    def stop(self, by: signal.Signals = signal.SIGTERM) -> None:
        """SIGQUIT: after what is under way."""
        self.process.end(by)

    def answers(self) -> bool:
        try:
            socket.create_connection((self._host, int(self._port)), timeout=1).close()
        except OSError:
            return False
        return True

    def __enter__(self) -> Nginx:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def rendered(template: str, variables: Mapping[str, str]) -> str:
    """As the container's `envsubst` does with the filter of compose.yaml."""
    return re.sub(r"\$\{(EVENTSTORM_\w+)\}", lambda found: variables[found[1]], template)
