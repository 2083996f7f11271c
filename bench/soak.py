"""Soak: ten minutes of a workshop of 200 people on a board that stays as large as it is."""

from __future__ import annotations

from collections.abc import Iterator

from bench.load import peers, soak
from bench.table import as_markdown


def tables() -> Iterator[str]:
    peers.ensure_peers()
    yield as_markdown(list(soak.rows(soak.LONG)))
