"""`serve`: the server, with an embedded database and the example boards unless the environment says otherwise."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
from contextlib import suppress

from eventstorm.console import FINE, NotUnderstood, complain, emit

HELP = "the server and its boards"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="the address to listen on (default: HOST, else 127.0.0.1)")
    parser.add_argument("--port", help="the port to listen on (default: PORT, else 8000)")


def run(options: argparse.Namespace) -> int:
    for name, value in (("HOST", options.host), ("PORT", options.port)):
        if value is not None:
            os.environ[name] = value
    from eventstorm.database import address, open_database

    open_database()
    from django.conf import settings

    with _listening(settings.ENVIRONMENT.host, settings.ENVIRONMENT.port) as listening:
        emit(f"Eventstorm: {address()}/")
        if settings.EMBEDDED:
            from boards.examples import examples, load_examples

            load_examples()
            first = _first_example([example.slug for example in examples()])
            emit(f"A board to open at once: {address()}/boards/{first}/")
        complain("Stop with Ctrl-C.")
        _serve(listening)
    return FINE


def _first_example(slugs: list[str]) -> str:
    """The shop that is to be strangled, from which the documentation tells; else any."""
    return "shop" if "shop" in slugs else slugs[0]


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound before anything else happens, so that a taken port is a sentence and not a traceback."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind, protocol)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(where)
        found.listen(128)  # whoever opens the printed address at once waits instead of being refused
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise NotUnderstood(f"{host}:{port} cannot be listened on: {reason}. Set PORT to a free one.") from None
    return found


def _serve(listening: socket.socket) -> None:
    import uvicorn

    from boards import elsewhere
    from boards.protocol import TRANSPORT_BYTES

    config = uvicorn.Config(
        "eventstorm.asgi:application",
        log_level="warning",
        access_log=False,
        ws_max_size=TRANSPORT_BYTES,
        timeout_graceful_shutdown=5,
        lifespan="off",
    )

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            """Requests that wait for a computation are not waited for."""
            elsewhere.stop(for_good=True)
            await super().shutdown(sockets)

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(FINE))
    with suppress(KeyboardInterrupt):  # uvicorn sends its signals again once everything is closed
        Server(config).run(sockets=[listening])
