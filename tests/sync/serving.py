"""A process that has everything loaded and makes servers by forking, so that a restart takes a fraction of a second.

Reads a line each: `start` forks a server, `kill` ends it with SIGKILL. Answers a line each.
"""

from __future__ import annotations

import os
import signal
import sys


def _in_child(work: object) -> int:
    process = os.fork()
    if process == 0:
        try:
            work()  # type: ignore[operator]
        finally:
            os._exit(1)
    return process


def main(port: int) -> None:
    import django
    import uvicorn

    django.setup()
    from django.core.management import call_command
    from django.urls import get_resolver

    from eventstorm.asgi import application

    assert get_resolver().url_patterns  # loads every view

    def migrate() -> None:
        call_command("migrate", verbosity=0, interactive=False)
        os._exit(0)

    def serve() -> None:
        uvicorn.run(
            application, host="127.0.0.1", port=port, lifespan="off", log_level="warning", ws_max_size=1024 * 1024
        )

    status = os.waitpid(_in_child(migrate), 0)[1]
    print("ready" if status == 0 else "failed", flush=True)
    server = 0
    for line in sys.stdin:
        if line.strip() == "start":
            server = _in_child(serve)
        elif server:
            os.kill(server, signal.SIGKILL)
            os.waitpid(server, 0)
            server = 0
        print("done", flush=True)
    if server:
        os.kill(server, signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]))
