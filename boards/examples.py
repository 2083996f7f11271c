"""The example boards that come with the software: `boards/examples/<slug>.board.json`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from boards.errors import Missing
from boards.models import Board
from boards.projection import forget
from boards.services import create_board_from_document
from modeling import document

_FOLDER = Path(__file__).resolve().parent / "examples"
_SUFFIX = ".board.json"


@dataclass(frozen=True, slots=True)
class ExampleBoard:
    """An example in a list."""

    slug: str
    name: str
    about: str
    elements: int

    def to_json(self) -> dict[str, Any]:
        return {"slug": self.slug, "name": self.name, "about": self.about, "elements": self.elements}


@cache
def examples() -> tuple[ExampleBoard, ...]:
    """All examples, those made to learn from before the public systems, then by name; read once a process."""
    found: list[tuple[bool, str, ExampleBoard]] = []
    for path in _files():
        raw = document.loads(path.read_bytes())
        about = raw.get("summary", "")
        elements = raw.get("elements", [])
        example = ExampleBoard(_slug(path), raw.get("name") or _slug(path), str(about), len(elements))
        found.append(("attribution" in raw, example.name, example))
    return tuple(example for _, _, example in sorted(found, key=lambda entry: entry[:2]))


def example_document(slug: str) -> Any:
    """The example's document; raises `Missing`."""
    for path in _files():
        if _slug(path) == slug:
            return document.loads(path.read_bytes())
    raise Missing("There is no such example.", f"examples/{slug[:60]}", "Choose one of the list.")


def load_examples() -> int:
    """Puts the examples in as boards whose address is their slug. Returns how many were written.

    Quick when nothing changed. An example that came in a new version replaces the old one only where nobody has
    changed anything on it.
    """
    there = {row.pk: row for row in Board.objects.exclude(example="")}
    written = 0
    for path in _files():
        slug, content = _slug(path), path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        held = there.get(slug)
        if held is not None and (held.example_hash == digest or held.revision > 0):
            continue
        with transaction.atomic():
            if held is not None:
                held.delete()
            created = create_board_from_document(document.loads(content), board_id=slug)
            Board.objects.filter(pk=created.board).update(example=slug, example_hash=digest)
        forget(slug)
        written += 1
    return written


def _files() -> list[Path]:
    return sorted(_FOLDER.glob(f"*{_SUFFIX}"))


def _slug(path: Path) -> str:
    return path.name.removesuffix(_SUFFIX)
