"""Whatever people type is shown as text: in pages, in pictures, in Markdown and in generated code."""

from __future__ import annotations

import ast
import io
import shutil
import sqlite3
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, sync_playwright

from tests.hostile.besieged import Browser
from tests.hostile.hostile_board import hostile_document
from tests.hostile.texts import CORPUS, SCRIPTS
from tools.stack import Web

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(600)]

#: What a page did against its policy, from its first moment on.
_WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("shown")
    web = Web(folder, f"sqlite:///{folder / 'shown.sqlite3'}", ALLOWED_HOSTS="127.0.0.1")
    web.manage("migrate", "--verbosity=0")
    with web:
        yield web


@pytest.fixture(scope="module")
def author(web: Web) -> Browser:
    return Browser(web.address)


@pytest.fixture(scope="module")
def board(author: Browser) -> str:
    """All texts of the corpus on it, and its owner, a release and its decisions named after them too."""
    board = str(author.post("/api/v1/boards/", {"document": hostile_document()})["id"])
    author.post(f"/api/v1/boards/{board}/releases/", {"name": SCRIPTS[1]})
    token = {"X-CSRFToken": author.http.cookies["csrftoken"]}
    author.http.patch(f"/api/v1/boards/{board}/me/", json={"name": SCRIPTS[3]}, headers=token).raise_for_status()
    return board


@pytest.fixture
def page(web: Web, author: Browser) -> Iterator[Page]:
    """The author's browser; it fails the test when anything typed ran, asked, loaded or broke the policy."""
    installed = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    trouble: list[str] = []
    with sync_playwright() as playwright:
        options: Any = {"executable_path": installed} if installed else {}
        browser = playwright.chromium.launch(args=["--no-sandbox"], **options)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        context.set_default_timeout(60_000)
        context.add_cookies([{"name": n, "value": v, "url": web.address} for n, v in author.http.cookies.items()])
        context.add_init_script(_WATCH)
        context.on("weberror", lambda error: trouble.append(f"error: {error.error}"))
        context.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        context.on("request", lambda asked: None if web.address in asked.url else _note(trouble, asked.url))
        page = context.new_page()
        yield page
        expect_nothing_ran(page)
        browser.close()
    assert trouble == []


def _note(trouble: list[str], url: str) -> None:
    if not url.startswith(("data:", "blob:")):
        trouble.append(f"request: {url}")


def expect_nothing_ran(page: Page) -> None:
    assert page.evaluate("window.broken") is None
    assert page.evaluate("window.violations") == []


def test_the_start_page_shows_them_as_text(page, web, board):
    page.goto(f"{web.address}/")
    page.get_by_text(CORPUS[0], exact=False).first.wait_for()
    expect_nothing_ran(page)


def test_the_wall_and_its_panels_show_them_as_text(page, web, board):
    page.goto(f"{web.address}/boards/{board}/")
    page.wait_for_selector('#wall[data-ready="true"]')
    page.get_by_text(CORPUS[0], exact=False).first.wait_for()
    page.locator("#wall").focus()
    for _ in range(12):
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(30)
    page.keyboard.press("Control+f")
    page.keyboard.type("window.broken")
    page.wait_for_timeout(300)
    expect_nothing_ran(page)


@pytest.mark.parametrize("place", ["understand", "generate", "migrate"])
def test_every_other_place_shows_them_as_text(page, web, board, place):
    page.goto(f"{web.address}/boards/{board}/{place}/")
    page.locator("#content").get_by_text("window.broken").first.wait_for()
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.wait_for_timeout(200)
        expect_nothing_ran(page)
    expect_nothing_ran(page)


def test_a_file_name_is_shown_as_text(page, web, board, tmp_path):
    page.goto(f"{web.address}/")
    file = {"name": "<img src=x onerror=window.broken=99>.txt", "mimeType": "text/plain", "buffer": b"\x00\x01"}
    page.locator("#file").set_input_files(file)
    page.get_by_role("alert").get_by_text("onerror").first.wait_for()
    expect_nothing_ran(page)


def test_generated_files_compile_and_stay_in_their_folder(author, board):
    with _archive(author, f"/api/v1/boards/{board}/generation/archive/") as archive:
        names = archive.namelist()
        assert len(names) > 20
        _expect_inside(names)
        for name in names:
            text = archive.read(name).decode()
            if name.endswith(".py"):
                _expect_no_call_of_theirs(name, ast.parse(text))
            elif name.endswith((".yaml", ".yml")):
                yaml.safe_load(text)
            elif name.endswith(".toml"):
                tomllib.loads(text)


def test_the_playbook_is_markdown_in_which_they_mean_nothing(author, board):
    with _archive(author, f"/api/v1/boards/{board}/playbook/archive/") as archive:
        _expect_inside(archive.namelist())
        for name in archive.namelist():
            text = archive.read(name).decode()
            if name.endswith(".md"):
                assert not any(opening in text for opening in ("<script", "<img", "<svg", "<iframe", "<a href")), name
                assert "](javascript:" not in text, name
                assert "\u202e" not in text, name


def _archive(author: Browser, path: str) -> zipfile.ZipFile:
    answer = author.http.get(path)
    answer.raise_for_status()
    return zipfile.ZipFile(io.BytesIO(answer.content))


def _expect_inside(names: list[str]) -> None:
    assert len({name.casefold() for name in names}) == len(names), "no two are one file on other systems"
    for name in names:
        parts = PurePosixPath(name).parts
        assert not name.startswith("/"), name
        assert ".." not in parts, name
        assert name.isascii() or name.isprintable(), name
        assert not set(name) & set('\\:*?"<>|\0\n'), name
        assert not {part.partition(".")[0].casefold() for part in parts} & {"con", "nul", "aux", "prn"}, name


def _expect_no_call_of_theirs(name: str, tree: ast.Module) -> None:
    """No name that only the corpus brings is used anywhere but in a text."""
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    used |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not used & {"abort", "__import__", "SystemExit", "__mro__"}, name


def test_the_database_is_still_there(web):
    with sqlite3.connect(Path(web.folder) / "shown.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM boards_board").fetchone()[0] >= 1
