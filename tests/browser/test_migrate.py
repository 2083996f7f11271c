"""The Migrate place: stage by stage forward through gates, and back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from visits import Person, new_board

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def migrate(person: Person, live: str, source: str = "example:bike-hire") -> Page:
    context = person()
    page = context.new_page()
    page.goto(f"{new_board(context, live, source)}migrate/")
    return page


def row(page: Page, name: str) -> Locator:
    return page.locator(".migration").filter(has=page.get_by_role("button", name=name, exact=True))


def test_a_context_begins_is_held_by_its_gate_and_goes_on_when_signed(live: str, person: Person) -> None:
    page = migrate(person, live)
    name = page.locator(".migration-name").first.inner_text()
    row(page, name).get_by_role("button", name="Begin").click()
    expect(row(page, name).locator(".station-current")).to_contain_text("Prepare")
    row(page, name).get_by_role("button", name="What is missing").click()
    drawer = page.locator("#drawer")
    drawer.get_by_placeholder("Value").fill("95")
    drawer.get_by_role("button", name="Enter").click()
    expect(drawer.get_by_text("95 %").first).to_be_visible()
    expect(drawer.get_by_text("today").first).to_be_visible()
    drawer.get_by_placeholder("Why, if a target is missed").fill("The team agrees <all>")
    drawer.get_by_role("button", name="Sign off").click()
    expect(drawer.get_by_text("The team agrees <all>")).to_be_visible()
    page.keyboard.press("Escape")
    row(page, name).get_by_role("button", name="On to Build service").click()
    expect(row(page, name).locator(".station-current")).to_contain_text("Build service")


def test_the_way_back_names_its_steps_before_it_is_gone(live: str, person: Person) -> None:
    page = migrate(person, live)
    name = page.locator(".migration-name").first.inner_text()
    row(page, name).get_by_role("button", name="Begin").click()
    row(page, name).get_by_role("button", name="Way back").click()
    steps = row(page, name).get_by_role("group", name=f"Way back for {name}")
    expect(steps.get_by_role("listitem").first).not_to_be_empty()
    steps.get_by_role("button", name="Go back to Not begun").click()
    expect(row(page, name).get_by_role("button", name="Begin")).to_be_visible()


def test_the_playbook_page_has_all_that_the_platform_team_takes(live: str, person: Person) -> None:
    page = migrate(person, live)
    page.locator(".migration-name").first.click()
    drawer = page.locator("#drawer")
    for title in (
        "Stages",
        "Façade: writes",
        "Change data capture",
        "Topics",
        "To take out of the monolith at the end",
    ):
        expect(drawer.get_by_role("heading", name=title)).to_be_visible()


def test_the_playbook_is_one_download(live: str, person: Person, tmp_path: Path) -> None:
    page = migrate(person, live)
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("Download playbook")).click()
    started.value.save_as(tmp_path / "playbook.zip")
    assert (tmp_path / "playbook.zip").stat().st_size > 500


def test_an_empty_wall_says_what_makes_rows_appear(live: str, person: Person) -> None:
    page = migrate(person, live, "blank")
    expect(page.get_by_role("heading", name="Nothing to migrate yet")).to_be_visible()
