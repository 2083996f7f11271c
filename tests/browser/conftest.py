"""A real server on a port of its own, and people with real browsers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from visits import Person

from tools.stack import Web

#: Milliseconds that something which happens at once may take on a machine that does other things.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with an empty database but for the examples."""
    folder = tmp_path_factory.mktemp("live")
    with Web(folder, f"sqlite:///{folder / 'live.sqlite3'}") as web:
        yield web.address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a file: while Playwright runs it holds an event loop, which tests of coroutines cannot bear."""
    installed = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        options = {"executable_path": installed} if installed else {}
        browser = playwright.chromium.launch(args=["--no-sandbox"], **options)  # type: ignore[arg-type]
        yield browser
        browser.close()


@pytest.fixture
def person(chromium: Browser) -> Iterator[Person]:
    """Makes a person: a browser session of their own. What goes wrong in their pages fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(**options: object) -> BrowserContext:
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce", **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert not errors, errors
