"""REST: good input, bad input, and the shape of every error."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from boards.api import parsing
from boards.models import Board, Operation
from boards.selectors import board_document
from modeling import document

pytestmark = pytest.mark.django_db

PARTLY_BAD = {
    "format": "eventstorm/board",
    "version": 1,
    "name": "Half",
    "elements": [
        {"id": "e1", "kind": "domain_event", "label": "Good"},
        {"id": "e2", "kind": "unicorn", "label": "Unknown kind"},
        {"id": "e3", "kind": "command", "label": "x" * 100_000},
    ],
    "links": [{"id": "l1", "from": "e1", "to": "nowhere"}],
    "frames": [
        {"id": "f1", "kind": "region", "label": "A", "elements": ["f2"]},
        {"id": "f2", "kind": "region", "label": "B", "elements": ["f1"]},
    ],
}


def post(person, path, body):
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return person.client.post(f"/api/v1/boards/{path}", text, content_type="application/json")


def push(person, identity, *operations, **rest):
    return post(person, f"{person.board}/operations/", {"id": identity, "operations": operations, **rest})


def test_a_board_made_from_a_document_keeps_the_good_part_and_names_the_rest(charlie):
    made = post(charlie, "", {"document": PARTLY_BAD})
    assert made.status_code == 201
    answer = made.json()
    assert {problem["where"].split("[")[0].split()[0] for problem in answer["problems"]} == {
        "elements",
        "links",
        "frames",
    }
    kept = board_document(answer["id"])
    assert [element["id"] for element in kept["elements"]] == ["e1"]
    assert kept["name"] == "Half"
    assert all("x" in element for element in kept["elements"])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[]", 400),
        (b"\xff\xfe{}", 400),
        ('{"document": {"format": "other"}}', 400),
        ('{"document": {"format": "eventstorm/board", "version": 9}}', 400),
        ('{"name": NaN}', 400),
        ('{"name": 7}', 400),
        ('{"source": "example:nothing"}', 404),
        ("[" * 100_000, 400),
    ],
)
def test_a_bad_request_gets_a_sentence_and_makes_nothing(charlie, body, status):
    before = Board.objects.count()
    refused = post(charlie, "", body)
    assert refused.status_code == status
    error = refused.json()["error"]
    assert error["what"].endswith((".", "…"))
    assert Board.objects.count() == before


def test_a_document_over_the_limit_is_413_with_a_sentence(charlie, monkeypatch):
    from boards.api.boards import BoardList

    monkeypatch.setattr(BoardList, "largest_body", 1000)
    refused = post(charlie, "", {"document": {"name": "x" * 2000}})
    assert refused.status_code == 413
    assert "larger" in refused.json()["error"]["what"]


def test_fifty_thousand_notes_are_cut_to_what_a_board_holds_and_it_is_said(charlie):
    notes = [{"id": f"e{i}", "kind": "domain_event", "label": "E"} for i in range(50_000)]
    made = post(charlie, "", {"document": {"format": "eventstorm/board", "version": 1, "elements": notes}})
    assert made.status_code == 201
    assert any("50000" in problem["message"] for problem in made.json()["problems"])
    assert len(board_document(made.json()["id"])["elements"]) == 20_000


def test_a_push_by_rest_is_answered_once_and_for_all(alice, note):
    first = push(alice, "p1", note("n1"))
    assert first.json() == {"id": "p1", "revision": 1, "skipped": []}
    assert push(alice, "p1", note("n1")).json() == first.json()
    assert Operation.objects.count() == 1
    since = alice.client.get(f"/api/v1/boards/{alice.board}/operations/?since=0").json()
    assert since["revision"] == 1
    assert since["operations"][0]["push"] == "p1"


@pytest.mark.parametrize(
    ("operation", "status"),
    [
        ({"op": "dance"}, 409),
        ({"op": "set_label", "id": "gone", "label": "x"}, 409),
        ({"op": "set_label", "id": "e1", "label": "x" * 100_000}, 409),
        ({"op": "move_elements", "moves": [["e1", 1e300, 0]]}, 409),
        ({"op": "add_links", "links": [{"id": "l", "from": "e1", "to": "gone"}]}, 409),
        ({"op": "add_elements", "elements": [{"id": "n", "kind": "unicorn", "label": ""}]}, 409),
        ("not an object", 409),
    ],
)
def test_a_refused_operation_gets_a_reason_and_nothing_changes(alice, operation, status):
    before = board_document(alice.board)
    refused = push(alice, "p1", operation)
    assert refused.status_code == status
    assert refused.json()["error"]["what"]
    assert board_document(alice.board) == before


def test_undo_by_rest_takes_back_the_last_push(alice, note):
    push(alice, "p1", note("n1"))
    assert post(alice, f"{alice.board}/operations/", {"id": "u1", "undo": "p1"}).status_code == 200
    assert "n1" not in [element["id"] for element in board_document(alice.board)["elements"]]
    assert post(alice, f"{alice.board}/operations/", {"id": "u2", "undo": "never"}).status_code == 409


def test_adding_a_document_gives_new_ids_where_they_are_taken_and_overlaps_nothing(alice):
    shop = {
        "format": "eventstorm/board",
        "version": 1,
        "name": "More",
        "elements": [
            {"id": "e1", "kind": "domain_event", "label": "Another", "x": 0, "y": 0},
            {"id": "x1", "kind": "command", "label": "New", "x": 200, "y": 0},
        ],
        "types": [{"name": "Money", "fields": [{"name": "amount", "type": "int"}]}],
        "links": [{"id": "l1", "from": "x1", "to": "e1"}],
        "frames": [{"id": "f1", "kind": "bounded_context", "label": "F", "x": -50, "y": -50, "elements": ["e1", "x1"]}],
        "examples": [{"id": "s1", "command": "x1", "then": ["e1"]}],
        "decisions": {
            "same_context": [["e1", "x1"]],
            "contexts": [{"anchor": "e1", "name": "Moved", "value": 4}],
            "extraction": {"first": ["e1"]},
        },
    }
    added = post(alice, f"{alice.board}/document/", shop)
    assert added.status_code == 201, added.json()
    new = added.json()["ids"]["e1"]
    assert new != "e1"
    after = board_document(alice.board)
    by_id = {element["id"]: element for element in after["elements"]}
    assert by_id["e1"]["label"] == "Label e1"
    assert by_id[new]["x"] >= 160
    assert after["links"] == [{"id": "l1", "from": "x1", "to": new}]
    assert sorted(after["frames"][0]["elements"]) == sorted([new, "x1"])
    assert after["examples"][0]["then"] == [new]
    assert sorted(after["decisions"]["same_context"][0]) == sorted([new, "x1"])
    assert after["decisions"]["contexts"][0]["anchor"] == new
    assert after["decisions"]["extraction"]["first"] == [new]
    assert document.read(after).problems == ()


def test_a_release_keeps_the_document_as_it_was(alice, note):
    signed = alice.client.post(
        f"/api/v1/boards/{alice.board}/releases/", '{"name": "One"}', content_type="application/json"
    ).json()
    assert (signed["number"], signed["signed_by"]) == (1, alice.member.id)
    push(alice, "p1", note("n1"))
    frozen = alice.client.get(f"/api/v1/boards/{alice.board}/releases/1/").json()
    assert "n1" not in [element["id"] for element in frozen["elements"]]


def test_the_snapshot_is_the_board_with_its_revision_and_stamps(alice, note):
    push(alice, "p1", note("n1"))
    address = f"/api/v1/boards/{alice.board}/snapshot/"
    response = alice.client.get(address, headers={"Accept-Encoding": "gzip, deflate"})
    assert response.headers["Content-Encoding"] == "gzip"
    from boards.snapshots import unpack

    found = unpack(response.content)
    assert found["revision"] == 1
    assert found["document"] == board_document(alice.board)
    assert found["stamps"]["element/n1"] == [1, alice.member.id]
    assert alice.client.get(address).json() == found


def test_making_boards_has_a_quota(charlie, settings):
    settings.QUOTAS = {**settings.QUOTAS, "create": (2, 3600)}
    assert [post(charlie, "", {}).status_code for _ in range(3)] == [201, 201, 429]
    refused = post(charlie, "", {})
    assert refused.json()["error"]["do"].startswith("Try again in")
    assert int(refused.headers["Retry-After"]) > 0


def test_a_failure_tells_nothing_of_its_inside(alice, monkeypatch):
    def broken(board_id):
        raise RuntimeError("secret path /etc/inside")

    monkeypatch.setattr("boards.api.boards.board_document", broken)
    answer = alice.client.get(f"/api/v1/boards/{alice.board}/document/")
    assert answer.status_code == 500
    assert "inside" not in answer.content.decode()
    assert answer.json()["error"]["what"]


def test_the_description_is_openapi_3_1_and_names_every_address(alice):
    found = alice.client.get("/api/v1/schema/").json()
    assert found["openapi"].startswith("3.1")
    assert "/api/v1/boards/{board_id}/operations/" in found["paths"]


def test_an_unknown_address_is_answered_in_the_same_shape(alice):
    for path in ("/api/v1/nonsense/", f"/api/v1/boards/{alice.board}/nonsense/"):
        assert alice.client.get(path).json()["error"]["what"]
    assert alice.client.put(f"/api/v1/boards/{alice.board}/").status_code == 405


def test_the_start_form_makes_blank_example_and_file_boards(charlie):
    slug = charlie.client.get("/api/v1/examples/").json()[0]["slug"]
    file = SimpleUploadedFile("half.board.json", json.dumps(PARTLY_BAD).encode(), "application/json")
    for fields in (
        {"source": "blank", "name": "Mine"},
        {"source": f"example:{slug}"},
        {"source": "file", "file": file},
    ):
        made = charlie.client.post("/boards/", fields)
        assert made.status_code == 302
        page = charlie.client.get(made.headers["Location"])
        assert page.status_code == 200
    assert "unicorn" in page.content.decode()
    assert "unicorn" not in charlie.client.get(made.headers["Location"]).content.decode()


@pytest.mark.parametrize("content", [b"", b"not json", b'{"format": "x"}', b"\xff" * 50])
def test_a_file_that_is_no_board_gets_a_page_with_a_sentence(charlie, content):
    file = SimpleUploadedFile("x.json", content, "application/json")
    refused = charlie.client.post("/boards/", {"source": "file", "file": file})
    assert refused.status_code == 400
    assert "board document" in refused.content.decode()


def test_markup_in_names_is_text(charlie):
    made = post(charlie, "", {"name": "<script>alert(1)</script>"}).json()
    html = charlie.client.get(made["url"]).content.decode()
    assert "<script>alert" not in html
    assert "<script>alert" not in charlie.client.get("/").content.decode()


def test_the_limits_of_a_request_are_those_of_a_document():
    from modeling import limits

    assert parsing.DOCUMENT == limits.DOCUMENT_BYTES
