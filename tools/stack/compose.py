"""What compose.yaml says of its services, with the variables of an environment put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from tools.stack.process import ROOT

FILE = ROOT / "compose.yaml"

_VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


class NotSet(KeyError):
    """A variable that compose.yaml requires."""


def services(values: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The services by name. Raises `NotSet`."""
    found: dict[str, dict[str, Any]] = _filled(yaml.safe_load(FILE.read_text()), values)["services"]
    return found


def _filled(part: Any, values: Mapping[str, str]) -> Any:
    match part:
        case str():
            return _VARIABLE.sub(lambda found: _value(found, values), part)
        case dict():
            return {key: _filled(value, values) for key, value in part.items()}
        case list():
            return [_filled(value, values) for value in part]
    return part


def _value(found: re.Match[str], values: Mapping[str, str]) -> str:
    name, sign, more = found.groups()
    if value := values.get(name):
        return value
    if sign == "?":
        raise NotSet(f"{name} is not set: {more}.")
    return more or ""
