"""Is anything that we run known to be vulnerable, or licensed so that we may not ship it?

    python -m tools.audit_dependencies [--offline]

Asks the advisory services that answer (PyPI's JSON, OSV, npm's registry) about the exact versions that are installed or
locked. A known vulnerability or a licence of the GPL's kind at run time fails; a service that cannot be asked is named
and does not: a build without the network is no proof of anything, and says so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.dependency_licences import Package, closure, copyleft

ROOT = Path(__file__).resolve().parents[1]
PYPI = "https://pypi.org/pypi"
OSV = "https://api.osv.dev/v1/querybatch"
_SECONDS = 15.0


class CouldNotAsk(Exception):
    """The service gave no answer that could be understood; the message says why."""


@dataclass(frozen=True, slots=True)
class Advisory:
    package: str
    version: str
    name: str

    def __str__(self) -> str:
        return f"{self.package} {self.version} is vulnerable: {self.name}"


Service = Callable[[Sequence[Package]], list[Advisory]]


def ask_osv(packages: Sequence[Package], address: str = OSV) -> list[Advisory]:
    """One question about all packages to the OSV database."""
    queries = [{"version": p.version, "package": {"name": p.name, "ecosystem": "PyPI"}} for p in packages]
    answer = _fetch(address, {"queries": queries})
    results = answer.get("results")
    if not isinstance(results, list) or len(results) != len(packages):
        raise CouldNotAsk("its answer is not one for each package")
    return [
        Advisory(package.name, package.version, str(found["id"]))
        for package, result in zip(packages, results, strict=True)
        for found in result.get("vulns", ())
    ]


def ask_pypi(packages: Sequence[Package], address: str = PYPI) -> list[Advisory]:
    """A question for each package to the index's JSON, which carries its advisories."""
    found = []
    for package in packages:
        answer = _fetch(f"{address}/{package.name}/{package.version}/json")
        if "vulnerabilities" not in answer:
            raise CouldNotAsk("its answers name no vulnerabilities")
        for advisory in answer["vulnerabilities"]:
            if not advisory.get("withdrawn"):
                found.append(Advisory(package.name, package.version, str(advisory["id"])))
    return found


def ask_npm(folder: Path = ROOT) -> list[Advisory]:
    """npm's own audit of the lock file."""
    command = ["npm", "audit", "--json", "--package-lock-only"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
        answer = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise CouldNotAsk(str(error)[:120]) from None
    if "vulnerabilities" not in answer:
        raise CouldNotAsk(str(answer.get("message") or answer.get("error") or "its answer is none")[:120])
    return [Advisory(name, str(found.get("range", "")), str(found.get("severity"))) for name, found in
            sorted(answer["vulnerabilities"].items())]  # fmt: skip


def _fetch(address: str, body: object = None) -> dict[str, object]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            found = json.load(answer)
    except (OSError, ValueError) as error:  # URLError is an OSError
        raise CouldNotAsk(str(error)[:120]) from None
    if not isinstance(found, dict):
        raise CouldNotAsk("its answer is no object")
    return found


def ask_first(packages: Sequence[Package], services: Sequence[tuple[str, Service]]) -> list[Advisory] | None:
    """The advisories of the first service that answers; None when none does, after saying so."""
    for name, ask in services:
        try:
            return ask(packages)
        except CouldNotAsk as error:
            print(f"audit: could not ask {name}: {error}", file=sys.stderr)
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--offline", action="store_true", help="only what needs no network: the licences")
    offline = parser.parse_args(arguments).offline
    packages = closure(ROOT / "requirements.txt")
    wrong = [f"{package.name} is {package.licence}: not at run time" for package in packages if copyleft(package)]
    if not offline:
        python = ask_first(packages, (("OSV", ask_osv), ("PyPI", ask_pypi)))
        javascript = ask_first((), (("npm", lambda _: ask_npm()),))
        wrong += [str(advisory) for advisory in (*(python or ()), *(javascript or ()))]
        asked = [name for name, found in (("Python", python), ("JavaScript", javascript)) if found is not None]
        print(f"audit: {len(packages)} packages at run time; advisories asked for: {', '.join(asked) or 'none'}")
    for line in wrong:
        print(f"audit: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
