"""The browser's copy of the kinds is the one that the Python table writes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

TOOL = Path(__file__).parents[2] / "tools" / "write_kinds.py"


def test_the_browser_has_the_kinds_of_the_table() -> None:
    spec = importlib.util.spec_from_file_location("write_kinds", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.TARGET.read_text("utf-8") == tool.module_text(), "Run: .venv/bin/python tools/write_kinds.py"
