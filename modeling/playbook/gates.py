"""The gate at the end of each stage, and which stage may follow. Pure decisions over what was measured and signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from modeling.model import Measurement, SignOff
from modeling.playbook.stages import DONE, PATH, STAGES, Kpi, filled, stage_name

PASSED, BLOCKED, UNKNOWN = "passed", "blocked", "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """A KPI with its last measured value (None: not measured) and whether that meets it (None: not known)."""

    kpi: Kpi
    value: float | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Gate:
    """`state`: "blocked" when a KPI is missed, "unknown" while a value or the sign-off is missing, else "passed"."""

    stage: str
    state: str
    readings: tuple[Reading, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Whether a context may go to `stage`, and why (not). `reasons` also says what an allowed move means."""

    stage: str
    allowed: bool
    reasons: tuple[str, ...]


def gate(stage: str, measurements: Iterable[Measurement], sign_offs: Iterable[SignOff]) -> Gate:
    """The gate of a stage from what was measured and signed; of several values of a KPI the last one counts.

    Raises `KeyError` for a code that is no stage.
    """
    last = {measurement.kpi: measurement.value for measurement in measurements}
    readings = []
    missed, missing = [], []
    for kpi in STAGES[stage].kpis:
        value = last.get(kpi.code)
        met = None if value is None else kpi.met_by(value)
        readings.append(Reading(kpi, value, met))
        if met is None:
            missing.append(f"{kpi.name} has not been measured; the target is {kpi.target}.")
        elif not met:
            missed.append(f"{kpi.name} is {value:g} {kpi.unit}".rstrip() + f"; the target is {kpi.target}.")
    signed = [sign_off for sign_off in sign_offs if sign_off.stage == stage]
    if not signed:
        missing.append("Nobody has signed off that the success criteria are met.")
    state = BLOCKED if missed else UNKNOWN if missing else PASSED
    reasons = (*missed, *missing) or (f"Every KPI is met and {_who(signed)} signed it off.",)
    return Gate(stage, state, tuple(readings), reasons)


def _who(signed: list[SignOff]) -> str:
    return " and ".join(dict.fromkeys(sign_off.by or "somebody" for sign_off in signed))


def advance(stage: str, measurements: Iterable[Measurement] = (), sign_offs: Iterable[SignOff] = ()) -> Move:
    """Whether a context may leave `stage` for the next one.

    It may when the gate has passed, or when somebody signed the stage off with a note: the reason for going on anyway.
    """
    measured, signed = tuple(measurements), tuple(sign_offs)
    if stage == DONE:
        return Move(DONE, False, ("The context has left the monolith; nothing comes after that.",))
    following = PATH[PATH.index(stage) + 1]
    if stage == "":
        return Move(following, True, ("The first stage can begin at any time.",))
    found = gate(stage, measured, signed)
    if found.state == PASSED:
        return Move(following, True, found.reasons)
    waived = [sign_off for sign_off in signed if sign_off.stage == stage and sign_off.note.strip()]
    if waived:
        reason = f"{waived[-1].by or 'Somebody'} signed it off with a reason: {waived[-1].note.strip()}"
        return Move(following, True, (reason, *found.reasons))
    hint = "Reach the targets, or sign the stage off with a note that says why to go on."
    return Move(following, False, (*found.reasons, hint))


def retreat(stage: str, to: str, context: str = "the context") -> Move:
    """Going back from `stage` to an earlier one is always allowed; `reasons` are the ways back, in the order to walk.

    `context` is the name that the sentences use.
    """
    if PATH.index(to) >= PATH.index(stage):
        return Move(to, False, (f"“{stage_name(to)}” does not come before “{stage_name(stage)}”.",))
    crossed = [code for code in reversed(PATH[PATH.index(to) + 1 : PATH.index(stage) + 1]) if code in STAGES]
    return Move(to, True, tuple(step for code in crossed for step in filled(STAGES[code].way_back, context)))


def move(
    stage: str,
    to: str,
    measurements: Iterable[Measurement] = (),
    sign_offs: Iterable[SignOff] = (),
    context: str = "the context",
) -> Move:
    """Whether a context may go from `stage` to `to`: one stage on by `advance`, any number back by `retreat`.

    An unknown code is answered by a refusal that names the known ones.
    """
    if stage not in PATH or to not in PATH:
        known = ", ".join(code for code in PATH if code)
        return Move(to, False, (f"“{to if stage in PATH else stage}” is no stage. Use one of: {known}.",))
    here, there = PATH.index(stage), PATH.index(to)
    if there == here + 1:
        return advance(stage, measurements, sign_offs)
    if there < here:
        return retreat(stage, to, context)
    if there == here:
        return Move(to, False, (f"The context is at “{stage_name(to)}” already.",))
    following = stage_name(PATH[here + 1])
    return Move(to, False, (f"“{stage_name(to)}” comes later: “{following}” is next.",))
