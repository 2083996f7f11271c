"""How long the server takes to start, with an empty database and with a full one."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.running import server
from bench.table import Row, as_markdown, median_seconds


def tables() -> Iterator[str]:
    yield as_markdown(list(rows()))


def rows() -> Iterator[Row]:
    bare = median_seconds(lambda: subprocess.run([sys.executable, "-c", "import django; import daphne.server"]), 3)
    with tempfile.TemporaryDirectory() as folder:
        with server(Path(folder)) as first:
            pass
        with server(Path(folder)) as second:
            yield Row("start with an empty database", first.seconds_to_start, "s", bare, "importing Django and daphne")
            yield Row("start again", second.seconds_to_start, "s", bare, "importing Django and daphne")
