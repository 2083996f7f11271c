"""Templates → text. Undefined names fail, people's text fails unless filtered, nothing else can be reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from codegen import literals
from codegen.literals import PersonText, RawPersonText

FILTERS: Mapping[str, Callable[..., str]] = {
    "python_string": literals.python_string,
    "prose": literals.prose,
    "wrapped": literals.wrapped,
    "markdown": literals.markdown,
    "toml": literals.toml,
    "yaml": literals.yaml,
}


class Renderer:
    """Renders the templates of one target. `templates`: name → source."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._environment = ImmutableSandboxedEnvironment(
            loader=_Sources(templates),
            undefined=StrictUndefined,
            finalize=_refuse_raw,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,
        )
        self._environment.filters.update(FILTERS)

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """The text of one file. Raises `RawPersonText`, `jinja2.UndefinedError` or `jinja2.TemplateNotFound`."""
        return self._environment.get_template(template).render(values)


def _refuse_raw(value: object) -> object:
    if isinstance(value, PersonText):
        raise RawPersonText("Text of people goes through a filter: python_string, prose, markdown, toml or yaml.")
    return value


class _Sources(BaseLoader):
    def __init__(self, templates: Mapping[str, str]) -> None:
        self._templates = templates

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template not in self._templates:
            raise TemplateNotFound(template)
        return self._templates[template], template, lambda: True
