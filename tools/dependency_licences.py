"""What is installed for running, with everything it needs in turn, and under which licence each of it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_COPYLEFT = re.compile(r"\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)
_LESSER = re.compile(r"\bLGPL|Lesser General Public|Library or Lesser", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Package:
    """`licence`: all that the package says of it, on one line."""

    name: str
    version: str
    licence: str


def closure(requirements: Path) -> tuple[Package, ...]:
    """The packages of a requirements file and what they require, as installed, by name.

    Raises `PackageNotFoundError` for one that is not installed.
    """
    lines = (line.partition(" #")[0].strip() for line in requirements.read_text().splitlines())
    waiting = [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]
    found: dict[str, Package] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, frozenset(requirement.extras)) in seen:
            continue
        seen.add((name, frozenset(requirement.extras)))
        installed = metadata.distribution(name)
        found[name] = Package(name, installed.version, _licence(installed.metadata))
        waiting += [needed for needed in map(Requirement, installed.requires or ()) if _counts(needed, requirement)]
    return tuple(found[name] for name in sorted(found))


def copyleft(package: Package) -> bool:
    """Whether the licence asks for the source of whatever it is part of. LGPL does not, for a package of its own."""
    offers = re.split(r"\bOR\b", package.licence)
    return all(_COPYLEFT.search(offer) and not _LESSER.search(offer) for offer in offers)


def _counts(needed: Requirement, by: Requirement) -> bool:
    marker = needed.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in (*by.extras, ""))


def _licence(said: metadata.PackageMetadata) -> str:
    """The expression if there is one, else the classifiers, else the first line of the free text."""
    if said.get("License-Expression"):
        return str(said["License-Expression"])
    classifiers = [line for line in said.get_all("Classifier") or () if line.startswith("License ::")]
    named = [line.rpartition(" :: ")[2] for line in classifiers if line != "License :: OSI Approved"]
    return "; ".join(named) or (said.get("License") or "").strip().partition("\n")[0]
