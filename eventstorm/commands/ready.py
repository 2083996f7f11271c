"""`ready`: asks the server of this environment whether it is ready; for a container's health check."""

from __future__ import annotations

import argparse
import http.client
import json

from eventstorm.console import FINE, WRONG, complain, emit

HELP = "whether the server of this environment is ready"
PATIENCE = 5.0  # seconds

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "[::]": "::1"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # all is in the environment


def run(options: argparse.Namespace) -> int:
    from eventstorm.database import set_up

    set_up(with_models=False)
    from django.conf import settings

    environment = settings.ENVIRONMENT
    host = _EVERYWHERE.get(environment.host, environment.host.strip("[]"))
    asking = http.client.HTTPConnection(host, environment.port, timeout=PATIENCE)
    name = environment.allowed_hosts[0].replace("*", host).removeprefix(".")  # one that the server answers to
    try:
        asking.request("GET", "/readyz", headers={"Host": name})
        answer = asking.getresponse()
        said = json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError) as error:
        complain(f"The server at {host}:{environment.port} does not answer: {error}.")
        return WRONG
    emit(json.dumps(said))
    return FINE if answer.status == 200 else WRONG
