"""Three-way merge of texts, done by `git merge-file`: the only place where generation starts a process."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

_MOST_CONFLICTS = 127  # git's exit code is the number of conflicts, cut here; above it is an error
_PATIENCE = 60  # seconds

GIT_IS_MISSING = (
    "git is not installed, so edited files could not be merged: they are left as they are and the new text lies beside "
    "them as .merge. Install git and generate again."
)


@dataclass(frozen=True, slots=True)
class Merged:
    """`data` is the merged text, with diff3 markers where `clean` is false. `problem` is a sentence or ""."""

    data: bytes
    clean: bool
    problem: str = ""


def three_way(mine: bytes, base: bytes, new: bytes) -> Merged:
    """The person's text and the newly generated one, merged against the one generated before.

    Where it cannot be merged at all (git is missing, the person's text is binary), `data` is `new`, not clean.
    """
    if mine in (base, new):
        return Merged(new, clean=True)
    if new == base:
        return Merged(mine, clean=True)
    git = shutil.which("git")
    if git is None:
        return Merged(new, clean=False, problem=GIT_IS_MISSING)
    with tempfile.TemporaryDirectory(prefix="eventstorm-merge-") as folder:
        for name, data in (("mine", mine), ("base", base), ("new", new)):
            Path(folder, name).write_bytes(data)
        command = [git, "merge-file", "-p", "--diff3", "-L", "yours", "-L", "generated before", "-L", "generated now"]
        try:
            run = subprocess.run(
                [*command, "mine", "base", "new"],
                cwd=folder,
                env=_environment(folder),
                capture_output=True,
                timeout=_PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return Merged(new, clean=False, problem=f"git could not merge: {error}.")
    if 0 <= run.returncode <= _MOST_CONFLICTS:
        return Merged(run.stdout, clean=run.returncode == 0)
    return Merged(new, clean=False, problem=f"git could not merge: {run.stderr.decode('utf-8', 'replace').strip()}.")


def _environment(folder: str) -> dict[str, str]:
    """What git needs and nothing that could point it at a repository or at somebody's settings."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {
        "HOME": folder,
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CEILING_DIRECTORIES": str(Path(folder).parent),
    }
