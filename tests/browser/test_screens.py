"""What every screen owes its people: nothing in the way, nothing too small for a finger, everything by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from visits import READY, Person, new_board, open_wall

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PHONE = {"has_touch": True, "is_mobile": True}
LONG = "Whenever the customer cancels some items before the warehouse has packed, the total is computed again " * 2
#: The names of what a finger may miss: something else, or nothing, is hit 20 px above or below its middle. Links in
#: sentences, and what lies half behind the edge of a list, are left out.
MISSED = """() => [...document.querySelectorAll("main button, main a, main select, .bar a, .bar button")]
.filter((node) => {
  if (node.closest(".wall, .note-link, p") || !node.checkVisibility({ visibilityProperty: true })) return false;
  const { left, top, width, height } = node.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const around = node.closest(".files, .tabs, main, .bar").getBoundingClientRect();
  if (x < 0 || x > innerWidth || top < around.top || top + height > around.bottom) return false;
  if (!node.contains(document.elementFromPoint(x, y))) return false;
  return [-20, 20].some((by) => !node.contains(document.elementFromPoint(x, y + by)));
})
.map((node) => node.getAttribute("aria-label") || node.textContent.trim())"""


def joined(person: Person, live: str, role: str) -> Page:
    """A guest's wall with the example shop, joined by a link of that role."""
    owner = person()
    page = open_wall(owner, new_board(owner, live, "example:shop"))
    page.get_by_role("button", name="Share", exact=True).click()
    page.locator(f"input[name=role][value={role}]").check()
    page.get_by_role("button", name="Make a link and copy it").click()
    return open_wall(person(), page.get_by_label("Join link").input_value())


@pytest.mark.parametrize(
    ("role", "tools", "kinds", "said"),
    [("viewer", 2, 0, "Looking on"), ("commenter", 2, 3, "Commenting"), ("editor", 4, 10, None)],
)
def test_the_palette_shows_what_a_role_may(
    live: str, person: Person, role: str, tools: int, kinds: int, said: str | None
) -> None:
    page = joined(person, live, role)
    expect(page.locator(".palette-tools button")).to_have_count(tools)
    expect(page.locator(".palette-kinds button")).to_have_count(kinds)
    expect(page.locator(".bar-role")).to_have_text([said] if said else [])
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Find anything").fill("hotspot")
    expect(page.get_by_role("option", name="New hotspot")).to_have_count(1 if kinds else 0)


def test_the_question_for_a_name_does_not_cover_the_search(live: str, person: Person) -> None:
    alice = person()
    page = open_wall(alice, new_board(alice, live, "example:shop"))
    expect(page.get_by_role("button", name="Change your name", exact=True)).to_be_visible()
    page.keyboard.press("/")
    page.get_by_label("Find notes").fill("Order placed")
    expect(page.get_by_role("button", name="Change your name", exact=True)).to_be_hidden()
    expect(page.get_by_text("1 of 2")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Change your name", exact=True)).to_be_visible()


def test_a_text_longer_than_its_note_is_seen_whole_while_it_is_written(live: str, person: Person) -> None:
    alice = person()
    page = open_wall(alice, new_board(alice, live))
    page.keyboard.type(LONG)
    editor = page.locator(".editor textarea")
    assert editor.evaluate("node => node.scrollHeight <= node.clientHeight + 1")
    page.keyboard.press("Escape")
    expect(editor).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.type("Short")
    expect(page.locator(".editor")).to_have_css("height", "120px")


def test_a_panel_on_a_phone_leaves_the_selected_note_in_sight(live: str, person: Person) -> None:
    page = phone_wall(person, live)
    page.keyboard.press("/")
    page.get_by_label("Find notes").fill("Order placed")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    panel: Any = page.locator("#panel").bounding_box()
    selected = page.locator(".wall-notes > .note[aria-pressed=true]")
    page.wait_for_function(
        "y => document.querySelector('.wall-notes > .note[aria-pressed=true]').getBoundingClientRect().bottom < y",
        arg=panel["y"],
    )
    expect(selected).to_have_count(1)


@pytest.mark.parametrize("place", ["", "understand/", "generate/", "migrate/"])
def test_a_finger_hits_everything_on_a_phone(live: str, person: Person, place: str) -> None:
    page = phone_wall(person, live, place)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(MISSED) == []


@pytest.mark.parametrize(("key", "inside"), [("i", ".outline button"), ("q", ".findings-group button")])
def test_the_lists_are_walked_by_keyboard_and_left_with_escape(
    live: str, person: Person, key: str, inside: str
) -> None:
    alice = person()
    page = open_wall(alice, new_board(alice, live, "example:shop"))
    page.keyboard.press("q")
    page.locator(".findings-group").first.wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press(key)
    expect(page.locator(inside).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".wall-notes > .note[aria-pressed=true]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#wall")).to_be_focused()


def test_the_panel_comes_right_after_the_wall_in_the_order_of_tabs(live: str, person: Person) -> None:
    alice = person()
    page = open_wall(alice, new_board(alice, live, "example:shop"))
    page.locator("#wall").focus()
    page.keyboard.press("d")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close the panel")).to_be_focused()


def test_the_sheet_of_keys_opens_and_closes_where_one_was(live: str, person: Person) -> None:
    alice = person()
    page = open_wall(alice, new_board(alice, live, "example:shop"))
    page.locator("#wall").focus()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="All keys")
    assert sheet.evaluate("node => node.scrollHeight <= node.clientHeight + 1"), "all keys at one glance"
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.locator("#wall")).to_be_focused()


def test_an_empty_board_has_nothing_to_generate_and_says_what_is_missing(live: str, person: Person) -> None:
    alice = person()
    page = alice.new_page()
    page.goto(f"{new_board(alice, live)}generate/")
    expect(page.get_by_role("heading", name="Nothing to generate yet")).to_be_visible()


def phone_wall(person: Person, live: str, place: str = "") -> Page:
    alice = person(**PHONE)
    address = new_board(alice, live, "example:shop")
    page = alice.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}{place}")
    page.locator(".waiting").wait_for(state="detached")
    if not place:
        page.wait_for_selector(READY)
    return page
