"""A target: its manifest, templates and runtime, read from its folder; and the files it makes of a system."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from typing import Any, Protocol

from codegen import ir
from codegen.artifacts import Artifact, Policy
from codegen.render import Renderer

Values = Mapping[str, Any]


class UnknownTarget(LookupError):
    """There is no target of that name; the message lists those that there are."""


class TargetModule(Protocol):
    """The code of a target. `scopes`: what to render, by what a file is made for; `finished`: a file's last touch."""

    scopes: Callable[[ir.System], Mapping[str, list[Values]]]
    finished: Callable[[str, str, Values], str]


@dataclass(frozen=True, slots=True)
class FileRule:
    """One kind of file. `path` has places for values in braces; `needs` names a value that must not be empty."""

    each: str
    path: str
    template: str
    policy: Policy
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    name: str
    version: str
    title: str
    files: tuple[FileRule, ...]
    verify: tuple[str, ...]
    runtime_path: str
    runtime: tuple[tuple[str, str], ...]  # (file name, text)
    renderer: Renderer
    module: TargetModule

    def artifacts(self, system: ir.System) -> Iterator[Artifact]:
        """Every file of a system, in the manifest's sequence."""
        scopes = self.module.scopes(system)
        for rule in self.files:
            for values in scopes[rule.each]:
                if not rule.needs or values[rule.needs]:
                    path = rule.path.format_map(values)
                    text = self.renderer.render(rule.template, values)
                    yield Artifact(path, self.module.finished(path, text, values), rule.policy)
        for values in scopes["context"]:
            folder = self.runtime_path.format_map(values)
            for name, text in self.runtime:
                yield Artifact(f"{folder}/{name}", text, "owned")


def targets() -> tuple[str, ...]:
    """The names of all targets, sorted."""
    folders = resources.files("codegen.targets").iterdir()
    return tuple(sorted(folder.name for folder in folders if folder.joinpath("manifest.toml").is_file()))


@cache
def load_target(name: str) -> Target:
    """The target of that name. Raises `UnknownTarget`."""
    if name not in targets():
        raise UnknownTarget(f"“{name}” is not a target. Use one of: {', '.join(targets())}.")
    folder = resources.files("codegen.targets").joinpath(name)
    manifest = tomllib.loads(folder.joinpath("manifest.toml").read_text("utf-8"))
    texts = {
        part: {
            file.name: file.read_text("utf-8")
            for file in sorted(folder.joinpath(part).iterdir(), key=lambda file: file.name)
            if file.is_file() and file.name.endswith(ending)
        }
        for part, ending in (("templates", ".jinja"), ("runtime", ".py"))
    }
    module: Any = import_module(manifest["module"])
    return Target(
        manifest["name"],
        manifest["version"],
        manifest["title"],
        tuple(FileRule(**rule) for rule in manifest["files"]),
        tuple(manifest["verify"]),
        manifest["runtime"],
        tuple(texts["runtime"].items()),
        Renderer(texts["templates"]),
        module,
    )
