"""The Generate place: files that can be found, read and taken away; releases."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from visits import Person, new_board

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def generate(person: Person, live: str, source: str = "example:bike-hire") -> Page:
    context = person()
    page = context.new_page()
    page.goto(f"{new_board(context, live, source)}generate/")
    return page


def test_files_are_found_by_path_and_contents_and_shown_with_their_policy(live: str, person: Person) -> None:
    page = generate(person, live)
    expect(page.locator(".file-path")).to_have_text("README.md")
    page.keyboard.press("/")
    page.keyboard.type("domain py")
    file = page.locator(".tree-file").filter(has=page.locator(".policy-merge")).first
    file.click()
    expect(page.locator(".file-head .policy")).to_have_text("Merged")
    expect(page.locator(".code .k, .code .kn").first).to_be_visible()
    assert "<" not in page.locator(".file-path").inner_text()


def test_the_tree_is_walked_by_keys(live: str, person: Person) -> None:
    page = generate(person, live)
    folder = page.locator(".tree-folder").first
    folder.focus()
    page.keyboard.press("ArrowRight")
    expect(folder).to_have_attribute("data-open", "yes")
    page.keyboard.press("ArrowDown")
    expect(folder).not_to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(folder).to_be_focused()


def test_the_whole_system_is_one_download(live: str, person: Person, tmp_path: Path) -> None:
    page = generate(person, live)
    with page.expect_download() as started:
        page.get_by_role("link", name="Download as zip").click()
    archive = tmp_path / "system.zip"
    started.value.save_as(archive)
    with zipfile.ZipFile(archive) as packed:
        assert "README.md" in packed.namelist()


def test_a_release_is_published_under_the_next_number(live: str, person: Person) -> None:
    page = generate(person, live)
    for number in (1, 2):
        page.get_by_label("Name of this release").fill(f"Trial <{number}>")
        page.get_by_role("button", name="Publish release").click()
        expect(page.get_by_text(f"Release {number} · Trial <{number}>")).to_be_visible()


def test_an_empty_wall_says_what_makes_files_appear(live: str, person: Person) -> None:
    page = generate(person, live, "blank")
    expect(page.get_by_role("heading", name="Nothing to generate yet").or_(page.locator(".file-path"))).to_be_visible()
