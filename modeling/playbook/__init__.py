"""The migration playbook: six stages as data, their gates, and a page for every context of a board."""

from modeling.playbook.gates import BLOCKED, PASSED, UNKNOWN, Gate, Move, Reading, advance, gate, move, retreat
from modeling.playbook.markdown import escape, render_markdown
from modeling.playbook.plan import ContextPage, Playbook, plan
from modeling.playbook.stages import DONE, PATH, STAGES, Kpi, Stage, stage_name

__all__ = [
    "BLOCKED",
    "DONE",
    "PASSED",
    "PATH",
    "STAGES",
    "UNKNOWN",
    "ContextPage",
    "Gate",
    "Kpi",
    "Move",
    "Playbook",
    "Reading",
    "Stage",
    "advance",
    "escape",
    "gate",
    "move",
    "plan",
    "render_markdown",
    "retreat",
    "stage_name",
]
