"""The audit of dependencies: a known vulnerability or a copyleft licence fails, a service that is silent does not."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tools import audit_dependencies as audit
from tools.bill_of_materials import VENDORED, bill
from tools.dependency_licences import Package, closure, copyleft

OLD = Package("jinja2", "2.0", "BSD")
FINE = Package("attrs", "26.1.0", "MIT")


@pytest.fixture
def service() -> Iterator[tuple[str, dict[str, Any]]]:
    """An advisory service on loopback: address, and answer by path (None: 404)."""
    answers: dict[str, Any] = {}

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            found = answers.get(self.path)
            body = json.dumps(found).encode() if not isinstance(found, bytes) else found
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", answers
    server.shutdown()
    server.server_close()


def test_an_advisory_of_the_index_is_found_unless_it_was_withdrawn(service):
    address, answers = service
    answers["/jinja2/2.0/json"] = {"vulnerabilities": [{"id": "PYSEC-1"}, {"id": "PYSEC-2", "withdrawn": "2026"}]}
    answers["/attrs/26.1.0/json"] = {"vulnerabilities": []}
    found = audit.ask_pypi([OLD, FINE], address)
    assert [str(advisory) for advisory in found] == ["jinja2 2.0 is vulnerable: PYSEC-1"]


def test_an_advisory_of_osv_is_found(service):
    address, answers = service
    answers["/"] = {"results": [{"vulns": [{"id": "GHSA-1"}]}, {}]}
    assert [advisory.name for advisory in audit.ask_osv([OLD, FINE], f"{address}/")] == ["GHSA-1"]


@pytest.mark.parametrize("answer", [None, b"<html>", {"results": []}, [], {}])
def test_a_service_that_cannot_be_asked_is_named_and_the_next_one_asked(service, capsys, answer):
    address, answers = service
    answers["/"] = answer
    answers["/jinja2/2.0/json"] = {"vulnerabilities": [{"id": "PYSEC-1"}]}
    services = (
        ("OSV", lambda packages: audit.ask_osv(packages, f"{address}/")),
        ("PyPI", lambda packages: audit.ask_pypi(packages, address)),
    )
    found = audit.ask_first([OLD], services)
    assert found is not None
    assert [advisory.name for advisory in found] == ["PYSEC-1"]
    assert "could not ask OSV" in capsys.readouterr().err


def test_when_no_service_answers_nothing_is_claimed(service, capsys):
    address, _ = service
    assert audit.ask_first([OLD], (("PyPI", lambda packages: audit.ask_pypi(packages, address)),)) is None
    assert "could not ask PyPI" in capsys.readouterr().err


def test_a_known_vulnerability_fails_the_audit(monkeypatch, capsys):
    monkeypatch.setattr(audit, "ask_osv", lambda packages: [audit.Advisory("jinja2", "2.0", "GHSA-1")])
    monkeypatch.setattr(audit, "ask_npm", list)
    assert audit.main([]) == 1
    assert "jinja2 2.0 is vulnerable: GHSA-1" in capsys.readouterr().err


def test_nothing_that_runs_is_under_the_gpl():
    found = closure(audit.ROOT / "requirements.txt")
    names = {package.name for package in found}
    assert {"django", "asgiref", "psycopg-binary"} <= names, "what is needed in turn is looked at too"
    assert [package for package in found if copyleft(package)] == []
    assert [package.name for package in found if not package.licence] == []
    assert audit.main(["--offline"]) == 0


@pytest.mark.parametrize(
    ("licence", "asks"),
    [
        ("GPL-3.0-or-later", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("AGPL-3.0-only", True),
        ("GNU Affero General Public License v3", True),
        ("LGPL-3.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("GPL-2.0-only OR MIT", False),
        ("MIT", False),
    ],
)
def test_a_copyleft_licence_is_known_by_its_names(licence, asks):
    assert copyleft(Package("x", "1", licence)) is asks


def test_the_bill_of_materials_names_all_that_runs_with_version_and_licence():
    found = bill()
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    named = {component["name"]: component for component in found["components"]}
    assert {package.name for package in closure(audit.ROOT / "requirements.txt")} <= set(named)
    assert all(component["purl"].endswith(f"@{component['version']}") for component in named.values())
    assert all(component["licenses"][0]["license"]["name"] for component in named.values())
    vendored = (audit.ROOT / "tools/vendor.mjs").read_text()
    assert all(f'"{name}"' in vendored or f"/{name.rpartition('/')[2]}" in vendored for name in VENDORED)
    copied = {file.stem for file in (audit.ROOT / "static/js/lib/vendor").glob("*.js")}
    assert copied <= set(VENDORED), "every vendored library is on the bill"
