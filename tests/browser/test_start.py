"""The start page: three doors, and what is said when a file cannot become a board."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect
from visits import READY, Person

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_a_blank_wall_is_one_click_away_and_listed_afterwards(live: str, person: Person) -> None:
    page = person().new_page()
    page.goto(live)
    page.get_by_label("Name of the new board").fill("Parcels")
    page.get_by_role("button", name="Start storming").click()
    page.wait_for_selector(READY)
    page.goto(live)
    page.get_by_role("link", name="Parcels").click()
    page.wait_for_selector(READY)
    expect(page.locator("#board-name")).to_have_text("Parcels")


def test_an_example_opens_as_a_board_of_ones_own(live: str, person: Person) -> None:
    page = person().new_page()
    page.goto(live)
    page.get_by_role("button", name="Bike hire").click()
    page.wait_for_selector(READY)
    assert "/boards/bike-hire/" not in page.url


def test_a_chosen_file_becomes_a_board(live: str, person: Person, tmp_path: Path) -> None:
    page = person().new_page()
    page.goto(live)
    file = tmp_path / "parcels.board.json"
    file.write_text(json.dumps({"format": "eventstorm/board", "version": 1, "name": "From a file", "elements": []}))
    page.set_input_files("#file", file)
    page.wait_for_selector(READY)
    expect(page.locator("#board-name")).to_have_text("From a file")


def test_a_dropped_file_that_is_no_storm_is_answered_with_sentences(live: str, person: Person) -> None:
    page = person().new_page()
    page.goto(live)
    drop = """(text) => {
        const data = new DataTransfer();
        data.items.add(new File([text], "broken.board.json"));
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }"""
    page.evaluate(drop, "{ this is not JSON <b>")
    errors = page.get_by_role("alert").filter(has_text="could not become a board")
    expect(errors).to_be_visible()
    expect(errors.get_by_role("listitem").first).not_to_be_empty()
    expect(page.get_by_role("button", name="Start storming")).to_be_visible()
