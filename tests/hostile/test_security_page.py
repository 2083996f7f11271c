"""The security pages name every requirement once, say something of each, and point at files that are there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("docs/asvs.md", "docs/security.md")
NUMBERS = [line.split()[0] for line in (ROOT / "tests/hostile/asvs_numbers.txt").read_text().splitlines()[1:]]
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \|$")
#: What is a path and no setting: something of a file's kind at its end, or the one file without one.
PATH = re.compile(r"`([\w./-]+\.(?:py|js|md|json|txt|html|conf|yaml|sh)|Containerfile)`")

ROWS = [found.groups() for line in (ROOT / PAGES[0]).read_text().splitlines() if (found := ROW.match(line))]


def test_the_list_is_that_of_levels_one_and_two() -> None:
    assert len(NUMBERS) == len(set(NUMBERS)) == 253


def test_every_requirement_has_one_row_in_order() -> None:
    assert Counter(number for number, _, _ in ROWS) == Counter(NUMBERS)
    assert [number for number, _, _ in ROWS] == NUMBERS


@pytest.mark.parametrize(("number", "about", "how"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row_is_short_and_says_whether_the_requirement_is_met(number: str, about: str, how: str) -> None:
    assert len(about.split()) <= 8
    assert re.match(r"\*\*(Yes|Part|No)\.\*\* .|\*\*No\*\* by |– [A-Z]", how), how
    assert number.count(".") == 2


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_points_at_is_there(page: str) -> None:
    tests = {file.name for file in (ROOT / "tests").rglob("*.py")}
    pointed = PATH.findall((ROOT / page).read_text())
    assert len(pointed) > 5
    assert [
        path for path in pointed if not (ROOT / path).exists() and path not in tests and path != ".board.json"
    ] == []
