"""The wall in a real browser: writing, moving, taking back, and two people at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from visits import READY, Person, invite, new_board, open_wall

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def note(page: Page, label: str) -> Locator:
    """The note with this text, whatever its kind."""
    return page.locator(f'.wall-notes > .note:not(.editor, [hidden])[aria-label$=": {label}"]')


def saved(page: Page) -> None:
    expect(page.locator("#status")).to_have_attribute("data-state", "saved")


def write(page: Page, *texts: str) -> None:
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def middle(target: Locator) -> tuple[float, float]:
    box: Any = target.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_three_events_are_written_with_enter_alone_in_a_row(live: str, person: Person) -> None:
    alice = person()
    page = open_wall(alice, new_board(alice, live))
    write(page, "Order placed", "Order paid", "Order shipped")
    xs = [middle(note(page, text))[0] for text in ("Order placed", "Order paid", "Order shipped")]
    ys = {round(middle(note(page, text))[1]) for text in ("Order placed", "Order paid", "Order shipped")}
    assert xs == sorted(xs)
    assert len(ys) == 1
    saved(page)
    page.reload()
    page.wait_for_selector(READY)
    for text in ("Order placed", "Order paid", "Order shipped"):
        expect(note(page, text)).to_be_visible()


def test_a_note_carries_its_kind_and_text_for_those_who_do_not_see_it(live: str, person: Person) -> None:
    alice = person()
    page = open_wall(alice, new_board(alice, live))
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    write(page, "Place order")
    expect(page.get_by_role("button", name="Command: Place order")).to_be_visible()


def test_markup_in_a_label_is_text(live: str, person: Person) -> None:
    alice = person()
    page = open_wall(alice, new_board(alice, live))
    markup = "<img src=x onerror=window.hacked=1><b>bold</b>"
    write(page, markup)
    saved(page)
    page.reload()
    page.wait_for_selector(READY)
    page.keyboard.press("i")
    expect(page.get_by_role("button", name=f"Domain event: {markup}").first).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert page.locator(".wall-notes img, .wall-notes b, .panel img").count() == 0


def test_undo_takes_back_the_last_change_and_redo_makes_it_again(live: str, person: Person) -> None:
    alice = person()
    page = open_wall(alice, new_board(alice, live))
    write(page, "Order placed", "Order paid")
    saved(page)
    page.keyboard.press("Control+z")
    expect(note(page, "Order paid")).to_have_count(0)
    expect(note(page, "Order placed")).to_be_visible()
    page.keyboard.press("Control+Shift+z")
    expect(note(page, "Order paid")).to_be_visible()
    saved(page)


def test_a_dragged_note_stays_where_it_was_dropped(live: str, person: Person) -> None:
    alice = person()
    page = open_wall(alice, new_board(alice, live))
    write(page, "Order placed")
    x, y = middle(note(page, "Order placed"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.move(x + 200, y + 120, steps=4)
    page.mouse.up()
    assert middle(note(page, "Order placed")) == pytest.approx((x + 200, y + 120), abs=3)
    saved(page)
    document = alice.request.get(f"{page.url.replace('/boards/', '/api/v1/boards/')}document/").json()
    [element] = document["elements"]
    assert (element["x"], element["y"]) == pytest.approx((-60 + 200, -60 + 120), abs=3)


def test_two_people_see_each_other_write_and_move(live: str, person: Person) -> None:
    alice, bob = person(), person()
    first = open_wall(alice, new_board(alice, live))
    write(first, "Order placed")
    saved(first)
    second = open_wall(bob, invite(first))
    expect(note(second, "Order placed")).to_be_visible()
    expect(first.locator("#people .avatar")).to_have_count(2)

    second.mouse.move(700, 600)
    expect(first.locator(".cursor")).to_be_visible()
    second.keyboard.press("p")
    second.keyboard.type("Whenever an order is placed, reserve the items")
    second.keyboard.press("Escape")
    expect(first.get_by_role("button", name="Policy: Whenever an order is placed")).to_be_visible()

    x, y = middle(note(first, "Order placed"))
    first.mouse.move(x, y)
    first.mouse.down()
    first.mouse.move(x + 80, y - 88, steps=5)
    expect(note(second, "Order placed")).to_have_attribute("style", re.compile(r"translate\(20px, -148px\)"))
    first.mouse.move(x + 160, y - 88, steps=5)
    first.mouse.up()
    saved(first)
    expect(note(second, "Order placed")).to_have_attribute("style", re.compile(r"translate\(100px, -148px\)"))


def test_keys_link_convert_and_remove(live: str, person: Person) -> None:
    alice = person()
    page = open_wall(alice, new_board(alice, live))
    write(page, "Place order", "Order placed")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Domain event: Place order")).to_be_focused()
    page.keyboard.press("l")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    saved(page)
    address = f"{page.url.replace('/boards/', '/api/v1/boards/')}document/"
    document = alice.request.get(address).json()
    labels = {element["id"]: element["label"] for element in document["elements"]}
    assert [(labels[link["from"]], labels[link["to"]]) for link in document["links"]] == [
        ("Place order", "Order placed")
    ]
    page.keyboard.press("Delete")
    expect(note(page, "Order placed")).to_have_count(0)
    saved(page)
    assert alice.request.get(address).json()["links"] == []


def test_notes_are_copied_with_their_links_and_pasted_with_ids_of_their_own(live: str, person: Person) -> None:
    alice = person()
    page = open_wall(alice, new_board(alice, live))
    write(page, "Place order", "Order placed")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("l")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.mouse.move(700, 750)
    page.keyboard.press("Control+v")
    expect(note(page, "Order placed")).to_have_count(2)
    saved(page)
    document = alice.request.get(f"{page.url.replace('/boards/', '/api/v1/boards/')}document/").json()
    assert len({element["id"] for element in document["elements"]}) == 4
    assert len({(link["from"], link["to"]) for link in document["links"]}) == 2


def test_a_frame_takes_its_notes_along_and_a_note_carried_out_leaves_it(live: str, person: Person) -> None:
    alice = person()
    page = open_wall(alice, new_board(alice, live))
    write(page, "Order placed", "Order paid")
    page.keyboard.press("Control+a")
    page.keyboard.press("f")
    page.get_by_label("Name", exact=True).fill("Ordering")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    x, y = middle(note(page, "Order placed"))
    tab = (x - 60, y - 60 - 32 - 16)
    page.mouse.move(*tab)
    page.mouse.down()
    page.mouse.move(tab[0] + 40, tab[1] + 100, steps=5)
    page.mouse.up()
    assert middle(note(page, "Order placed")) == pytest.approx((x + 40, y + 100), abs=3)

    x, y = middle(note(page, "Order paid"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 300, steps=5)
    page.mouse.up()
    saved(page)
    document = alice.request.get(f"{page.url.replace('/boards/', '/api/v1/boards/')}document/").json()
    placed = next(element["id"] for element in document["elements"] if element["label"] == "Order placed")
    [frame] = document["frames"]
    assert (frame["label"], frame["elements"]) == ("Ordering", [placed])
    assert (frame["x"], frame["y"]) == (-92 + 40, -92 + 100)
