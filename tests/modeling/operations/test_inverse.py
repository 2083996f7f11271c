"""Every operation can be taken back, tells what it touches, and means the same after a round trip over the wire."""

from __future__ import annotations

import json
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modeling import document
from modeling.model import Model
from modeling.operations import OPERATIONS, Operation, Refused, parse_operation, perform, perform_all
from tests.modeling.operations.random_boards import Storm, canonical

quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def storm(seed: int, steps: int) -> tuple[Model, Storm]:
    """A board that a storm of `steps` operations has made."""
    maker, model = Storm(Random(seed)), Model(name="Shop")
    for _ in range(steps):
        try:
            perform(model, parse_operation(maker.operation(model)))
        except Refused:
            continue
    return model, maker


def changes(model: Model, maker: Storm) -> Operation:
    """The next settled operation of the storm that changes something."""
    while True:
        try:
            settled = parse_operation(maker.operation(model)).settle(model)
        except Refused:
            continue
        if not settled.void:
            return settled


@quick
@given(st.integers(0, 2**32), st.integers(0, 60))
def test_the_inverse_of_every_operation_restores_the_model(seed: int, steps: int) -> None:
    model, maker = storm(seed, steps)
    for _ in range(8):
        settled = changes(model, maker)
        before = document.write(model)
        inverse = settled.inverse(model)
        settled.apply(model)
        assert canonical(document.write(model)) != canonical(before), settled
        for operation in inverse:
            operation.apply(model)
        assert canonical(document.write(model)) == canonical(before), settled
        settled.apply(model)


@quick
@given(st.integers(0, 2**32), st.integers(0, 60))
def test_an_inverse_touches_nothing_that_its_operation_did_not_touch(seed: int, steps: int) -> None:
    model, maker = storm(seed, steps)
    for _ in range(8):
        settled = changes(model, maker)
        touched = set(settled.touches())
        assert touched
        for operation in settled.inverse(model):
            assert set(operation.touches()) <= touched, settled
        settled.apply(model)


@quick
@given(st.integers(0, 2**32), st.integers(0, 60))
def test_verify_an_old_snapshot_and_the_operations_since_give_the_fresh_snapshot(seed: int, steps: int) -> None:
    """Through text, as snapshots and the log are stored (rules S1, S6)."""
    model, maker = storm(seed, steps)
    old = json.dumps(document.write(model))
    log = []
    for _ in range(12):
        settled = changes(model, maker)
        log.append(json.dumps(settled.to_json()))
        settled.apply(model)
    reading = document.read(json.loads(old))
    assert not reading.problems
    for text in log:
        parse_operation(json.loads(text)).apply(reading.model)
    assert document.write(reading.model) == document.write(model)
    again = document.read(document.write(model))
    assert not again.problems
    assert again.model == model


@quick
@given(st.integers(0, 2**32), st.integers(0, 60))
def test_settling_a_settled_operation_changes_nothing_about_it(seed: int, steps: int) -> None:
    model, maker = storm(seed, steps)
    settled = changes(model, maker)
    assert parse_operation(settled.to_json()).settle(model) == settled


@quick
@given(st.integers(0, 2**32), st.integers(0, 40))
def test_a_push_is_applied_as_a_whole_or_not_at_all(seed: int, steps: int) -> None:
    model, maker = storm(seed, steps)
    before = canonical(document.write(model))
    push = [changes(model, maker), parse_operation({"op": "set_label", "id": "never there", "label": "x"})]
    try:
        perform_all(model, push)
    except Refused:
        assert canonical(document.write(model)) == before
    else:
        raise AssertionError("the second operation cannot be")


def test_storms_meet_every_kind_of_operation() -> None:
    maker, model, met = Storm(Random(4)), Model(), set()
    for _ in range(1500):
        try:
            performed = perform(model, parse_operation(maker.operation(model)))
        except Refused:
            continue
        if performed is not None:
            met.add(performed.operation.name)
    assert met == set(OPERATIONS)
