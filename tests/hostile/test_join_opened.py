"""A join link joins who opens it, and nobody whose browser was made to load it."""

from __future__ import annotations

import pytest

from boards.invitations import invite

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "told",
    [
        {"Sec-Fetch-Dest": "image", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", "Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_a_link_that_a_page_loads_by_itself_joins_nobody(alice, charlie, told):
    address = f"/join/{invite(alice.member).token}/"
    assert charlie.client.get(address, headers=told).status_code == 403
    assert charlie.client.get(f"/boards/{alice.board}/").status_code == 404


@pytest.mark.parametrize("told", [{}, {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}])
def test_a_link_that_is_opened_joins_also_from_a_letter(alice, charlie, told):
    address = f"/join/{invite(alice.member).token}/"
    assert (
        charlie.client.get(address, headers={**told, "Sec-Fetch-Site": "cross-site"} if told else {}).status_code == 302
    )
    assert charlie.client.get(f"/boards/{alice.board}/").status_code == 200
