"""The six stages in which one context leaves the monolith, as data.

Source: the reference migration of the founding document (Inventory Management in an e-commerce monolith). Every stage
can be observed by its KPIs and reversed by its way back. A threshold that the source does not give is marked
as proposed.
"""

from __future__ import annotations

from dataclasses import dataclass

NONE, ONE_WAY, BOTH_WAYS = "none", "monolith → service", "both ways where the monolith still needs the data"


@dataclass(frozen=True, slots=True)
class Kpi:
    """A number to watch. It is met when the measured value is `better` ("below" or "above") than `threshold`, or equal
    to it where `inclusive`. `measure`: how to get the number. `proposed`: the threshold is ours, not the source's."""

    code: str
    name: str
    unit: str
    better: str
    threshold: float
    measure: str
    inclusive: bool = False
    proposed: bool = False

    def met_by(self, value: float) -> bool:
        if value == self.threshold:
            return self.inclusive
        return value < self.threshold if self.better == "below" else value > self.threshold

    @property
    def target(self) -> str:
        """The threshold as people write it: “< 50 ms”."""
        sign = {"below": "≤" if self.inclusive else "<", "above": "≥" if self.inclusive else ">"}[self.better]
        return f"{sign} {self.threshold:g} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. `actions`, `criteria` and `way_back` speak of {context}, which the plan fills in."""

    code: str
    name: str
    actions: tuple[str, ...]
    synchronisation: str
    kpis: tuple[Kpi, ...]
    criteria: tuple[str, ...]
    way_back: tuple[str, ...]


_STAGES = (
    Stage(
        "prepare",
        "Prepare",
        (
            "Storm {context} in detail: its domain events, commands, policies and the rules of its aggregates.",
            "Design the aggregates and give every domain event its fields.",
            "Create the topics for the domain events of {context} and register their schemas.",
        ),
        NONE,
        (
            Kpi("open_hotspots", "Open hotspots in the context", "", "below", 0,
                "Counted on the board.", inclusive=True, proposed=True),
            Kpi("team_consensus", "Team consensus on the context", "%", "above", 90,
                "Ask everybody who works on it whether the boundary is right; share of yes.",
                inclusive=True, proposed=True),
        ),
        ("The model and the event schemas of {context} are signed off.",),
        ("Delete the empty topics and the registered schemas; nothing in the monolith has changed.",),
    ),
    Stage(
        "build",
        "Build service",
        (
            "Build the service of {context} with a database of its own.",
            "Implement the rules of its aggregates and publish its domain events through the outbox.",
            "Deploy it beside the monolith, without traffic.",
        ),
        NONE,
        (
            Kpi("test_coverage", "Coverage by unit and integration tests", "%", "above", 90,
                "Branch coverage of the service's test run."),
            Kpi("quality_findings", "Open findings of linters and type checkers", "", "below", 0,
                "Count the findings of the build.", inclusive=True, proposed=True),
        ),
        ("All tests of the service of {context} pass.", "It can be deployed."),
        ("Take the service away; no request and no data depend on it.",),
    ),
    Stage(
        "sync",
        "Sync data",
        (
            "Start change data capture on the monolith's tables of {context}.",
            "Let the service consume the changes into its own database, after a first snapshot.",
            "Compare both databases at a log position, every day.",
        ),
        ONE_WAY,
        (
            Kpi("cdc_latency", "Latency of change data capture", "s", "below", 1,
                "Commit in the monolith to commit in the service, 99th percentile."),
            Kpi("consistency", "Rows that agree in the consistency report", "%", "above", 99.99,
                "Compare keys and values of both databases at one log position.", inclusive=True, proposed=True),
        ),
        ("The database of {context} is consistently within 1 s of the monolith's.",),
        (
            "Stop the connector and drop its replication slot, so that the monolith's log does not grow.",
            "Empty the service's database; it can be filled again by a new snapshot.",
        ),
    ),
    Stage(
        "reads",
        "Route reads",
        (
            "Mirror reads to the service first and compare the answers.",
            "Let the façade send the reads of {context} to the service, a small share first, then all.",
            "Keep the monolith as the fall-back for reads.",
        ),
        ONE_WAY,
        (
            Kpi("read_latency_p99", "Read latency, 99th percentile", "ms", "below", 50,
                "At the façade, for the routes of the context."),
            Kpi("read_error_rate", "Error rate of reads", "%", "below", 0.01,
                "Share of answers with status 5xx at the façade."),
        ),
        ("No rise in errors or latency that users of {context} could notice.",),
        ("Let the façade send the reads back to the monolith: swap the route file and reload. No data has to move.",),
    ),
    Stage(
        "writes",
        "Route writes",
        (
            "Let the façade send the writes of {context} to the service, which is then the system of record.",
            "Publish its domain events; turn synchronisation round for what the monolith still needs.",
            "Never retry a write on the other side.",
        ),
        BOTH_WAYS,
        (
            Kpi("write_latency_p99", "End-to-end time of a change, 99th percentile", "ms", "below", 500,
                "From the request at the façade to the last reaction to its domain event.", proposed=True),
            Kpi("saga_success", "Sagas that complete or are rolled back as designed", "%", "above", 99.99,
                "Share of the sagas that touch the context, over a week."),
        ),
        ("The data of {context} stay consistent across the system.",),
        (
            "Stop writes to {context} for a moment and wait until the reverse synchronisation has caught up.",
            "Let the façade send the writes back to the monolith and turn synchronisation round again.",
        ),
    ),
    Stage(
        "decommission",
        "Decommission",
        (
            "Stop change data capture and the reverse synchronisation of {context}.",
            "Remove the endpoints, the code and then the tables of {context} from the monolith.",
            "Watch the service with traces and metrics, and scale it on its own.",
        ),
        NONE,
        (
            Kpi("monolith_code", "Change of the monolith's code size", "lines", "below", 0,
                "Lines after the removal less lines before."),
            Kpi("monolith_load", "Change of the monolith's resource use", "%", "below", 0,
                "CPU and memory after the removal against the weeks before."),
        ),
        ("The monolith works without the legacy code of {context}.",),
        (
            "Keep the tables renamed and read-only while they may be needed, and the removal as one revertible change.",
            "Going back: restore that change, rename the tables back, and fill them from the service's event stream.",
        ),
    ),
)  # fmt: skip

#: Stage code → stage, in order.
STAGES: dict[str, Stage] = {stage.code: stage for stage in _STAGES}

#: What follows the last stage: the context has left the monolith.
DONE = "done"
#: All values that a context's stage can have, in order; "" = not begun.
PATH: tuple[str, ...] = ("", *STAGES, DONE)


def stage_name(code: str) -> str:
    """The name that people read."""
    return {"": "Not begun", DONE: "Done"}.get(code) or STAGES[code].name


def filled(texts: tuple[str, ...], context: str) -> tuple[str, ...]:
    """A stage's sentences about the context of this name."""
    return tuple(text.replace("{context}", context) for text in texts)
