"""The playbook as Markdown files. People's words are escaped: markup in a label stays text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from modeling.playbook.plan import ContextPage, Need, Playbook, StagePage

#: Marks that mean something anywhere in a line, or within an address or an emoji.
_MARKUP = re.compile(r"([\\`*_{}\[\]|~$@])|(#)|(:)(?=[\w/])|(?<=www)(\.)")
_STATE = {"past": "done", "current": "**current**", "ahead": "ahead"}


def escape(text: str) -> str:
    """`text` on one line, every character that Markdown or HTML could understand made harmless."""
    seen = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or _is_visible(sign))
    line = _MARKUP.sub(r"\\\g<0>", " ".join(seen.split()))
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if re.match(r"\d+[.)]", line):
        return re.sub(r"^(\d+)([.)])", r"\1\\\2", line)
    return f"\\{line}" if line[:1] in ("-", "+", "=") else line


def _is_visible(sign: str) -> bool:
    """Not a control, direction or other invisible character, which would show a line as something that it is not."""
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs")


def render_markdown(playbook: Playbook) -> dict[str, str]:
    """Path → text: `README.md` with the order, and one page for each context. Paths are plain ASCII."""
    files = {"README.md": _text(_overview(playbook))}
    for page in playbook.pages:
        files[_path(page)] = _text(_page(page))
    return files


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"


def _path(page: ContextPage) -> str:
    return f"{page.position:02d}-{page.slug}.md"


def _bullets(texts: Iterable[str], box: str = "") -> Iterator[str]:
    yield from (f"- {box}{escape(text)}" for text in texts)
    yield ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A table whose cells are already Markdown."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join('---' for _ in head)}|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _overview(playbook: Playbook) -> Iterator[str]:
    yield f"# Migration playbook{': ' + escape(playbook.board) if playbook.board.strip() else ''}"
    yield ""
    yield "One context at a time leaves the monolith, in six stages. Each stage has a gate and a way back."
    yield ""
    past = [page for page in playbook.pages if page.position == 0]
    ahead = [page for page in playbook.pages if page.position]
    if past:
        yield "## Already extracted"
        yield ""
        yield from (f"- [{escape(page.name)}]({_path(page)}): {escape(page.stage_name)}" for page in past)
        yield ""
    if ahead:
        yield "## Order of extraction"
        yield ""
        yield from _table(
            ("", "Context", "Stage", "Gate", "Why"),
            (
                (str(page.position), f"[{escape(page.name)}]({_path(page)})", escape(page.stage_name), _gate_of(page),
                 escape(" ".join(page.because[:4])))
                for page in ahead
            ),
        )  # fmt: skip
        yield "The order is exact." if playbook.exact else "The order was searched for; it may not be the very best."
        yield ""
    if not playbook.pages:
        yield "The board has no contexts yet. Add domain events, commands and aggregates first."


def _gate_of(page: ContextPage) -> str:
    return next((stage.gate.state for stage in page.stages if stage.state == "current"), "–")


def _page(page: ContextPage) -> Iterator[str]:
    yield f"# {escape(page.name)}"
    yield ""
    place = f"Place {page.position} of the order" if page.position else "Extracted from the monolith"
    yield f"{place}. Stage: **{escape(page.stage_name)}**."
    yield ""
    yield from _bullets(page.because) if page.because else ()
    yield "## Next"
    yield ""
    yield from _bullets(page.next_steps, "[ ] ")
    yield "The way back from here:"
    yield ""
    yield from _bullets(page.way_back)
    yield from _contents(page)
    yield "## Stages"
    yield ""
    for stage in page.stages:
        yield from _stage(stage)
    yield "## Decommission list"
    yield ""
    yield from _bullets(page.decommission, "[ ] ")


def _contents(page: ContextPage) -> Iterator[str]:
    if page.events:
        yield "## Domain events"
        yield ""
        rows = ((escape(item.label), f"`{item.topic}`", escape(", ".join(item.readers)) or "–") for item in page.events)
        yield from _table(("Domain event", "Topic", "Needed by"), rows)
    if page.aggregates:
        yield "## Data in the monolith"
        yield ""
        yield "Tables are guessed from the aggregates' names; correct them before change data capture starts."
        yield ""
        yield from _table(("Aggregate", "Table"), ((escape(item.label), f"`{item.table}`") for item in page.aggregates))
    if page.reads or page.writes:
        yield "## Façade routes"
        yield ""
        routes = [(route, "reads") for route in page.reads] + [(route, "writes") for route in page.writes]
        yield from _table(
            ("Request", "Goes to the service from stage"),
            ((f"`{route.method} {route.path}`", at) for route, at in routes),
        )
    yield from _dependencies("## What it needs of others", page.needs)
    yield from _dependencies("## What others need of it", page.needed_by)


def _dependencies(title: str, needs: tuple[Need, ...]) -> Iterator[str]:
    if not needs:
        return
    yield title
    yield ""
    yield from _table(
        ("Context", "Proposed pattern", "Through", "Where it is"),
        (
            (
                escape(need.name),
                need.pattern.replace("_", " "),
                escape(", ".join(need.labels)),
                "a service" if need.extracted else "in the monolith",
            )
            for need in needs
        ),
    )


def _stage(stage: StagePage) -> Iterator[str]:
    yield f"### {stage.name} ({_STATE[stage.state]})"
    yield ""
    yield from _bullets(stage.actions)
    yield f"Data synchronisation: {stage.synchronisation}."
    yield ""
    rows = []
    for reading in stage.gate.readings:
        kpi = reading.kpi
        value = "not measured" if reading.value is None else f"{reading.value:g} {kpi.unit}".strip()
        met = {None: "unknown", True: "met", False: "missed"}[reading.met]
        target = kpi.target + (" (proposed)" if kpi.proposed else "")
        rows.append((kpi.name, escape(target), escape(value), met, escape(kpi.measure)))
    yield from _table(("KPI", "Target", "Last value", "", "How it is measured"), rows)
    yield "Success criteria:"
    yield ""
    yield from _bullets(stage.criteria)
    yield f"Gate: **{stage.gate.state}**."
    yield ""
    yield from _bullets(stage.gate.reasons)
    if stage.sign_offs:
        yield "Signed off:"
        yield ""
        yield from _bullets(
            ", ".join(part for part in (item.by or "somebody", item.at, item.note) if part) for item in stage.sign_offs
        )
    yield "Way back:"
    yield ""
    yield from _bullets(stage.way_back)
