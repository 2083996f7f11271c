"""A PostgreSQL cluster of one's own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from tools.stack.process import Process, free_port


class Postgres:
    """A cluster in `folder` (default: a new one, deleted at the end). PostgreSQL refuses to run as root, so it runs as
    its own user there."""

    def __init__(self, folder: Path | None = None, *settings: str, making: Sequence[str] = ()) -> None:
        """`settings`: such as "max_connections=200", over those of the cluster; `making`: further options of initdb."""
        self._own = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="eventstorm-postgres-"))
        self.port = free_port()
        self._making = making
        self._user = "postgres" if os.getuid() == 0 else None
        data = self.folder / "data"
        settings = (f"port={self.port}", f"unix_socket_directories={self.folder}", "max_connections=200", *settings)
        options = [part for setting in settings for part in ("-c", setting)]
        self.process = Process(
            [str(_bin() / "postgres"), "-D", str(data), "-h", "127.0.0.1", *options],
            self.folder / "postgres.log",
            self.answers,
            user=self._user,
        )

    def url(self, database: str = "eventstorm") -> str:
        """As for DATABASE_URL."""
        return f"postgres://eventstorm@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Starts the cluster, making it first where there is none, with an empty database `eventstorm`."""
        fresh = not (self.folder / "data").exists()
        if fresh:
            self._make()
        self.process.start()
        if fresh:
            self.create("eventstorm")

    def stop(self, by: signal.Signals = signal.SIGINT) -> None:
        """SIGINT: connections are cut and data is written (“fast”); SIGQUIT: as a crash (“immediate”)."""
        self.process.end(by)

    def create(self, database: str) -> None:
        self.sql(f'CREATE DATABASE "{database}"', "postgres")

    def sql(self, statement: str, database: str = "eventstorm") -> str:
        """What psql prints for the statement, values only."""
        command = [str(_bin() / "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", self.url(database), "-c", statement]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def answers(self) -> bool:
        command = [str(_bin() / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command, check=False).returncode == 0

    def _make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._user:
            shutil.chown(self.folder, self._user, self._user)
        command = [str(_bin() / "initdb"), "-D", str(self.folder / "data"), "-U", "eventstorm", "-A", "trust"]
        subprocess.run(
            [*command, "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions", *self._making],
            check=True,
            capture_output=True,
            user=self._user,
            group=self._user,
            extra_groups=[] if self._user else None,
        )

    def __enter__(self) -> Postgres:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self._own:
            shutil.rmtree(self.folder, ignore_errors=True)


def _bin() -> Path:
    """Debian keeps the server's programs beside those of other versions, off the PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = versions[-1] if versions else shutil.which("initdb")
    if not found:
        raise FileNotFoundError("PostgreSQL's server is not installed. On Debian: apt-get install postgresql")
    return Path(found).parent
