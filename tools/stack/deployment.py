"""The services of compose.yaml as processes of this machine: same commands, same environment, same nginx configuration.

Only what a container brings with it differs: addresses and ports (everything on 127.0.0.1), paths, users, and the
programs' versions.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from tools.stack import compose
from tools.stack.nginx import Nginx
from tools.stack.postgres import Postgres
from tools.stack.process import ROOT, Process, free_port
from tools.stack.redis_server import RedisServer
from tools.stack.web import NOT_HERITABLE

#: What deploy/eventstorm.env would say.
VALUES = {
    "EVENTSTORM_HOST": "localhost",
    "SECRET_KEY": "a-key-for-a-deployment-that-only-this-machine-can-reach",
    "POSTGRES_PASSWORD": "nobody-asks-for-it-here",
    "WORKERS": "1",
}

#: Seconds after which nginx asks a web service again that refused a connection, with a second to spare.
NOTICED = 2.0


class Deployment:
    """All of it, from `start` to `stop`; `values` go over `VALUES`."""

    def __init__(self, folder: Path | None = None, **values: str) -> None:
        self._own = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="eventstorm-deployment-"))
        self.services = compose.services({**VALUES, **values})
        self._running = ExitStack()
        self.postgres = Postgres(self.folder / "database")
        self.redis = RedisServer(self.folder / "redis")
        self.ports = {name: free_port() for name in ("web-a", "web-b")}
        self.webs = {name: self._web(name) for name in self.ports}
        self.nginx = self._nginx()

    @property
    def address(self) -> str:
        """Where people reach it, without a slash at the end."""
        return f"https://{self._host}{self._public_port}"

    def start(self) -> None:
        """As compose does: what a service depends on comes first."""
        self.folder.chmod(0o755)
        self._running.enter_context(self.postgres)
        self._running.enter_context(self.redis)
        self.migrate()
        for web in self.webs.values():
            self._running.callback(web.end)
            web.start()
        self._running.enter_context(self.nginx)

    def migrate(self) -> None:
        environment = {**_heritable(), **self._environment("migrate", free_port())}
        subprocess.run(_command(self.services["migrate"]["command"]), cwd=ROOT, env=environment, check=True)

    def processes(self) -> dict[str, Process]:
        """Those that stay, by the names of their services."""
        around = {"database": self.postgres, "redis": self.redis, "nginx": self.nginx}
        return {**self.webs, **{name: program.process for name, program in around.items()}}

    def roll(self) -> None:
        """As an update does: one web service after the other ends and comes back, while people work on the other."""
        for web in self.webs.values():
            web.end()
            web.start()
            time.sleep(NOTICED)

    def stop(self) -> None:
        self._running.close()
        if self._own:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _web(self, name: str) -> Process:
        environment = {**_heritable(), **self._environment(name, self.ports[name])}
        check = _command(self.services[name]["healthcheck"]["test"][1:])

        def healthy() -> bool:
            return subprocess.run(check, cwd=ROOT, env=environment, capture_output=True).returncode == 0

        log = self.folder / f"{name}.log"
        return Process(_command(self.services[name]["command"]), log, healthy, environment)

    def _environment(self, name: str, port: int) -> dict[str, str]:
        """As compose.yaml has it, with the addresses of this machine."""
        asked: Mapping[str, str] = self.services[name]["environment"]
        here = {
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "TRUSTED_PROXIES": "127.0.0.1",
            "DATABASE_URL": asked["DATABASE_URL"].replace("@database:5432", f"@127.0.0.1:{self.postgres.port}"),
            "REDIS_URL": asked["REDIS_URL"].replace("//redis:6379", f"//127.0.0.1:{self.redis.port}"),
        }
        return {**asked, **here, "EVENTSTORM_VAR": str(self.folder / name)}

    def _nginx(self) -> Nginx:
        asked: Mapping[str, str] = self.services["nginx"]["environment"]
        port = free_port()
        self._host, self._public_port = asked["EVENTSTORM_HOST"], f":{port}"
        here = {
            "EVENTSTORM_HTTP": f"127.0.0.1:{free_port()}",
            "EVENTSTORM_HTTPS": f"127.0.0.1:{port}",
            "EVENTSTORM_PUBLIC_PORT": self._public_port,
            "EVENTSTORM_WEB_A": f"127.0.0.1:{self.ports['web-a']}",
            "EVENTSTORM_WEB_B": f"127.0.0.1:{self.ports['web-b']}",
        }
        return Nginx(self.folder / "nginx", {**asked, **here})

    def __enter__(self) -> Deployment:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _command(asked: list[str]) -> list[str]:
    """A container's `python` is this one."""
    return [sys.executable if part == "python" else part for part in asked]


def _heritable() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in NOT_HERITABLE}
