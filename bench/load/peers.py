"""Programs of the npm registry: the people's sockets, and the servers that Eventstorm is measured against."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "peers"

#: The version of Node that Hocuspocus asks for, whatever the machine has; people and peers run on it.
NODE = FOLDER / "node_modules" / ".bin" / "node"


class NoPeers(RuntimeError):
    pass


def ensure_peers() -> None:
    """Installs bench/peers as its lock file says; once, and again when the list changed. Raises `NoPeers`."""
    listed, installed = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= listed.stat().st_mtime:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise NoPeers("The load bench needs npm. On Debian: apt-get install npm")
    done = subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=FOLDER, capture_output=True, text=True)
    if done.returncode:
        raise NoPeers(f"npm ci in {FOLDER} failed:\n{done.stderr[-2000:]}")
