"""From a model and its analysis to every file of the generated system. Pure: nothing is written, run or fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from codegen import schemas
from codegen.artifacts import Artifact, in_order
from codegen.ir import Problem, System
from codegen.lowering import lower
from codegen.target import load_target
from modeling import document
from modeling.analysis.result import Analysis
from modeling.model import Model

_NO_OPTIONS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Generation:
    """`artifacts` by path; `problems`: what could not be generated as drawn, in the sequence in which it was met."""

    artifacts: tuple[Artifact, ...]
    problems: tuple[Problem, ...]
    system: System


class UnknownOption(ValueError):
    """An option, or a value of one, that the target does not have; the message lists those that it has."""


def generate(
    model: Model, analysis: Analysis, *, target: str = "python", options: Mapping[str, str] = _NO_OPTIONS
) -> Generation:
    """Every file of the system that `model` describes, cut into the contexts of `analysis`.

    The same arguments give the same bytes. `options`: "broker" may be "memory". What is wrong with the model is in
    `problems`, and the rest is generated all the same. Raises `UnknownTarget`, `UnknownOption`.
    """
    _check(options)
    system = lower(model, analysis)
    made = [*load_target(target).artifacts(system), *schemas.artifacts(system)]
    made.append(Artifact("model.json", document.dumps(model), "owned"))
    return Generation(in_order(made), system.problems, system)


def _check(options: Mapping[str, str]) -> None:
    for option, value in options.items():
        if option != "broker":
            raise UnknownOption(f"“{option}” is not an option. Use: broker.")
        if value != "memory":
            raise UnknownOption(f"The broker “{value}” is not there yet. Use: memory.")
