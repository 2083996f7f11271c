"""What generation makes: files as values. A zip, a directory and a preview are three views of one list of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Policy = Literal["owned", "merge", "once"]

#: The folder inside a generated system in which regeneration remembers what it wrote.
MEMORY = ".eventstorm"
LONGEST_PATH = 200  # characters

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can hold
_FORBIDDEN = set('\\:*?"<>|')  # on some file system or other
_RESERVED_ENDINGS = (".yours", ".merge")  # regeneration puts these beside a file


class UnsafePath(ValueError):
    """A path that could lead out of the directory, or that some file system cannot hold."""


class ClashingPaths(ValueError):
    """Two artifacts want the same place."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One generated file. `path` is relative, with `/`.

    `policy`: "owned" is rewritten whenever it changes; "merge" is written together with a person, three-way;
    "once" is written when it is not there and never touched again. Raises `UnsafePath` for a path that is absolute,
    climbs with `..`, is longer than 200 characters, lies in the memory folder, or has characters a file system refuses.
    """

    path: str
    text: str
    policy: Policy = "owned"

    def __post_init__(self) -> None:
        check_path(self.path)
        if self.policy not in get_args(Policy):
            raise ValueError(f"“{self.policy}” is not a policy. Use one of: {', '.join(get_args(Policy))}.")

    @property
    def data(self) -> bytes:
        """The text as UTF-8; a lone surrogate, which no file can hold, becomes “?”."""
        return self.text.encode("utf-8", "replace")

    @property
    def executable(self) -> bool:
        return self.text.startswith("#!")


def check_path(path: str) -> None:
    """Raises `UnsafePath` unless `path` is safe to write under any directory; see `Artifact`."""
    shown = path if len(path) <= 80 else path[:77] + "…"
    if not path or len(path) > LONGEST_PATH:
        raise UnsafePath(f"The path “{shown}” has {len(path)} characters. Use 1 to {LONGEST_PATH}.")
    if path.startswith("/"):
        raise UnsafePath(f"The path “{shown}” is absolute. Make it relative to the generated system.")
    parts = path.split("/")
    for part in parts:
        if part in ("", ".", "..") or part.endswith((".", " ")) or part.startswith(" "):
            raise UnsafePath(f"The path “{shown}” has the part “{part}”, which no file may be called.")
        if any(mark in _FORBIDDEN or not mark.isprintable() for mark in part):
            raise UnsafePath(f"The path “{shown}” has a character that some file systems refuse.")
        if len(part.encode("utf-8", "replace")) > LONGEST_PATH:
            raise UnsafePath(f"The path “{shown}” has a part of more than {LONGEST_PATH} bytes. Shorten it.")
    if parts[0].lower() in (MEMORY, ".git"):
        raise UnsafePath(f"The path “{shown}” lies in {parts[0]}, which is not generated.")
    if path.endswith(_RESERVED_ENDINGS):
        raise UnsafePath(f"The path “{shown}” ends in {' or '.join(_RESERVED_ENDINGS)}, which regeneration uses.")


def in_order(artifacts: Iterable[Artifact]) -> tuple[Artifact, ...]:
    """The artifacts by path.

    Raises `ClashingPaths` when two have the same path (also if only upper and lower case differ), or when one path is a
    folder of another.
    """
    ordered = tuple(sorted(artifacts, key=lambda artifact: artifact.path))
    folders = {folder.lower() for artifact in ordered for folder in _folders(artifact.path)}
    seen: set[str] = set()
    for artifact in ordered:
        folded = artifact.path.lower()
        if folded in seen:
            raise ClashingPaths(
                f"Two files would be called “{artifact.path}”. Rename one of the things they stand for."
            )
        if folded in folders:
            raise ClashingPaths(
                f"“{artifact.path}” would be a file and a folder. Rename one of the things it stands for."
            )
        seen.add(folded)
    return ordered


def to_zip(artifacts: Iterable[Artifact]) -> bytes:
    """The artifacts as a zip: sorted by path, with fixed dates and modes, so that equal lists give equal bytes.

    Raises `ClashingPaths`.
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for artifact in in_order(artifacts):
            entry = zipfile.ZipInfo(artifact.path, _EARLIEST)
            entry.create_system = 3  # Unix: the mode below counts
            entry.external_attr = (0o100755 if artifact.executable else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, artifact.data)
    return held.getvalue()


def _folders(path: str) -> Iterable[str]:
    parts = path.split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts)))
