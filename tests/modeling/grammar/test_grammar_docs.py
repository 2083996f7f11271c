"""docs/grammar.md and the registry say the same."""

from __future__ import annotations

import re
from pathlib import Path

from modeling.grammar import RULES

DOCS = Path(__file__).parents[3] / "docs" / "grammar.md"


def documented() -> dict[str, tuple[str, str, str]]:
    rows = re.findall(r"^\| (G\d+) \| (\w+) \| ([\w ]+) \| ([^|]+) \| [^|]{10,} \|$", DOCS.read_text("utf-8"), re.M)
    return {rule: (severity, level, title.strip()) for rule, severity, level, title in rows}


def test_every_rule_is_documented_as_it_is() -> None:
    assert documented() == {
        rule.id: (rule.severity.value, rule.since.value.replace("_", " "), rule.title) for rule in RULES.values()
    }


def test_no_id_is_given_twice() -> None:
    assert len(RULES) == sum(1 for line in DOCS.read_text("utf-8").splitlines() if re.match(r"\| G\d+ ", line))
    assert len(RULES) >= 24
