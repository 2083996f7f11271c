"""A gate opens on measured KPIs and a sign-off; on goes one stage at a time, back goes always."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modeling.model import Measurement, SignOff
from modeling.playbook import BLOCKED, DONE, PASSED, PATH, STAGES, UNKNOWN, advance, gate, move, retreat

#: For each stage values that meet every KPI.
GOOD = {
    "prepare": {"open_hotspots": 0, "team_consensus": 95},
    "build": {"test_coverage": 93.5, "quality_findings": 0},
    "sync": {"cdc_latency": 0.4, "consistency": 100},
    "reads": {"read_latency_p99": 30, "read_error_rate": 0.001},
    "writes": {"write_latency_p99": 200, "saga_success": 99.995},
    "decommission": {"monolith_code": -4000, "monolith_load": -5},
}


def measured(stage: str, **changed: float) -> tuple[Measurement, ...]:
    return tuple(Measurement(kpi, value) for kpi, value in {**GOOD[stage], **changed}.items())


def signed(stage: str, note: str = "") -> tuple[SignOff, ...]:
    return (SignOff(stage, "Alice", note=note),)


def test_the_six_stages_are_those_of_the_reference_migration() -> None:
    assert list(STAGES) == ["prepare", "build", "sync", "reads", "writes", "decommission"]
    for stage in STAGES.values():
        assert stage.actions
        assert stage.kpis
        assert stage.criteria
        assert stage.way_back


@pytest.mark.parametrize(
    ("stage", "kpi", "target"),
    [
        ("build", "test_coverage", "> 90 %"),
        ("sync", "cdc_latency", "< 1 s"),
        ("reads", "read_latency_p99", "< 50 ms"),
        ("reads", "read_error_rate", "< 0.01 %"),
        ("writes", "saga_success", "> 99.99 %"),
    ],
)
def test_the_thresholds_of_the_reference_migration_are_kept(stage: str, kpi: str, target: str) -> None:
    found = next(item for item in STAGES[stage].kpis if item.code == kpi)
    assert found.target == target
    assert not found.proposed


@pytest.mark.parametrize("stage", STAGES)
def test_a_gate_passes_when_all_is_met_and_signed(stage: str) -> None:
    assert gate(stage, measured(stage), signed(stage)).state == PASSED


@pytest.mark.parametrize("stage", STAGES)
def test_a_gate_is_unknown_while_something_is_missing(stage: str) -> None:
    assert gate(stage, (), ()).state == UNKNOWN
    assert gate(stage, measured(stage), ()).state == UNKNOWN
    assert gate(stage, measured(stage)[:1], signed(stage)).state == UNKNOWN


def test_one_missed_kpi_blocks_and_is_named_with_its_target() -> None:
    found = gate("reads", measured("reads", read_latency_p99=80), signed("reads"))
    assert found.state == BLOCKED
    assert found.reasons == ("Read latency, 99th percentile is 80 ms; the target is < 50 ms.",)


def test_the_threshold_itself_is_only_met_where_the_target_says_so() -> None:
    assert gate("reads", measured("reads", read_latency_p99=50), signed("reads")).state == BLOCKED
    assert gate("prepare", measured("prepare", open_hotspots=0), signed("prepare")).state == PASSED


def test_of_several_measurements_the_last_one_counts() -> None:
    twice = (*measured("reads", read_latency_p99=80), Measurement("read_latency_p99", 20))
    assert gate("reads", twice, signed("reads")).state == PASSED


def test_a_sign_off_of_another_stage_does_not_count() -> None:
    assert gate("sync", measured("sync"), signed("build")).state == UNKNOWN


def test_the_next_stage_follows_a_passed_gate() -> None:
    assert advance("sync", measured("sync"), signed("sync")).stage == "reads"
    assert advance("sync", measured("sync"), signed("sync")).allowed
    assert advance("decommission", measured("decommission"), signed("decommission")).stage == DONE
    assert advance("").allowed


def test_a_blocked_gate_holds_unless_somebody_signs_with_a_reason() -> None:
    slow = measured("reads", read_latency_p99=80)
    assert not advance("reads", slow, signed("reads")).allowed
    waived = advance("reads", slow, signed("reads", "Only the report is slow, and nobody waits for it."))
    assert waived.allowed
    assert waived.reasons[0].startswith("Alice signed it off with a reason: Only the report")


def test_nothing_follows_the_end() -> None:
    assert not advance(DONE).allowed


@given(st.sampled_from(PATH), st.sampled_from(PATH))
def test_back_is_always_open_and_on_goes_one_stage_at_a_time(stage: str, to: str) -> None:
    here, there = PATH.index(stage), PATH.index(to)
    found = move(stage, to)
    if there < here:
        assert found.allowed
    elif there != here + 1:
        assert not found.allowed
    assert found.reasons or there < here


def test_going_back_walks_the_ways_back_in_reverse() -> None:
    found = retreat("writes", "sync", "Inventory")
    assert found.reasons[0].startswith("Stop writes to Inventory")
    assert found.reasons[-1].startswith("Let the façade send the reads back")
    assert not retreat("sync", "writes").allowed


def test_an_unknown_stage_is_refused_with_the_known_ones() -> None:
    assert "prepare, build, sync" in move("prepare", "production").reasons[0]
