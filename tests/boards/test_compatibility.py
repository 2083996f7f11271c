"""What has become of the schemas since the last release."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.django_db

BOARD = {
    "format": "eventstorm/board",
    "version": 1,
    "name": "Parcels",
    "elements": [
        {"id": "a1", "kind": "aggregate", "label": "Parcel", "x": 0, "y": 0},
        {"id": "c1", "kind": "command", "label": "Send parcel", "x": -200, "y": 0},
        {
            "id": "e1",
            "kind": "domain_event",
            "label": "Parcel sent",
            "x": 200,
            "y": 0,
            "fields": [{"name": "parcelId", "type": "uuid"}],
        },
    ],
    "links": [{"id": "l1", "from": "c1", "to": "a1"}, {"id": "l2", "from": "a1", "to": "e1"}],
}


def post(client, address, body):
    return client.post(address, json.dumps(body), content_type="application/json")


def set_fields(client, api, event, *fields):
    operation = {"op": "set_element", "id": event, "property": "fields", "value": list(fields)}
    answer = post(client, f"{api}operations/", {"id": f"push-{len(fields)}", "operations": [operation]})
    assert answer.status_code in (200, 201), answer.content


@pytest.fixture
def parcels(alice):
    """(address of Alice's board, id that its event has there)"""
    api = f"/api/v1/boards/{alice.board}/"
    added = post(alice.client, f"{api}document/", BOARD)
    assert added.status_code == 201
    return api, added.json()["ids"].get("e1", "e1")


def test_without_a_release_there_is_nothing_to_compare_with(parcels, alice):
    api, _ = parcels
    assert alice.client.get(f"{api}releases/changes/").json() == {"release": None, "changes": []}


def test_a_field_that_goes_breaks_readers_and_one_that_comes_optional_does_not(parcels, alice):
    api, event = parcels
    assert post(alice.client, f"{api}releases/", {"name": "first"}).status_code == 201
    assert alice.client.get(f"{api}releases/changes/").json() == {"release": 1, "changes": []}
    kept = {"name": "parcelId", "type": "uuid"}
    set_fields(alice.client, api, event, kept, {"name": "note", "type": "string?", "required": False})
    found = alice.client.get(f"{api}releases/changes/").json()
    assert [(change["field"], change["breaks"]) for change in found["changes"]] == [("note", False)]
    set_fields(alice.client, api, event)
    found = alice.client.get(f"{api}releases/changes/").json()
    assert [(change["field"], change["breaks"]) for change in found["changes"]] == [("parcelId", True)]


def test_a_stranger_sees_no_changes(parcels, charlie):
    api, _ = parcels
    assert charlie.client.get(f"{api}releases/changes/").status_code == 404
