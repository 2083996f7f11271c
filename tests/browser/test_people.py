"""Who may come and who is here, as people see it: links, members, tokens, accounts; by keyboard and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from visits import READY, Person, new_board, open_wall

from tools.stack.identity_provider import IdentityProvider
from tools.stack.web import Web

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(600)]

PHONE = {"width": 390, "height": 844}


def share(page: Page) -> None:
    page.locator(".bar-share").click()
    page.get_by_role("dialog").wait_for()


def focused(page: Page) -> str:
    name: str = page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent")
    return name.strip()


def guest_on(person: Person, link: str) -> Page:
    return open_wall(person(), link)


def test_a_link_is_made_replaced_and_revoked_by_keyboard_alone(live: str, person: Person) -> None:
    owner = person()
    page = open_wall(owner, new_board(owner, live))
    page.keyboard.press("Escape")
    page.locator(".bar-share").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Make a link and copy it").focus()
    page.keyboard.press("Enter")
    first = page.get_by_label("Join link").input_value()
    replace = page.get_by_role("button", name="Replace the editor link")
    replace.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Join link")).not_to_have_value(first)
    second = page.get_by_label("Join link").input_value()
    assert person().request.get(first).status == 404
    guest = guest_on(person, second)
    page.get_by_role("button", name="Revoke the editor link").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Revoke this link?")).to_be_visible()
    assert focused(page) == "Revoke, keep people"
    page.keyboard.press("Tab")
    assert focused(page) == "Revoke and remove people"
    page.keyboard.press("Enter")
    expect(page.get_by_text("The link is revoked, and who came by it is off the board.")).to_be_visible()
    expect(page.get_by_label("Role of Guest 2")).to_have_count(0)
    assert person().request.get(second).status == 404
    assert guest.goto(guest.url).status == 404  # type: ignore[union-attr]
    page.keyboard.press("Escape")
    assert focused(page) == "Share"


def test_a_role_given_in_the_list_holds_at_once_for_who_is_here(live: str, person: Person) -> None:
    owner = person()
    page = open_wall(owner, new_board(owner, live))
    page.keyboard.press("Escape")
    share(page)
    page.get_by_role("button", name="Make a link and copy it").click()
    guest = guest_on(person, page.get_by_label("Join link").input_value())
    page.keyboard.press("Escape")
    share(page)
    page.get_by_label("Role of Guest 2").select_option("viewer")
    expect(page.get_by_text("Guest 2 is viewer now.")).to_be_visible()
    guest.reload()
    guest.wait_for_selector(READY)
    share(guest)
    expect(guest.get_by_role("dialog", name="People on this board")).to_be_visible()
    expect(guest.get_by_text("Viewer", exact=True)).to_be_visible()
    expect(guest.get_by_role("combobox")).to_have_count(0)
    page.get_by_role("button", name="Remove Guest 2").click()
    page.get_by_role("button", name="Remove Guest 2").click()
    expect(page.get_by_text("The link they came by works on")).to_be_visible()
    assert guest.goto(guest.url).status == 404  # type: ignore[union-attr]


def test_a_board_is_handed_over(live: str, person: Person) -> None:
    owner = person()
    page = open_wall(owner, new_board(owner, live))
    page.keyboard.press("Escape")
    share(page)
    page.get_by_role("checkbox", name="for one person").check()
    page.get_by_role("button", name="Make a link and copy it").click()
    heir = person().new_page()
    heir.goto(page.get_by_label("Join link").input_value())
    heir.get_by_label("Your name").fill("Gina")
    heir.keyboard.press("Enter")
    heir.wait_for_selector(READY)
    page.keyboard.press("Escape")
    share(page)
    page.get_by_label("Role of Gina").select_option("owner")
    assert focused(page) == "One more owner"
    page.get_by_role("button", name="Hand the board over").click()
    expect(page.get_by_text("The board is Gina's now.")).to_be_visible()
    expect(page.get_by_role("combobox", name="Role of")).to_have_count(0)


def test_share_and_tokens_fit_a_phone(live: str, person: Person) -> None:
    owner = person()
    page = open_wall(owner, new_board(owner, live))
    page.set_viewport_size(PHONE)
    page.keyboard.press("Escape")
    share(page)
    page.get_by_role("button", name="Make a link and copy it").click()
    page.get_by_label("Join link").wait_for()
    assert page.evaluate("document.querySelector('dialog').scrollWidth <= document.querySelector('dialog').clientWidth")
    page.goto(f"{live}/tokens/")
    page.get_by_label("What is it for?").focus()
    page.keyboard.type("Nightly generation")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # Write as well
    page.get_by_role("button", name="Make the token").focus()
    page.keyboard.press("Enter")
    secret = page.get_by_label("The new token").input_value()
    assert secret.startswith("est_")
    expect(page.get_by_text("boards:read, boards:write")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Revoke Nightly generation").click()
    expect(page.get_by_text("Your tokens")).to_have_count(0)


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with IdentityProvider(tmp_path_factory.mktemp("provider")) as running:
        yield running.issuer


@pytest.fixture(scope="module")
def accounts(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with accounts, and the provider to sign in with."""
    folder = tmp_path_factory.mktemp("accounts")
    oidc = {"OIDC_ISSUER": provider, "OIDC_CLIENT_ID": "eventstorm", "OIDC_CLIENT_SECRET": "s"}
    with Web(folder, f"sqlite:///{folder / 'db.sqlite3'}", ACCOUNTS="1", **oidc) as web:
        yield web.address


