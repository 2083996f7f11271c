"""Static files: where they lie, and under which address a browser may keep them for ever.

All of them lie below one prefix that names their contents, `/static/v-0123456789ab/…`: a new version of any file is a
new address for all. Modules import each other by relative paths, so they stay within the version that a page began
with, and no file has to be rewritten for it.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles.storage import StaticFilesStorage

#: Seconds for which a state is taken for the present one: a page names a hundred files.
LOOK_AGAIN = 0.5

_VERSION = re.compile(r"v-[0-9a-f]{12}/")


class VersionedStorage(StaticFilesStorage):
    """`{% static %}` gives addresses below the current version."""

    def url(self, name: str | None) -> str:
        address: str = super().url(f"{version()}/{name}")
        return address


def version() -> str:
    """The name of the present state of all files of ours; a changed file is seen at once in the embedded default."""
    from django.conf import settings

    return _named(settings.STATICFILES_DIRS[0], settings.EMBEDDED)


def without_version(path: str) -> tuple[str, bool]:
    """The path below the version, and whether it named the present one."""
    found = _VERSION.match(path)
    if found is None:
        return path, False
    return path[found.end() :], found[0][:-1] == version()


def place_of(path: str) -> str | None:
    """Where the static file lies: among ours, or in an installed application's."""
    from django.contrib.staticfiles import finders

    found = finders.find(path)
    return found if isinstance(found, str) else None


@dataclass(frozen=True, slots=True)
class _State:
    name: str
    files: int  # a hash of their names, times and sizes
    seen: float  # seconds of a steady clock


_known: dict[Path, _State] = {}


def _named(folder: Path, look_again: bool) -> str:
    known = _known.get(folder)
    now = time.monotonic()
    if known is not None and (not look_again or now - known.seen < LOOK_AGAIN):
        return known.name
    files = hash(tuple((path, found.st_mtime_ns, found.st_size) for path, found in _files(folder)))
    name = known.name if known is not None and known.files == files else _name(folder)
    _known[folder] = _State(name, files, now)
    return name


def _name(folder: Path) -> str:
    contents = hashlib.sha256()
    for path, _ in _files(folder):
        contents.update(path.encode() + b"\0" + Path(path).read_bytes())
    return f"v-{contents.hexdigest()[:12]}"


def _files(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    for directory, below, names in os.walk(folder):
        below.sort()
        for name in sorted(names):
            path = os.path.join(directory, name)
            yield path, os.stat(path)
