"""Static files: what the application sends, and under which addresses."""

from __future__ import annotations

import pytest
from asgiref.testing import ApplicationCommunicator

from boards.module_graph import modules_below
from boards.templatetags.modules import page_module
from eventstorm import statics
from eventstorm.static_server import StaticFiles
from eventstorm.statics import place_of, version, without_version


async def get(application, path, method="GET", **headers):
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    wire = ApplicationCommunicator(application, {"type": "http", "method": method, "path": path, "headers": raw})
    start = await wire.receive_output(2)
    body = await wire.receive_output(2)
    return start["status"], dict(start["headers"]), body["body"]


@pytest.fixture
def files(tmp_path):
    (tmp_path / "a.js").write_text("export const a = 1;\n" * 100)
    return StaticFiles(None, "/static/", lambda path: str(tmp_path / path)), tmp_path


async def test_a_file_comes_with_its_kind_and_is_not_sent_twice(files):
    application, folder = files
    status, headers, body = await get(application, "/static/a.js")
    assert (status, body) == (200, (folder / "a.js").read_bytes())
    assert headers[b"content-type"].startswith(b"text/javascript")
    assert headers[b"cache-control"] == b"no-cache"
    tag = headers[b"etag"].decode()
    assert (await get(application, "/static/a.js", if_none_match=tag))[0] == 304
    (folder / "a.js").write_text("changed")
    status, _, body = await get(application, "/static/a.js", if_none_match=tag)
    assert (status, body) == (200, b"changed")


async def test_who_takes_gzip_gets_it_and_the_present_version_stays_for_ever(files):
    application, _ = files
    _, headers, body = await get(application, "/static/a.js", accept_encoding="gzip, br")
    assert headers[b"content-encoding"] == b"gzip"
    assert len(body) < 200
    assert b"immutable" in (await get(application, f"/static/{version()}/a.js"))[1][b"cache-control"]


@pytest.mark.parametrize("path", ["../settings.py", "..%2fsettings.py", "/etc/passwd", "nothing.js", "", "js", "a\0b"])
async def test_nothing_outside_is_served(settings, path):
    settings.EMBEDDED = True
    assert (await get(StaticFiles(None, "/static/", place_of), f"/static/{path}"))[0] == 404


async def test_files_are_only_read(files):
    assert (await get(files[0], "/static/a.js", method="POST"))[0] == 405
    assert (await get(files[0], "/static/a.js", method="HEAD"))[2] == b""


def test_every_module_of_a_page_is_named_and_exists():
    named = modules_below("js/board.js")
    assert named[0] == "js/board.js"
    assert len(named) == len(set(named)) > 50
    assert [path for path in named if place_of(path) is None] == []


def test_a_page_names_its_modules_below_the_present_version():
    tag = page_module("js/start.js")
    assert f'<script type="module" src="/static/{version()}/js/start.js"></script>' in tag
    assert tag.count("modulepreload") == len(modules_below("js/start.js"))


def test_a_changed_file_is_a_new_version_and_the_old_address_still_answers(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(statics, "LOOK_AGAIN", 0)
    settings.EMBEDDED = True
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "a.js").write_text("1")
    before = version()
    (tmp_path / "a.js").write_text("22")
    after = version()
    assert before != after
    assert without_version(f"{after}/a.js") == ("a.js", True)
    assert without_version(f"{before}/a.js") == ("a.js", False)
