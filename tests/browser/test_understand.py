"""The Understand place: questions, contexts that people accept, and where every name leads."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from visits import READY, Person, new_board

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def understand(person: Person, live: str, source: str = "example:ftgo", **options: object) -> Page:
    context = person(**options)
    page = context.new_page()
    page.goto(f"{new_board(context, live, source)}understand/")
    return page


def document_of(page: Page) -> dict[str, Any]:
    address = page.url.split("#")[0].replace("/boards/", "/api/v1/boards/").replace("understand/", "document/")
    found: dict[str, Any] = page.context.request.get(address).json()
    return found


def saved(page: Page) -> None:
    expect(page.locator("#status")).to_have_attribute("data-state", "saved")


def test_answers_by_key_are_counted_kept_and_change_the_question(live: str, person: Person) -> None:
    page = understand(person, live)
    question = page.locator("#question-text")
    first = question.inner_text()
    page.keyboard.press("n")
    expect(page.get_by_text("1 answered")).to_be_visible()
    expect(question).not_to_have_text(first)
    page.keyboard.press("s")
    page.keyboard.press("y")
    expect(page.get_by_text("2 answered")).to_be_visible()
    saved(page)
    decisions = document_of(page)["decisions"]
    assert [len(decisions["separate_context"]), len(decisions["same_context"])] == [1, 1]
    page.reload()
    page.get_by_text("2 answered").click()
    page.get_by_role("button", name="Take back").first.click()
    expect(page.get_by_text("1 answered")).to_be_visible()


def test_accept_and_tidy_frames_every_context_apart_and_undo_takes_it_back(live: str, person: Person) -> None:
    page = understand(person, live)
    page.get_by_role("button", name="Accept and tidy").wait_for()
    before = document_of(page)
    page.get_by_role("button", name="Accept and tidy").click()
    expect(page.get_by_text("are framed on the wall")).to_be_visible()
    saved(page)
    after = document_of(page)
    frames = [frame for frame in after["frames"] if frame["kind"] == "bounded_context"]
    assert len(frames) >= 2
    for index, one in enumerate(frames):
        for other in frames[index + 1 :]:
            assert (
                one["x"] + one["width"] <= other["x"]
                or other["x"] + other["width"] <= one["x"]
                or one["y"] + one["height"] <= other["y"]
                or other["y"] + other["height"] <= one["y"]
            ), (one["label"], other["label"])
    held = [element for frame in frames for element in frame["elements"]]
    assert len(held) == len(set(held))
    page.get_by_role("button", name="Undo").click()
    saved(page)
    undone = document_of(page)
    assert undone["elements"] == before["elements"]
    assert undone["frames"] == before["frames"]


def test_a_context_is_renamed_by_a_chip_and_keeps_its_name(live: str, person: Person) -> None:
    page = understand(person, live)
    card = page.locator(".context").first
    card.locator(".context-name").click()
    chip = card.locator(".names .chip").first
    name = chip.inner_text()
    chip.click()
    expect(page.locator(".context-words", has_text=re.compile(f"^{re.escape(name)}$"))).to_be_visible()
    saved(page)
    assert name in [context.get("name") for context in document_of(page)["decisions"]["contexts"]]


def test_a_coarser_cut_has_fewer_contexts(live: str, person: Person) -> None:
    page = understand(person, live)
    count = page.locator("#contexts-title")
    before = int(count.inner_text().split()[0])
    slider = page.get_by_label("How fine the contexts are cut")
    slider.focus()
    page.keyboard.press("Home")
    expect(count).not_to_have_text(f"{before} contexts")
    assert int(count.inner_text().split()[0]) < before


def test_a_score_re_ranks_the_order_at_once(live: str, person: Person) -> None:
    page = understand(person, live)
    page.get_by_role("tab", name="Extraction").click()
    last = page.locator(".place-item").last
    name = last.get_by_role("heading").inner_text()
    last.get_by_role("button", name="Begin here").click()
    expect(page.locator(".place-item").first.get_by_role("heading")).to_contain_text(name)
    value = page.locator(".place-item").first.get_by_role("group", name=f"Value of {name}")
    shown = int(value.locator("output").inner_text())
    value.get_by_role("button", name="More" if shown < 5 else "Less").click()
    expect(value.locator("output")).to_have_text(str(shown + 1 if shown < 5 else shown - 1))
    expect(value).not_to_have_class(re.compile("assumed"))


def test_tabs_go_by_arrow_keys_and_each_shows_its_view(live: str, person: Person) -> None:
    page = understand(person, live)
    page.get_by_role("tab", name="Contexts").focus()
    expected = (".context-map", ".sequence", ".matrix", ".order", ".finding-list")
    for selector in expected:
        page.keyboard.press("ArrowRight")
        expect(page.locator(selector).first).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#question-text")).to_be_visible()


def test_a_dependency_shows_its_reasons_and_leads_to_the_wall(live: str, person: Person) -> None:
    page = understand(person, live)
    page.get_by_role("tab", name="Context map").click()
    edge = page.locator(".map-edge").first
    edge.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".relation")).to_have_count(1)
    expect(page.locator(".relation .why li").first).to_be_visible()
    link = page.locator(".relation .note-link").first
    label = link.inner_text()
    link.click()
    page.wait_for_selector(READY)
    expect(page.locator(f'.wall-notes > .note:not([hidden])[aria-label*=": {label}"]').first).to_be_visible()


def test_an_empty_wall_says_what_makes_contexts_appear(live: str, person: Person) -> None:
    page = understand(person, live, "blank")
    expect(page.get_by_role("heading", name="The wall is still quiet")).to_be_visible()
    page.get_by_role("tab", name="Sagas").click()
    expect(page.get_by_role("heading", name="No saga yet")).to_be_visible()


def test_nothing_is_wider_than_a_phone(live: str, person: Person) -> None:
    page = understand(person, live)
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("Contexts", "Context map", "Sagas", "Coupling", "Extraction", "Findings"):
        page.get_by_role("tab", name=name).click()
        expect(page.locator(".view > *").first).to_be_visible()
        assert page.evaluate("document.querySelector('.content').scrollWidth") <= 390, name
