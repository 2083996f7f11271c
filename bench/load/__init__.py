"""Load: people at work on boards of a real server, and of Hocuspocus and y-websocket."""

from __future__ import annotations

from collections.abc import Iterator

from bench.load import compared, held, opening, peers, soak
from bench.load.cores import OTHERS, SERVER
from bench.table import as_markdown


def tables() -> Iterator[str]:
    peers.ensure_peers()
    where = f"The server's process on core {_named(SERVER)}; people, database and Redis on {_named(OTHERS)}."
    yield (
        f"{where} Delivered: pairs of a change and a person of its board, all of them counted. Hand to eye: over all "
        "pairs but one's own."
    )
    yield from compared.tables()
    for part in (held, opening, soak):
        yield f"#### {part.__doc__ or ''}".splitlines()[0]
        yield as_markdown(list(part.rows()))


def _named(cores: set[int]) -> str:
    return ", ".join(map(str, sorted(cores)))