def test_signing_in_with_the_provider_and_out_again_leaves_nothing_in_the_browser(
    accounts: str, provider: str, person: Person
) -> None:
    page = person().new_page()
    page.goto(f"{accounts}/")
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_role("button", name="Continue with 127.0.0.1").click()
    page.wait_for_url(f"{provider}/**")
    page.locator("input[name=sub]").fill("olga@company.example")
    page.get_by_role("button", name="Authorize").first.click()
    page.wait_for_url(f"{accounts}/")
    page.get_by_label("Name of the new board").fill("Ours")
    page.get_by_role("button", name="Start storming").click()
    page.wait_for_selector(READY)
    page.keyboard.type("Order placed")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_have_text("Saved")
    assert page.evaluate("indexedDB.databases().then((found) => found.length)") > 0
    board = page.url
    page.goto(f"{accounts}/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{accounts}/")
    expect(page.get_by_role("heading", name="Boards belong to accounts here")).to_be_visible()
    assert page.evaluate("indexedDB.databases().then((found) => found.length)") == 0
    assert page.goto(board).status == 404  # type: ignore[union-attr]
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_signing_up_by_keyboard_on_a_phone_takes_the_guests_board_along(accounts: str, person: Person) -> None:
    owner = person().new_page()
    sign_up(owner, accounts, "owner@example.com", "Olga")
    owner.get_by_label("Name of the new board").fill("Shared")
    owner.keyboard.press("Enter")
    owner.wait_for_selector(READY)
    owner.keyboard.press("Escape")
    share(owner)
    owner.get_by_role("button", name="Make a link and copy it").click()
    guest = open_wall(person(), owner.get_by_label("Join link").input_value())
    guest.set_viewport_size(PHONE)
    sign_up(guest, accounts, "guest@example.com", "Gerd")
    assert guest.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(guest.get_by_role("link", name="Shared")).to_be_visible()
    owner.keyboard.press("Escape")
    share(owner)
    expect(owner.get_by_label("Role of Gerd")).to_have_value("editor")


def sign_up(page: Page, address: str, email: str, name: str) -> None:
    """Keyboard only; the order of the fields is that of the page."""
    page.goto(f"{address}/accounts/signup/")
    page.get_by_label("Email").focus()
    for text in (email, name, "a wall full of orange notes", "a wall full of orange notes"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
