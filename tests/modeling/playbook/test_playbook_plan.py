"""The pages are filled from the board, and people's words stay words."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modeling.analysis.context_map import context_map
from modeling.analysis.cycles import cycles
from modeling.analysis.extraction import extraction
from modeling.analysis.partition import Partition
from modeling.analysis.result import Analysis
from modeling.analysis.sagas import sagas
from modeling.model import ContextDecision, Decisions, Element, Measurement, Model, SignOff
from modeling.playbook import ContextPage, Playbook, escape, plan, render_markdown
from modeling.playbook.facade import plural, read_route, slug, table, topic, write_route


def analysis_of(model: Model, partition: Partition) -> Analysis:
    links = tuple(model.links.values())
    relations = context_map(model, links, partition)
    return Analysis(
        partition.contexts, (), (), relations, sagas(model, links, partition), cycles(model, relations, partition),
        extraction(model, links, partition, relations, sensitivity=False), (),
    )  # fmt: skip


def playbook_of(model: Model, partition: Partition, *decisions: ContextDecision) -> Playbook:
    model.decisions = Decisions(contexts=decisions)
    return plan(model, analysis_of(model, partition))


def page_of(playbook: Playbook, name: str) -> ContextPage:
    return next(page for page in playbook.pages if page.name == name)


def test_every_context_has_a_page_in_the_order_of_extraction(shop: Model, shop_contexts: Partition) -> None:
    found = playbook_of(shop, shop_contexts, ContextDecision("a3", stage="done"))
    assert [page.position for page in found.pages] == [0, 1, 2]
    assert found.pages[0].name == "Payment"


def test_a_page_names_topics_routes_and_tables_of_its_context(shop: Model, shop_contexts: Partition) -> None:
    page = page_of(playbook_of(shop, shop_contexts), "Inventory")
    assert [item.topic for item in page.events] == ["inventory.item-reserved", "inventory.reservation-released"]
    assert [item.table for item in page.aggregates] == ["public.stocks"]
    assert [(route.method, route.path) for route in page.reads] == [("GET", "/api/inventory/stocks/{stockId}")]
    assert ("POST", "/api/inventory/reserve-item") in [(route.method, route.path) for route in page.writes]


def test_a_page_tells_what_the_monolith_still_needs(shop: Model, shop_contexts: Partition) -> None:
    page = page_of(playbook_of(shop, shop_contexts), "Inventory")
    assert [(need.name, need.extracted) for need in page.needed_by] == [("Ordering", False)]
    assert any(step.startswith("Give Ordering the domain events") for step in page.decommission)
    gone = page_of(playbook_of(shop, shop_contexts, ContextDecision("a1", stage="done")), "Inventory")
    assert [(need.name, need.extracted) for need in gone.needed_by] == [("Ordering", True)]
    assert not any(step.startswith("Give Ordering") for step in gone.decommission)


def test_the_stage_decides_what_is_past_what_is_next_and_how_to_go_back(shop: Model, shop_contexts: Partition) -> None:
    page = page_of(playbook_of(shop, shop_contexts, ContextDecision("c2", stage="reads")), "Inventory")
    assert [stage.state for stage in page.stages] == ["past", "past", "past", "current", "ahead", "ahead"]
    assert not page.next_move.allowed
    assert (
        "Let the façade send the reads of Inventory to the service, a small share first, then all." in page.next_steps
    )
    assert "swap the route file" in page.way_back[0]


def test_a_passed_gate_opens_the_next_stage(shop: Model, shop_contexts: Partition) -> None:
    decision = ContextDecision(
        "a2",
        stage="sync",
        sign_offs=(SignOff("sync", "Alice"),),
        measurements=(Measurement("cdc_latency", 0.3), Measurement("consistency", 100)),
    )
    page = page_of(playbook_of(shop, shop_contexts, decision), "Inventory")
    assert page.next_move.allowed
    assert page.next_steps[0] == "Go on to “Route reads”."


def test_open_hotspots_are_counted_on_the_board(shop: Model, shop_contexts: Partition) -> None:
    def hotspots() -> float | None:
        page = page_of(playbook_of(shop, shop_contexts), "Inventory")
        return next(item.value for item in page.stages[0].gate.readings if item.kpi.code == "open_hotspots")

    assert hotspots() == 0
    shop.elements["h1"] = Element("h1", "hotspot", "Who counts?", 0.0, 0.0)
    shop.elements["a2"] = replace(shop.elements["a2"], x=100.0, y=0.0)
    assert hotspots() == 1


def test_the_playbook_is_plain_json_and_the_same_every_time(shop: Model, shop_contexts: Partition) -> None:
    found = playbook_of(shop, shop_contexts)
    assert json.dumps(found.to_json()) == json.dumps(playbook_of(shop, shop_contexts).to_json())
    assert render_markdown(found) == render_markdown(playbook_of(shop, shop_contexts))


def test_analysis_and_playbook_are_the_same_bytes_whatever_the_hash_seed() -> None:
    root = Path(__file__).parents[3]
    program = (
        "import json, sys; from modeling import document; from modeling.analysis.analyse import analyse;"
        "from modeling.playbook import plan, render_markdown;"
        "model = document.read(document.loads(sys.stdin.read())).model; found = analyse(model);"
        "print(json.dumps(found.to_json()), json.dumps(render_markdown(plan(model, found))))"
    )
    board = (root / "boards" / "examples" / "shop.board.json").read_text("utf-8")
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=board.encode(),
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=root,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(answers) == 1


def test_there_is_a_file_for_the_order_and_one_for_each_context(shop: Model, shop_contexts: Partition) -> None:
    files = render_markdown(playbook_of(shop, shop_contexts))
    assert set(files) >= {"README.md"}
    assert len(files) == 4
    for path in files:
        if path != "README.md":
            assert f"({path})" in files["README.md"]
        assert re.fullmatch(r"[A-Za-z0-9.-]+", path)


def test_an_empty_board_has_a_playbook_that_says_so() -> None:
    files = render_markdown(playbook_of(Model(), Partition(())))
    assert "no contexts yet" in files["README.md"]


def test_markup_in_a_label_stays_text(shop: Model, shop_contexts: Partition) -> None:
    evil = "<script>alert(1)</script> | [x](javascript:alert(1)) `rm` **b**\n# Title"
    shop.elements["e2"] = replace(shop.elements["e2"], label=evil)
    contexts = Partition(tuple(replace(context, name=evil + context.id) for context in shop_contexts.contexts))
    note = SignOff("prepare", evil, note=evil)
    files = render_markdown(playbook_of(shop, contexts, ContextDecision("a2", sign_offs=(note,))))
    for path, text in files.items():
        assert "<script" not in text
        assert not re.search(r"(?<!\\)\]\(javascript", text)
        assert "\n# Title" not in text
        assert "/" not in path
        assert all(line.count("|") - line.count("\\|") in (0, 3, 4, 5, 6) for line in text.splitlines())


def test_what_turns_or_hides_text_is_left_out() -> None:
    assert escape("\u202egnp.exe\u202c \u2066a\u200b\x1b[31m\ufeff") == "gnp.exe a\\[31m"


@given(st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs")), max_size=80))
def test_escaping_is_undone_by_reading_it(text: str) -> None:
    plain = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", html.unescape(escape(text)))
    shown = html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escape(text)))
    assert " ".join(text.split()) in (plain, shown)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Stock level", "stock-level"),
        ("StockLevel", "stock-level"),
        ("Größe", "grosse"),
        ("注文", "x1"),
        ("../..", "x1"),
    ],
)
def test_names_are_safe_in_paths_whatever_the_label(label: str, expected: str) -> None:
    assert slug(label, "x1") == expected


@given(st.text(max_size=60), st.text(max_size=20))
def test_a_slug_has_only_letters_digits_and_hyphens(label: str, fallback: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(label, fallback))


def test_routes_tables_and_topics_are_in_the_usual_spelling() -> None:
    level = Element("a1", "aggregate", "Stock level")
    assert table(level) == "public.stock_levels"
    assert read_route("inventory", level).path == "/api/inventory/stock-levels/{stockLevelId}"
    assert read_route("inventory", Element("v1", "read_model", "Free stock")).path == "/api/inventory/free-stock"
    assert write_route("inventory", Element("c1", "command", "Adjust")).path == "/api/inventory/adjust"
    assert topic("inventory", Element("e1", "domain_event", "Stock adjusted")) == "inventory.stock-adjusted"
    assert [plural(name) for name in ("box", "category", "key", "goods")] == ["boxes", "categories", "keys", "goods"]
