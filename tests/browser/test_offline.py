"""What is written without a connection is kept in the browser and sent later, even if the page is closed in between."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect
from test_storm import note, saved, write
from visits import Person, invite, new_board, open_wall

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def status_is(page: Page, state: str) -> None:
    expect(page.locator("#status")).to_have_attribute("data-state", state)


def labels(page: Page, board: str) -> list[str]:
    document = json.loads(page.request.get(f"{board.replace('/boards/', '/api/v1/boards/')}document/").body())
    return sorted(element["label"] for element in document["elements"])


def test_notes_written_offline_are_sent_once_the_line_is_back(live: str, person: Person) -> None:
    alice, bob = person(), person()
    first = open_wall(alice, new_board(alice, live))
    second = open_wall(bob, invite(first))
    alice.set_offline(True)
    first.keyboard.press("e")
    write(first, "Order placed", "Order paid")
    status_is(first, "offline")
    expect(note(first, "Order paid")).to_be_visible()
    expect(note(second, "Order paid")).to_have_count(0)
    alice.set_offline(False)
    saved(first)
    expect(note(second, "Order placed")).to_be_visible()
    expect(note(second, "Order paid")).to_be_visible()


def test_notes_written_offline_outlive_the_page(live: str, person: Person) -> None:
    """IndexedDB holds them: the page is closed before the line is back, and another one sends them, each once."""
    alice = person()
    board = new_board(alice, live)
    page = open_wall(alice, board)
    write(page, "Order placed")
    saved(page)
    alice.set_offline(True)
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    write(page, "Order paid", "Order shipped")
    status_is(page, "offline")
    page.close()
    alice.set_offline(False)
    page = open_wall(alice, board)
    saved(page)
    expect(note(page, "Order shipped")).to_be_visible()
    assert labels(page, board) == ["Order paid", "Order placed", "Order shipped"]
