"""What runs have in common side by side, and what is to be so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench.load.traffic import Outcome
from bench.table import Row

_HEAD = (
    *("server", "delivered", "hand to eye p50 / p95 / p99", "cursor p50", "“saved” p50", "web CPU", "÷ peer"),
    *("apart", "web memory: empty → most → end", "out", "people: CPU, late p99"),
)


def side_by_side(outcomes: Sequence[Outcome], peer: Sequence[Outcome] = ()) -> str:
    """A line for each run. `peer`: those whose mean web CPU the others' is compared with."""
    lines = [_line(outcome, _mean_web(peer)) for outcome in outcomes]
    return "\n".join(
        ["| " + " | ".join(cells) + " |" for cells in (_HEAD, ["---"] + ["---:"] * (len(_HEAD) - 1), *lines)]
    )


def _line(outcome: Outcome, peer: float) -> list[str]:
    seen, client = outcome.seen, outcome.seen["client"]
    frames = (seen["frames"]["operations"] + seen["frames"]["presence"]) / client["seconds"]
    return [
        outcome.server,
        f"{outcome.delivered * 100:.4g} %" + ("" if outcome.exact else " (not exact)"),
        " / ".join(_ms(seen["eyes"][name]) for name in ("p50", "p95", "p99")) + " ms",
        f"{_ms(seen['cursor_eyes']['p50'])} ms",
        f"{_ms(seen['saved']['p50'])} ms",
        f"{outcome.web * 100:.0f} %",
        f"{outcome.web / peer:.2f}" if peer else "–",
        ", ".join(f"{name} {used * 100:.0f} %" for name, used in outcome.apart.items()) or "–",
        " → ".join(f"{mib:.0f}" for mib in outcome.memory) + " MiB",
        f"{frames:,.0f} frames/s, {seen['bytes']['in'] / client['seconds'] / 2**20:.1f} MiB/s",
        f"{client['cpu'] / client['seconds'] * 100:.0f} %, {_ms(client['lateness']['p99'])} ms",
    ]


def _ms(milliseconds: float | None) -> str:
    return "–" if milliseconds is None else f"{milliseconds:.1f}"


def _mean_web(outcomes: Sequence[Outcome]) -> float:
    return sum(outcome.web for outcome in outcomes) / len(outcomes) if outcomes else 0.0


def claims(outcome: Outcome, peer: Sequence[Outcome]) -> Iterator[Row]:
    """What is to be so of Eventstorm under the full load."""
    p50 = outcome.seen["eyes"]["p50"]
    yield Row(f"{outcome.server}: delivered, exactly", outcome.delivered * 100 * outcome.exact, "%", 100, "all of them")
    yield Row("– hand to the others' eyes, p50", p50, "ms", 35, "aim")
    yield Row("– CPU of the web process", outcome.web, "cores", 1.25 * _mean_web(peer), "1.25 × the peer's")
