"""A workshop while everything breaks: rules S1 to S10 (docs/protocol.md) as the people see them.

`make soak` injects about 1,000 faults in rounds of a hundred, a board each; `make test` two of each kind.
EVENTSTORM_FAULT_SEED deals others, EVENTSTORM_FAULTS="2: kill|cut" injects so many of the kinds whose name it matches,
EVENTSTORM_FAULT_TABLE names a file for the faults with their proofs and for the counts of the ledger.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.faults.judgement import Verdict
from tests.faults.kinds import KINDS
from tests.faults.rounds import play
from tests.faults.schedule import Planned, Proven, carry_out, plan, table
from tests.faults.stage import PEOPLE, Stage, stage
from tests.faults.workshop import Workshop
from tests.soak import SOAKING, length
from tests.sync.live_server import Site

SEED = int(os.environ.get("EVENTSTORM_FAULT_SEED", "2026"))
WANTED = os.environ.get("EVENTSTORM_FAULTS", "")
ROUND = 104  # faults on one board


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.timeout(length(1_200, 7_000))
def test_nothing_acknowledged_is_lost_or_doubled_whatever_breaks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proven: list[Proven] = []
    verdicts: list[Verdict] = []
    with stage(tmp_path) as here:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert here.postgres.sql(f"SHOW {setting}") == "on", setting
        planned = _planned(here)
        for begin in range(0, len(planned), ROUND):
            faults = planned[begin : begin + ROUND]
            done, verdict = _round(here, faults, SEED + len(verdicts), tmp_path)
            proven += done
            verdicts.append(verdict)
            _report(proven, verdicts, capsys)
            assert verdict.acknowledged > 2 * len(faults), "the workshop was none"
            assert verdict.undos
    if here.disk is None:
        pytest.skip(f"All else held; no disk was filled: {here.why_not}")


def _planned(here: Stage) -> list[Planned]:
    times, _, names = WANTED.rpartition(":")
    kinds = [kind for kind in KINDS if re.search(names.strip(), kind.name)]
    kinds = [kind for kind in kinds if here.disk is not None or kind.name != "disk full"]
    return plan([(kind, int(times or length(2, kind.times))) for kind in kinds], Random(SEED))


def _round(here: Stage, faults: list[Planned], seed: int, folder: Path) -> tuple[list[Proven], Verdict]:
    def breaking(workshop: Workshop) -> list[Proven]:
        here.workshop = workshop
        return carry_out(here, faults)

    return play(Site(here.webs[0].address), [line.origin for line in here.lines], seed, folder, breaking)


def _report(proven: list[Proven], verdicts: list[Verdict], capsys: pytest.CaptureFixture[str]) -> None:
    def total(name: str) -> Any:
        return sum(getattr(verdict, name) for verdict in verdicts)

    text = f"""seed {SEED}, {len(verdicts)} workshops of {PEOPLE} people
{table(proven)}
pushes {total("pushes")}, undo {total("undos")}; acknowledged {total("acknowledged")}, refused {total("refused")}
entries of the log {total("entries")}; lost 0, twice 0, diverged 0; refused and yet stored {total("refused_and_stored")}
"""
    if path := os.environ.get("EVENTSTORM_FAULT_TABLE"):
        Path(path).write_text(text)
    if SOAKING:
        with capsys.disabled():
            print(f"\n{text}")
    else:
        print(text)
