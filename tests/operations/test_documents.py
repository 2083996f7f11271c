"""The operator's page says what the software does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from boards.protocol import Close
from eventstorm.telemetry.board_metrics import BoardMetrics
from eventstorm.telemetry.connections import DatabaseConnections
from eventstorm.telemetry.request_metrics import RequestMetrics

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/operations.md").read_text()


def variables() -> set[str]:
    """Names that the code looks up in the environment."""
    found: set[str] = set()
    for path in (ROOT / "eventstorm").rglob("*.py"):
        found |= set(re.findall(r'environ(?:\.get\(|\[|, )"([A-Z_]+)"', path.read_text()))
    return found - {"DJANGO_SETTINGS_MODULE"}


def test_every_environment_variable_is_on_the_page() -> None:
    assert len(variables()) > 25
    assert sorted(name for name in variables() if f"`{name}`" not in PAGE) == []


def test_every_closing_code_is_among_the_symptoms() -> None:
    assert [code.value for code in Close if f"{code.value}" not in PAGE] == []


@pytest.mark.django_db
def test_every_metric_on_the_page_exists() -> None:
    collectors = (BoardMetrics(), RequestMetrics(), DatabaseConnections())
    known = {metric.name.removeprefix("eventstorm_") for collector in collectors for metric in collector.collect()}
    table = PAGE[PAGE.index("## Metrics") : PAGE.index("## Logs")]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    told = {name.removesuffix("_total") for row in rows for name in re.findall(r"`([a-z_]+)", row)}
    assert len(told) > 15
    assert {name for name in told if not name.startswith("process_")} <= known


def test_every_link_of_the_page_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([a-z.]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists() or target == "deployment.md", target
