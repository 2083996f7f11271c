"""Analysis, coupling, playbook and generation over REST; their worth is tested with the packages that make them."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from boards import understanding
from boards.examples import example_document

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "analysis/",
    "coupling/",
    "playbook/",
    "playbook/archive/",
    "generation/",
    "generation/archive/",
    "generation/search/?q=event",
]


@pytest.fixture
def shop(alice):
    """Alice's board, filled with the first example."""
    slug = alice.client.get("/api/v1/examples/").json()[0]["slug"]
    body = json.dumps(example_document(slug))
    added = alice.client.post(f"/api/v1/boards/{alice.board}/document/", body, content_type="application/json")
    assert added.status_code == 201, added.content
    return f"/api/v1/boards/{alice.board}/"


def test_a_viewer_understands_and_generates_and_a_stranger_sees_nothing(shop, with_role, charlie):
    viewer = with_role("viewer")
    for address in ADDRESSES:
        assert viewer.client.get(shop + address).status_code == 200, address
        assert charlie.client.get(shop + address).status_code == 404, address


def test_the_analysis_has_the_keys_of_the_contract_and_the_revision(shop, alice):
    found = alice.client.get(shop + "analysis/").json()
    assert set(found) >= {
        "revision",
        "contexts",
        "questions",
        "inferred_links",
        "context_map",
        "sagas",
        "cycles",
        "extraction",
        "findings",
    }
    assert found["revision"] == alice.client.get(shop).json()["revision"]
    assert len(found["contexts"]) > 1


def test_coupling_names_contexts_of_the_analysis_at_the_same_granularity(shop, alice):
    for granularity in ("0", "0.5", "1"):
        contexts = {k["id"] for k in alice.client.get(f"{shop}analysis/?granularity={granularity}").json()["contexts"]}
        cells = alice.client.get(f"{shop}coupling/?granularity={granularity}").json()["cells"]
        assert {cell["upstream"] for cell in cells} | {cell["downstream"] for cell in cells} <= contexts
        assert all(cell["weight"] > 0 for cell in cells)


@pytest.mark.parametrize("granularity", ["nan", "2", "-1", "x", "inf"])
def test_a_granularity_that_is_none_is_refused(shop, alice, granularity):
    refused = alice.client.get(f"{shop}analysis/?granularity={granularity}")
    assert refused.status_code == 400
    assert refused.json()["error"]["where"] == "granularity"


def test_an_analysis_is_made_once_a_revision(shop, alice, monkeypatch):
    calls = []
    original = understanding.analyse
    monkeypatch.setattr(understanding, "analyse", lambda *a, **k: calls.append(1) or original(*a, **k))
    for _ in range(3):
        alice.client.get(shop + "analysis/")
    assert len(calls) == 1
    alice.client.patch(shop, '{"name": "Other"}', content_type="application/json")
    alice.client.get(shop + "analysis/")
    assert len(calls) == 2


def test_the_files_of_the_list_are_those_of_the_zip_and_can_be_read_one_by_one(shop, alice):
    listed = alice.client.get(shop + "generation/").json()["files"]
    with zipfile.ZipFile(io.BytesIO(alice.client.get(shop + "generation/archive/").content)) as archive:
        assert sorted(file["path"] for file in listed) == sorted(archive.namelist())
        python = next(file for file in listed if file["path"].endswith(".py") and file["size"] > 200)
        found = alice.client.get(shop + "generation/file/", {"path": python["path"]}).json()
        assert archive.read(python["path"]).decode() == found["text"]
    assert 'class="' in found["html"]
    assert found["html"].count("\n") == found["text"].count("\n")


@pytest.mark.parametrize("path", ["", "../../etc/passwd", "/etc/passwd", "nothing.py"])
def test_a_file_that_is_not_generated_is_not_there(shop, alice, path):
    assert alice.client.get(shop + "generation/file/", {"path": path}).status_code == 404


def test_the_playbook_archive_holds_a_page_and_the_data(shop, alice):
    with zipfile.ZipFile(io.BytesIO(alice.client.get(shop + "playbook/archive/").content)) as archive:
        names = archive.namelist()
        assert any(name.endswith(".md") for name in names)
        assert json.loads(archive.read("playbook.json"))["pages"]


def test_an_empty_board_is_understood_and_generated_without_complaint(charlie):
    made = charlie.client.post("/api/v1/boards/", "{}", content_type="application/json").json()
    for address in ADDRESSES:
        assert charlie.client.get(f"/api/v1/boards/{made['id']}/{address}").status_code == 200, address
