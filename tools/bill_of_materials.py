"""What runs, as a bill of materials (CycloneDX 1.6, JSON): Python packages as installed, and what the browser gets.

    python -m tools.bill_of_materials > eventstorm.cdx.json

The same input gives the same bytes: no time and no serial number is in it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tools.dependency_licences import closure

ROOT = Path(__file__).resolve().parents[1]
#: npm packages that tools/vendor.mjs copies into static/js/lib/vendor; all others only build and test.
VENDORED = ("lit-html", "quickselect", "rbush", "@fontsource-variable/inter")


def bill() -> dict[str, Any]:
    """The document."""
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    python = [
        _component(package.name, package.version, "pypi", package.licence)
        for package in closure(ROOT / "requirements.txt")
    ]
    browser = [
        _component(name, held["version"], "npm", held.get("license", ""))
        for name, held in ((name, locked[f"node_modules/{name}"]) for name in VENDORED)
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "eventstorm"}},
        "components": [*python, *browser],
    }


def _component(name: str, version: str, registry: str, licence: str) -> dict[str, Any]:
    address = f"pkg:{registry}/{name.replace('@', '%40')}@{version}"
    found = {"type": "library", "bom-ref": address, "name": name, "version": version, "purl": address}
    return {**found, **({"licenses": [{"license": {"name": licence}}]} if licence else {})}


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=1)
    print()
