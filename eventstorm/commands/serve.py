"""`serve`: the server, with an embedded database and the example boards unless the environment says otherwise."""

from __future__ import annotations

import argparse
import os
import socket

from eventstorm.console import FINE, WRONG, NotUnderstood, complain, emit

HELP = "the server and its boards"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="the address to listen on (default: HOST, else 127.0.0.1)")
    parser.add_argument("--port", help="the port to listen on (default: PORT, else 8000)")
    parser.add_argument("--workers", help="processes that serve (default: WORKERS, else 1)")


def run(options: argparse.Namespace) -> int:
    for name, value in (("HOST", options.host), ("PORT", options.port), ("WORKERS", options.workers)):
        if value is not None:
            os.environ[name] = value
    from eventstorm.database import address, open_database

    open_database()
    from django.conf import settings

    _require_what_workers_share()
    with _listening(settings.ENVIRONMENT.host, settings.ENVIRONMENT.port) as listening:
        emit(f"Eventstorm: {address()}/")
        if settings.EMBEDDED:
            from boards.examples import examples, load_examples

            load_examples()
            first = _first_example([example.slug for example in examples()])
            emit(f"A board to open at once: {address()}/boards/{first}/")
        complain("Stop with Ctrl-C.")
        return _serve(listening)


def _require_what_workers_share() -> None:
    from django.conf import settings
    from django.db import connection

    if settings.ENVIRONMENT.workers == 1:
        return
    if connection.vendor == "sqlite":
        raise NotUnderstood(
            "Several workers need PostgreSQL: SQLite lets one of them write at a time. "
            "Set DATABASE_URL=postgres://…, or WORKERS=1."
        )
    if not settings.REDIS_URL:
        complain(
            "Without REDIS_URL the workers learn of each other's changes once a second only, "
            "do not show each other's cursors, and count quotas apart."
        )


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
        found.listen(1024)  # whoever opens the printed address at once waits instead of being refused
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise NotUnderstood(f"{host}:{port} cannot be listened on: {reason}. Set PORT to a free one.") from None
    return found


def _serve(listening: socket.socket) -> int:
    from django.conf import settings
    from django.db import connections

    from eventstorm.server import QUICK, Farewell, run_server
    from eventstorm.supervisor import CannotStart, Supervisor

    if settings.ENVIRONMENT.workers == 1:
        run_server(listening, QUICK if settings.EMBEDDED else Farewell())
        return FINE
    connections.close_all()  # the supervisor itself has nothing to ask
    try:
        Supervisor(listening, settings.ENVIRONMENT.workers, Farewell()).run()
    except CannotStart as error:
        complain(str(error))
        return WRONG
    return FINE
