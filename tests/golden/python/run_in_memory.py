#!/usr/bin/env python3
"""Plays Process in this one process and tells what happens.

Exit code 0: every saga completed, failed at each step and was taken back; every command was answered.
Generated from the board and rewritten with it; do not edit.
"""

import asyncio
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parent

if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), *sorted(str(path) for path in (ROOT / "services").iterdir())]
    sys.exit(asyncio.run(import_module("rehearsal").main()))
