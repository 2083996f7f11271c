"""A Python environment in which what a generated system's requirements.txt names is installed, and nothing of ours."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path

_KEPT = Path(__file__).parents[2] / ".venv" / "generated-systems"
#: The versions that this project's own tests pin; a release of tomorrow is not to fail today's tests.
_PINNED = "fastapi uvicorn pydantic sqlalchemy aiosqlite httpx pytest pytest-asyncio".split()


def python_for(folder: Path) -> str:
    """The interpreter for the system that `folder` is in. Installs at first sight of its requirements, once per
    checkout: all systems that ask for the same share it."""
    requirements = next(
        place / "requirements.txt" for place in (folder, *folder.parents) if (place / "requirements.txt").exists()
    ).read_text("utf-8")
    constraints = "".join(f"{name}=={metadata.version(name)}\n" for name in _PINNED)
    asked = f"{sys.version}\n{requirements}\n{constraints}"
    home = _KEPT / hashlib.sha256(asked.encode()).hexdigest()[:16]
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:  # several test processes ask at once
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "installed").exists():
            _install(home, requirements, constraints)
            (home / "installed").touch()
    return str(home / "bin" / "python")


def _install(home: Path, requirements: str, constraints: str) -> None:
    venv.create(home, with_pip=True)
    (home / "requirements.txt").write_text(requirements, "utf-8")
    (home / "constraints.txt").write_text(constraints, "utf-8")
    pip = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", "requirements.txt", "-c", "constraints.txt"], cwd=home, check=True)
