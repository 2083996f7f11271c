"""Writes `static/js/model/kinds.js` from `modeling/kinds.py` and `modeling/limits.py`; a test compares the two.

Run it from the project's root after a change of those tables: `.venv/bin/python tools/write_kinds.py`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from modeling import limits  # noqa: E402
from modeling.kinds import FOLLOWS, FRAME_KINDS, KINDS, UNCLUSTERED, Level  # noqa: E402

TARGET = ROOT / "static" / "js" / "model" / "kinds.js"
_COLUMNS = ("code", "name", "colour", "shape", "width", "height", "key", "level", "wording", "meaning")


def module_text() -> str:
    """The text of the module."""
    kinds = {kind.code: {column: getattr(kind, column) for column in _COLUMNS} for kind in KINDS.values()}
    follows = {f"{source} {target}": verb for (source, target), verb in FOLLOWS.items()}
    sizes = {name: value for name, value in vars(limits).items() if name.isupper()}
    level = "/** @typedef {" + " | ".join(f'"{known.value}"' for known in Level) + "} Level */\n"
    return (
        "// Written by tools/write_kinds.py from modeling/kinds.py and modeling/limits.py.\n\n"
        + level
        + "/**\n * @typedef {object} Kind\n * @property {string} code\n * @property {string} name as people read it\n"
        " * @property {string} colour\n * @property {string} shape square, wide, large, small or turned\n"
        " * @property {number} width board units\n * @property {number} height board units\n"
        " * @property {string} key that chooses it\n * @property {Level} level the coarsest whose palette shows it\n"
        " * @property {string} wording\n * @property {string} meaning what it becomes\n */\n\n"
        + _constant("KINDS", "Record<string, Kind>", kinds)
        + _constant("LEVELS", "Level[]", [known.value for known in Level])
        + _constant("FRAME_KINDS", "Record<string, string>", dict(FRAME_KINDS))
        + _constant("UNCLUSTERED", "string[]", sorted(UNCLUSTERED))
        + "/** “from to” → the verb between them. */\n"
        + _constant("FOLLOWS", "Record<string, string>", follows)
        + _constant("LIMITS", "Record<string, number>", sizes)
    )


def _constant(name: str, kind: str, value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2, default=lambda level: level.value)
    return f"/** @type {{{kind}}} */\nexport const {name} = {text};\n"


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(module_text(), "utf-8")
