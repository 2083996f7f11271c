"""Runs the browser modules' own tests under node, one file a test."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = sorted(path.relative_to(HERE) for path in HERE.rglob("*.test.*js"))


@pytest.mark.parametrize("file", FILES, ids=str)
def test_javascript(file: Path) -> None:
    run = subprocess.run(
        ["node", "--test", "--test-reporter=tap", str(HERE / file)], capture_output=True, text=True, timeout=240
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
