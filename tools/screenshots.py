"""Takes a picture of every screen of a running server, for judging the look and for the README.

python tools/screenshots.py http://127.0.0.1:8000 /tmp/pictures [--board shop]
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

WALL = '#wall[data-ready="true"]'
SIZES = {"desk": (1440, 900), "phone": (390, 844)}


def tab(name: str) -> Callable[[Page], object]:
    return lambda page: page.get_by_role("tab", name=name).click()


def closer(page: Page) -> None:
    """Near enough to read: the wall at zoom 0.6 around its middle."""
    for _ in range(7):
        page.keyboard.press("+")


#: name → (path below the board, what to wait for, what to do first)
SCREENS: dict[str, tuple[str, str, Callable[[Page], object] | None]] = {
    "storm": ("", WALL, None),
    "storm-near": ("", WALL, closer),
    "storm-findings": ("", WALL, lambda page: page.keyboard.press("q")),
    "storm-outline": ("", WALL, lambda page: page.keyboard.press("i")),
    "storm-keys": ("", WALL, lambda page: page.keyboard.press("?")),
    "understand": ("understand/", "#question-text", None),
    "understand-map": ("understand/", "#question-text", tab("Context map")),
    "understand-sagas": ("understand/", "#question-text", tab("Sagas")),
    "understand-coupling": ("understand/", "#question-text", tab("Coupling")),
    "understand-extraction": ("understand/", "#question-text", tab("Extraction")),
    "understand-findings": ("understand/", "#question-text", tab("Findings")),
    "generate": ("generate/", "[role=tree]", None),
    "migrate": ("migrate/", "#content button", None),
}


def pictures(browser: Browser, address: str, board: str, folder: Path, only: set[str]) -> None:
    for scheme in ("light", "dark"):
        for size, (width, height) in SIZES.items():
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
            )
            page = context.new_page()
            if not only or "start" in only:
                page.goto(f"{address}/")
                page.wait_for_load_state("networkidle")
                page.screenshot(path=folder / f"start-{size}-{scheme}.png")
            for name, (path, ready, prepare) in SCREENS.items():
                if only and name not in only:
                    continue
                page.goto(f"{address}/boards/{board}/{path}")
                page.wait_for_selector(ready, state="attached", timeout=60_000)
                if prepare:
                    prepare(page)
                page.wait_for_timeout(1_200)
                page.screenshot(path=folder / f"{name}-{size}-{scheme}.png")
            context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--board", default="shop")
    parser.add_argument("--only", default="", help="names of screens, separated by commas")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        only = {name for name in options.only.split(",") if name}
        pictures(browser, options.address.rstrip("/"), options.board, options.folder, only)
        browser.close()


if __name__ == "__main__":
    main()
