"""A guest on a phone takes their data along and has it deleted; the owner reads that they came and left."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from visits import READY, Person, invite, new_board, open_wall

from tools.stack.web import Web

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(600)]

PHONE = {"width": 390, "height": 844}
HOSTILE = "<img src=x onerror=window.broken=1>"
PASSWORD = "a wall full of orange notes"


def rename(page: Page, name: str) -> None:
    page.get_by_role("button", name="Change your name", exact=True).click()
    page.get_by_label("Your name, as the others see it").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def fits(page: Page) -> bool:
    found: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return found


def databases(page: Page) -> int:
    found: int = page.evaluate("indexedDB.databases().then((found) => found.length)")
    return found


def files_in(page: Page) -> dict[str, str]:
    with page.expect_download() as download:
        page.get_by_role("link", name="Download my data").click()
    assert download.value.suggested_filename == "my-data.zip"
    with zipfile.ZipFile(download.value.path()) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_guest_takes_their_data_along_and_is_gone(live: str, person: Person) -> None:
    owner = person()
    wall = open_wall(owner, new_board(owner, live))
    wall.keyboard.press("Escape")
    guest = open_wall(person(), invite(wall))
    rename(guest, HOSTILE)
    guest.locator("#wall").dblclick(position={"x": 500, "y": 400})
    guest.keyboard.type("Order placed")
    guest.keyboard.press("Escape")
    expect(guest.locator("#status")).to_have_text("Saved")
    board = guest.url
    guest.set_viewport_size(PHONE)

    guest.goto(f"{live}/")
    guest.get_by_role("link", name="Your data").click()
    expect(guest.get_by_text(f"Editor, as {HOSTILE}")).to_be_visible()
    assert fits(guest)
    files = files_in(guest)
    assert json.loads(files["person.json"])["memberships"][0]["name"] == HOSTILE
    assert any("Order placed" in text for name, text in files.items() if name.startswith("operations"))

    assert databases(guest) > 0
    guest.get_by_role("link", name="Delete my data").click()
    assert fits(guest)
    guest.get_by_label("Type delete me to confirm").fill("yes")
    guest.get_by_role("button", name="Delete my data for good").click()
    expect(guest.get_by_role("alert")).to_have_text("Nothing was deleted. Type “delete me” to confirm it.")
    expect(guest.get_by_label("Type delete me to confirm")).to_be_focused()
    guest.get_by_role("radio", name="Words become").check()
    guest.get_by_label("Type delete me to confirm").fill("Delete me")
    guest.keyboard.press("Enter")
    expect(guest.get_by_role("heading", name="Your data is deleted")).to_be_visible()
    expect(guest.get_by_text("Your words are taken out of")).to_be_visible()
    assert databases(guest) == 0
    assert guest.goto(board).status == 404  # type: ignore[union-attr]
    guest.goto(f"{live}/me/")
    expect(guest.get_by_text("Nothing is kept here about you")).to_be_visible()
    assert guest.evaluate("window.broken") is None


def test_an_owner_reads_who_came_on_a_phone(live: str, person: Person) -> None:
    owner = person()
    wall = open_wall(owner, new_board(owner, live))
    wall.keyboard.press("Escape")
    guest = open_wall(person(), invite(wall))
    rename(guest, HOSTILE)
    guest.locator(".bar-share").click()
    expect(guest.get_by_role("dialog", name="People on this board")).to_be_visible()
    expect(guest.get_by_role("link", name="Access history")).to_have_count(0)

    wall.set_viewport_size(PHONE)
    wall.locator(".bar-share").click()
    wall.get_by_role("link", name="Access history").click()
    wall.get_by_role("heading", name="Access history").wait_for()
    lines = wall.locator("main li p:first-of-type")
    expect(lines.nth(0)).to_contain_text(f"{HOSTILE} joined as editor by link")
    assert fits(wall)
    assert wall.evaluate("window.broken") is None
    assert guest.goto(wall.url).status == 403  # type: ignore[union-attr]
    wall.get_by_role("link", name="Back to the board").click()
    wall.wait_for_selector(READY)


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("accounts-data")
    with Web(folder, f"sqlite:///{folder / 'db.sqlite3'}", ACCOUNTS="1") as web:
        yield web.address


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("Email").fill("olga@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")


def test_an_account_is_gone_with_the_board_that_nobody_else_is_on(accounts: str, person: Person) -> None:
    page = person().new_page()
    page.goto(f"{accounts}/accounts/signup/")
    page.get_by_label("Email").fill("olga@example.com")
    page.get_by_label("Your name, as the others see it").fill("Olga")
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{accounts}/")
    elsewhere = person().new_page()
    sign_in(elsewhere, accounts)
    elsewhere.wait_for_url(f"{accounts}/")
    page.get_by_label("Name of the new board").fill("Only Olga's")
    page.get_by_role("button", name="Start storming").click()
    page.wait_for_selector(READY)
    board = page.url

    page.goto(f"{accounts}/me/delete/")
    expect(page.get_by_text("Your account (olga@example.com)")).to_be_visible()
    expect(page.get_by_role("region", name="What goes").get_by_text("Only Olga's")).to_be_visible()
    page.get_by_label("Type delete me to confirm").fill("delete me")
    page.get_by_role("button", name="Delete my account for good").click()
    expect(page.get_by_text("1 of them, which nobody else was on, is deleted.")).to_be_visible()
    assert page.goto(board).status == 404  # type: ignore[union-attr]
    elsewhere.goto(f"{accounts}/")
    expect(elsewhere.get_by_role("link", name="Sign out")).to_have_count(0)
    sign_in(page, accounts)
    expect(page.get_by_text("not correct")).to_be_visible()
