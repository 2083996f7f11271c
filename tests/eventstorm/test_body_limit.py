"""Requests that are too large are answered before anything of them is kept."""

from __future__ import annotations

import json

import pytest
from asgiref.testing import ApplicationCommunicator

from eventstorm.body_limit import BodyLimit


async def passes_on(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([], 200),
        ([(b"content-length", b"1048576")], 200),
        ([(b"content-length", b"1048577")], 413),
        ([(b"content-length", b"-1")], 413),
        ([(b"content-length", b"many")], 413),
        ([(b"transfer-encoding", b"chunked")], 411),
    ],
)
async def test_only_a_body_of_known_and_bounded_length_passes(headers, status):
    scope = {"type": "http", "method": "POST", "path": "/api/v1/boards/", "headers": headers}
    wire = ApplicationCommunicator(BodyLimit(passes_on, 2**20), scope)
    assert (await wire.receive_output(2))["status"] == status
    body = json.loads((await wire.receive_output(2))["body"])
    assert status == 200 or body["error"]["what"].endswith(".")
