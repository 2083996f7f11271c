"""How a person comes to a board: makes one, opens it, invites others."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

#: Makes a person: a browser session of their own.
Person = Callable[..., BrowserContext]

READY = '#wall[data-ready="true"]'


def new_board(context: BrowserContext, live: str, source: str = "blank") -> str:
    """Makes a board as the start page's form does; the board's address."""
    context.request.get(f"{live}/")
    token = next(cookie["value"] for cookie in context.cookies() if cookie["name"].endswith("csrftoken"))
    answer = context.request.post(
        f"{live}/boards/",
        form={"source": source, "name": "Trial", "csrfmiddlewaretoken": token},
        headers={"Referer": f"{live}/"},
    )
    assert answer.ok, answer.text()
    return answer.url


def open_wall(context: BrowserContext, address: str) -> Page:
    """The board's page with its wall ready."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(READY)
    return page


def invite(page: Page) -> str:
    """A join link for an editor, made with the share dialog."""
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Make a link and copy it").click()
    link = page.get_by_label("Join link")
    link.wait_for()
    address = link.input_value()
    page.keyboard.press("Escape")
    return address
