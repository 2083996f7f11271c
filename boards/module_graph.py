"""Which modules a page's own module needs, so that the page can name them all at once.

Without it a browser learns of a module only when it has read the one that imports it: a board page would wait for a
dozen rounds one after another.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders

#: Static imports and re-exports; `import("…")`, which names types in JSDoc, is none.
_IMPORT = re.compile(r'^\s*(?:import|export)\b[^;"()]*"(\.{1,2}/[^"]+)";', re.MULTILINE)


def modules_below(entry: str) -> tuple[str, ...]:
    """`entry` and all that it imports, each once, nearest first; paths below the static prefix."""
    found = [entry]
    for path in found:  # grows while it is walked through
        for imported in _imports(path):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), imported))
            if target not in found:
                found.append(target)
    return tuple(found)


@lru_cache(maxsize=2_000)
def _read(place: str, changed: int) -> tuple[str, ...]:
    return tuple(_IMPORT.findall(Path(place).read_text("utf-8")))


def _imports(path: str) -> tuple[str, ...]:
    place = finders.find(path)
    if not isinstance(place, str):
        return ()
    return _read(place, Path(place).stat().st_mtime_ns)
