"""What the pure packages make of a board: analysis, coupling, playbook, generated files; kept per revision.

Meant to be called from a thread, never from the event loop: large boards take seconds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from boards.elsewhere import compute
from boards.errors import Conflicting, Missing
from boards.projection import current
from boards.remembered import Remembered
from boards.selectors import version
from codegen.artifacts import Artifact, ClashingPaths, UnsafePath, to_zip
from codegen.generate import Generation, generate
from modeling.analysis import Analysis, Partition, analyse, coupling_matrix, effective_links
from modeling.model import Model
from modeling.playbook import Playbook, plan, render_markdown

Json = dict[str, Any]
NATURAL = 0.5


@dataclass(frozen=True)
class Understood:
    """A board at a revision with its analysis; what follows from it is made when it is first asked for."""

    revision: int
    model: Model
    analysis: Analysis

    @cached_property
    def playbook(self) -> Playbook:
        return plan(self.model, self.analysis)


_understood: Remembered[Understood] = Remembered(16)
_generated: Remembered[Generation] = Remembered(4)


def understand(board_id: str, granularity: float = NATURAL) -> Understood:
    """The board's analysis; `granularity` 0 is coarse, 1 fine. Raises `Missing`."""

    def analysed() -> Understood:
        live = current(board_id)
        return Understood(live.revision, live.model, compute(analyse, live.model, granularity=granularity))

    return _understood.get((board_id, *version(board_id), round(granularity, 3)), analysed)


def coupling(board_id: str, granularity: float = NATURAL) -> Json:
    """Who needs whom how much, as cells of a matrix; reasons and elements are those of the context map."""
    found = understand(board_id, granularity)
    contexts = found.analysis.contexts
    links = effective_links(found.model, found.analysis.inferred_links)
    matrix = coupling_matrix(found.model, links, Partition(contexts))
    relations = {(relation.downstream, relation.upstream): relation for relation in found.analysis.context_map}
    cells = []
    for row, weights in zip(matrix.contexts, matrix.weights, strict=True):
        for column, weight in zip(matrix.contexts, weights, strict=True):
            if weight > 0:
                relation = relations.get((row, column))
                cells.append(
                    {
                        "downstream": row,
                        "upstream": column,
                        "weight": round(weight, 4),
                        "via": list(relation.via) if relation else [],
                        "because": list(relation.because) if relation else [],
                    }
                )
    return {"revision": found.revision, "contexts": list(matrix.contexts), "cells": cells}


def playbook_archive(board_id: str) -> bytes:
    """The playbook as a zip of Markdown, its data as JSON beside it."""
    playbook = understand(board_id).playbook
    data = json.dumps(playbook.to_json(), ensure_ascii=False, indent=1) + "\n"
    pages = [Artifact(path, text) for path, text in render_markdown(playbook).items()]
    return to_zip([*pages, Artifact("playbook.json", data)])


def generation(board_id: str) -> tuple[int, Generation]:
    """(revision, what is generated). Raises `Conflicting` when the names on the board leave no place for a file."""
    found = understand(board_id)
    try:
        made = _generated.get((board_id, *version(board_id), found.revision), lambda: _generate(found))
        return found.revision, made
    except (ClashingPaths, UnsafePath) as error:
        raise Conflicting(str(error), "board", "Rename it on the wall.") from None


def _generate(found: Understood) -> Generation:
    return compute(generate, found.model, found.analysis)


def generated_file(board_id: str, path: str) -> Artifact:
    """One generated file; raises `Missing`."""
    _, made = generation(board_id)
    for artifact in made.artifacts:
        if artifact.path == path:
            return artifact
    raise Missing("There is no such file among the generated ones.", path[:200], "Reload the list of files.")


def generated_paths_with(board_id: str, text: str) -> list[str]:
    """Paths of the generated files whose text or path holds `text`, upper and lower case alike."""
    wanted = text.lower()
    _, made = generation(board_id)
    return [found.path for found in made.artifacts if wanted in found.text.lower() or wanted in found.path.lower()]


def generation_archive(board_id: str) -> bytes:
    return to_zip(generation(board_id)[1].artifacts)


def forget() -> None:
    """Lets go of everything kept."""
    _understood.clear()
    _generated.clear()
