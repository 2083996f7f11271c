"""What a board's schemas have become since its last release, each change with its verdict; kept per revision."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from boards.models import Release
from boards.remembered import Remembered
from boards.selectors import version
from boards.snapshots import unpack
from boards.understanding import understand
from codegen.lowering import lower
from codegen.schemas.compatibility import Mode, compare, contracts_of_system, forbidden
from modeling import document
from modeling.analysis import analyse

Json = dict[str, Any]

#: What a change of the schemas of events has to keep: old and new readers understand old and new messages.
MODE = Mode.FULL

_compared: Remembered[Json] = Remembered(16)


def changes_since_release(board_id: str) -> Json:
    """`release`: number of the last one, None where there is none; `changes`: as `compare` tells them, with `breaks`.

    Raises `Missing`. Lowers the board twice: meant for a thread, and for being remembered.
    """
    last = Release.objects.filter(board_id=board_id).order_by("-number").first()
    if last is None:
        return {"release": None, "changes": []}
    found: Json = _compared.get((board_id, *version(board_id), last.number), lambda: _compare(board_id, last))
    return found


def _compare(board_id: str, release: Release) -> Json:
    then = document.read(document.expect_document(unpack(release.document))).model
    now = understand(board_id)
    old = contracts_of_system(lower(then, analyse(then, sensitivity=False)))
    new = contracts_of_system(lower(now.model, now.analysis))
    changes = compare(old, new, MODE)
    broken = set(forbidden(changes, MODE))
    return {
        "release": release.number,
        "changes": [{**asdict(change), "breaks": change in broken} for change in changes],
    }
