"""From an empty wall to a running system: two people storm, understand, decide, generate; then the system runs."""

from __future__ import annotations

import io
import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from stories import INVENTORY_AND_ORDERING, LIBRARY_LOANS, Note, Story
from visits import Person, invite, new_board, open_wall

from tests.codegen.installed import python_for

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(600)]

COLUMN, ROW = 106, 104  # pixels between the places of a story's grid, at the zoom that `zoomed_out` leaves
LEFT, TOP = 150, 160


def note(page: Page, label: str) -> Locator:
    return page.locator(f'.wall-notes > .note:not(.editor, [hidden])[aria-label$=": {label}"]')


def saved(page: Page) -> None:
    expect(page.locator("#status")).to_have_attribute("data-state", "saved")


def zoomed_out(page: Page) -> Page:
    """Zoom 0.64: a whole story fits on the screen."""
    page.keyboard.press("Escape")
    page.keyboard.press("-")
    page.keyboard.press("-")
    return page


def write(page: Page, notes: tuple[Note, ...]) -> None:
    """Each note where the mouse points, by its kind's key and typing."""
    for key, text, column, row in notes:
        page.mouse.move(LEFT + column * COLUMN, TOP + row * ROW)
        page.keyboard.press("Escape")
        page.keyboard.press(key)
        page.keyboard.type(text)
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")


def link(page: Page, source: str, target: str) -> None:
    """With the mouse and the key for links."""
    page.keyboard.press("Escape")
    note(page, source).click()
    page.keyboard.press("l")
    note(page, target).click()
    page.keyboard.press("Escape")


def compensate(page: Page, source: str, target: str) -> None:
    """The link's own panel says that it takes the other back."""
    link(page, source, target)
    ends = [note(page, text).bounding_box() for text in (source, target)]
    xs = [box["x"] + box["width"] / 2 for box in ends if box]
    ys = [box["y"] + box["height"] / 2 for box in ends if box]
    page.mouse.click(sum(xs) / 2, sum(ys) / 2)
    page.keyboard.press("d")
    page.get_by_label(re.compile("Compensates")).check()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def storm(first: Page, second: Page, story: Story) -> None:
    write(zoomed_out(first), story.first)
    write(zoomed_out(second), story.second)
    for page in (first, second):
        for _, text, _, _ in (*story.first, *story.second):
            expect(note(page, text)).to_be_visible()
    half = len(story.links) // 2
    for page, part in ((first, story.links[:half]), (second, story.links[half:])):
        for source, target in part:
            link(page, source, target)
        saved(page)


def document_of(page: Page) -> dict:
    address = page.url.split("#")[0].replace("/boards/", "/api/v1/boards/")
    return page.context.request.get(f"{address}document/").json()


def understand(page: Page, story: Story) -> None:
    page.get_by_role("link", name="Understand").click()
    for answered in range(1, 4):
        question = page.locator("#question-text")
        expect(question).to_be_visible()
        asked = question.inner_text()
        one, other = (side.inner_text().strip() for side in page.locator(".question-side .note-link").all())
        answer = "^Same context" if story.belong_together(one, other) else "^Separate"
        page.get_by_role("button", name=re.compile(answer)).click()
        expect(page.get_by_text(f"{answered} answered")).to_be_visible()
        if answered < 3:
            expect(question).not_to_have_text(asked)
    page.get_by_role("button", name="Accept all").click()
    page.get_by_role("tab", name=re.compile("Sagas")).click()
    expect(page.get_by_text("taken back by")).to_have_count(len(story.compensations))
    page.get_by_role("tab", name=re.compile("Extraction")).click()
    expect(page.get_by_label("Position 1")).to_be_visible()


def download(page: Page, folder: Path) -> Path:
    page.get_by_role("link", name="Generate").click()
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("Download")).or_(
            page.get_by_role("button", name=re.compile("Download"))
        ).first.click()
    archive = folder / "system.zip"
    started.value.save_as(archive)
    with zipfile.ZipFile(io.BytesIO(archive.read_bytes())) as packed:
        assert all(not name.startswith("/") and ".." not in name for name in packed.namelist())
        packed.extractall(folder / "system")
    return folder / "system"


def run(arguments: list[str], folder: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [python_for(folder), *arguments], cwd=folder, capture_output=True, text=True, timeout=300, env=environment
    )
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.mark.parametrize("story", [INVENTORY_AND_ORDERING, LIBRARY_LOANS], ids=["inventory", "library"])
def test_two_people_storm_and_the_generated_system_runs(
    live: str, person: Person, tmp_path: Path, story: Story
) -> None:
    alice, bob = person(), person()
    first = open_wall(alice, new_board(alice, live))
    second = open_wall(bob, invite(first))
    storm(first, second, story)
    for source, target in story.compensations:
        compensate(first, source, target)
    saved(first)
    assert document_of(first) == document_of(second)
    assert len(document_of(first)["elements"]) >= 25
    assert len(document_of(first)["links"]) == len(story.links) + len(story.compensations)

    understand(first, story)
    system = download(first, tmp_path)
    told = run(["run_in_memory.py"], system).lower()
    assert story.saga in told
    for word in ("completed", "failed", "compensated"):
        assert word in told
    for service in sorted((system / "services").iterdir()):
        run(["-m", "pytest", "-q", "-p", "no:cacheprovider"], service)
