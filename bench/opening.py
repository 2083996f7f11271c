"""From an address to a usable board in headless Chromium, against the start page of the same server."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator

from playwright.sync_api import Page, sync_playwright

from bench.running import server
from bench.table import Row, as_markdown
from bench.wall import wall_of

CHROMIUM = "/usr/bin/chromium"


def seconds_until(page: Page, address: str, selector: str) -> float:
    begin = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(selector, timeout=30_000, state="attached")
    return time.perf_counter() - begin


def upload(page: Page, address: str, notes: int) -> str:
    """Adds a board through the start page's own form; returns its address."""
    page.goto(address)
    document = json.dumps(wall_of(notes)).encode()
    page.set_input_files(
        "input[type=file]", {"name": "b.board.json", "mimeType": "application/json", "buffer": document}
    )
    page.wait_for_url("**/boards/**", timeout=30_000)
    page.wait_for_selector("[data-ready=true]", state="attached", timeout=30_000)
    return page.url


def tables() -> Iterator[str]:
    yield as_markdown(list(rows()))


def rows() -> Iterator[Row]:
    with server() as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        empty = upload(page, running.address, 1)
        for notes, aim in ((1_000, 0.5), (10_000, 1.0)):
            board = upload(page, running.address, notes)
            bare = statistics.median(seconds_until(page, empty, "[data-ready=true]") for _ in range(5))
            full = statistics.median(seconds_until(page, board, "[data-ready=true]") for _ in range(5))
            yield Row(
                f"a board of {notes:,} notes, address to usable", full, "s", bare, "a board of one", f"aim {aim} s"
            )
        browser.close()
