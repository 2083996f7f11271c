"""Under https a program that forgot the encryption is refused; people are led to where they wanted."""

from __future__ import annotations

import pytest
from httpx import ASGITransport, AsyncClient

from eventstorm.encrypted import EncryptedOnly
from eventstorm.headers import SafeHeaders


async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.mark.parametrize(
    ("https", "scheme", "path", "status"),
    [
        (True, "http", "/api/v1/boards/", 403),
        (True, "https", "/api/v1/boards/", 200),
        (True, "http", "/boards/", 200),  # Django redirects it
        (True, "http", "/healthz", 200),
        (False, "http", "/api/v1/boards/", 200),
    ],
)
async def test_only_a_program_without_encryption_is_refused(https, scheme, path, status):
    application = SafeHeaders(EncryptedOnly(app, https), https)
    async with AsyncClient(transport=ASGITransport(application), base_url=f"{scheme}://storm.example") as program:
        answer = await program.get(path, headers={"Authorization": "Bearer est_sent-in-the-clear"})
    assert answer.status_code == status
    if status == 403:
        assert "https" in answer.json()["error"]["what"]
        assert "est_" not in answer.text
