"""What a context's page names: topics, façade routes and the monolith's tables, made from the words on the notes.

They are proposals in the usual spelling; people correct them. Names contain ASCII letters, digits and hyphens only.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from modeling.english import words
from modeling.model import Element

#: Letters that have no decomposition into an ASCII one.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "œ": "oe", "ı": "i"})


@dataclass(frozen=True, slots=True)
class Route:
    """A request that the façade moves from the monolith to the service. `element` is what it reads or asks."""

    method: str
    path: str
    element: str


def slug(label: str, fallback: str) -> str:
    """Lower-case words joined by hyphens; `fallback` where nothing of the label can be written in ASCII."""
    plain = unicodedata.normalize("NFKD", " ".join(words(label)).translate(_LETTERS))
    parts = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    return "-".join(parts)[:80].strip("-") or re.sub(r"[^a-z0-9]+", "-", fallback.lower()).strip("-") or "unnamed"


def plural(name: str) -> str:
    """The plural of the last word of a name: “stock-level” → “stock-levels”."""
    if name.endswith("s"):
        return name
    if re.search(r"[^aeiou]y$", name):
        return name[:-1] + "ies"
    return name + ("es" if re.search(r"(x|ch|sh)$", name) else "s")


def topic(context: str, event: Element) -> str:
    """The topic of a domain event: `<context>.<event>`."""
    return f"{context}.{slug(event.label, event.id)}"


def table(aggregate: Element) -> str:
    """The monolith's table that probably holds an aggregate."""
    return f"public.{plural(slug(aggregate.label, aggregate.id)).replace('-', '_')}"


def read_route(context: str, element: Element) -> Route:
    """GET for a read model, or for one aggregate by its key."""
    name = slug(element.label, element.id)
    if element.kind == "read_model":
        return Route("GET", f"/api/{context}/{name}", element.id)
    first, *rest = name.split("-")
    key = first + "".join(part.capitalize() for part in rest) + "Id"
    return Route("GET", f"/api/{context}/{plural(name)}/{{{key}}}", element.id)


def write_route(context: str, command: Element) -> Route:
    """POST for a command."""
    return Route("POST", f"/api/{context}/{slug(command.label, command.id)}", command.id)
