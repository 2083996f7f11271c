"""A finding: what a rule of the grammar, or the analysis, has to say about the board."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(str, Enum):
    """ERROR: the model cannot be generated as meant. WARNING: probably wrong. ADVICE: worth a look."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """`element` is the id of the element (or link, frame) it stands beside; "" for the whole board."""

    rule: str
    severity: Severity
    element: str
    message: str
    fix: str
