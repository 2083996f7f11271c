"""How long the long tests run: `make test` takes a short cut of each, `make soak` the full length."""

from __future__ import annotations

import os

SOAKING = os.environ.get("EVENTSTORM_SOAK") == "1"


def length(short: int, full: int) -> int:
    """`full` under `make soak`, else `short`."""
    return full if SOAKING else short
