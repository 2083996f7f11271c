"""Generated tests can fail: of the mutants of a generated system at least nine in ten are noticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from boards_for_targets import kennel, written
from mutants import MUTANTS, preload, survives

from tests.soak import SOAKING

#: `make soak` takes all; the test command a few, spread over the list.
SHARE = MUTANTS if SOAKING else MUTANTS[:: len(MUTANTS) // 6]


def test_there_are_enough_mutants_of_many_kinds() -> None:
    assert len(MUTANTS) >= 50
    assert len({mutant.category for mutant in MUTANTS}) >= 8


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_nine_in_ten_mutants_are_noticed(tmp_path: Path) -> None:
    preload()
    folder = written(kennel().generate().artifacts, tmp_path)
    assert survives(folder, None), "the generated tests fail without any mutant"
    alive = [mutant.name for mutant in SHARE if survives(folder, mutant)]
    assert len(alive) * 10 <= len(SHARE), alive
