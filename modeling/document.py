"""The board document, version 1: text ↔ JSON ↔ `Model`.

Reading keeps the good part: each entry that cannot be used is left out and named by a `Problem`, a sentence that says
what is wrong, where, and what to do. `read` never raises for content; `loads` raises `NotADocument` when there is
nothing to keep.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from modeling import limits
from modeling.cleaning import clean
from modeling.codec import Json, decode, decode_decisions, encode, encode_decisions
from modeling.kinds import Level
from modeling.model import Decisions, Element, Example, Frame, Link, Model, ValueType
from modeling.validation import first_complaint, shorten

FORMAT = "eventstorm/board"
VERSION = 1
_KNOWN = {"format", "version", "name", "level", "elements", "types", "links", "frames", "examples", "decisions"}

T = TypeVar("T", Element, ValueType, Link, Frame, Example)


class NotADocument(ValueError):
    """The text is no board document at all; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry that was left out. `where` is a path such as `links[3]`."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document held, and what of it could not be used."""

    model: Model
    problems: tuple[Problem, ...]


def loads(text: str | bytes) -> Json:
    """The JSON object in `text`.

    Raises `NotADocument` for text that is not JSON, not an object, not this format, or too large.
    """
    if len(text) > limits.DOCUMENT_BYTES:
        raise NotADocument(
            f"The document is larger than {limits.DOCUMENT_BYTES // 2**20} MiB. Split the board into several."
        )

    def refuse_constant(name: str) -> float:
        raise NotADocument(f"{name} is not a number that JSON allows. Give every coordinate a finite number.")

    try:
        raw = json.loads(text, parse_constant=refuse_constant)
    except NotADocument:
        raise
    except RecursionError:
        raise NotADocument("The document is nested too deeply to be a board.") from None
    except UnicodeDecodeError:
        raise NotADocument("The document is not UTF-8 text. Save it as UTF-8.") from None
    except ValueError as error:
        raise NotADocument(f"The document is not JSON: {error}.") from None
    return expect_document(raw)


def expect_document(raw: object) -> Json:
    """`raw` itself if it says that it is a board document of a known version; raises `NotADocument` otherwise."""
    if not isinstance(raw, dict):
        raise NotADocument("A board document is a JSON object, this is something else.")
    if raw.get("format") != FORMAT:
        raise NotADocument(f'A board document has "format": "{FORMAT}", this has {shorten(raw.get("format"))}.')
    if raw.get("version") != VERSION:
        raise NotADocument(
            f"Version {shorten(raw.get('version'))} of the board document is not known here; "
            f"this program reads version {VERSION}."
        )
    return raw


def read(raw: Json) -> Reading:
    """The model in a board document, and a `Problem` for each entry that was left out. Cost: linear in entries."""
    return _Reader(raw).read()


def write(model: Model) -> Json:
    """The board document of `model`; `read` of it gives an equal model."""
    out: Json = {"format": FORMAT, "version": VERSION, "name": model.name, "level": model.level.value}
    out["elements"] = [encode(element) for element in model.elements.values()]
    out["types"] = [encode(kind) for kind in model.types.values()]
    out["links"] = [encode(link) for link in model.links.values()]
    out["frames"] = [encode(frame) for frame in model.frames.values()]
    out["examples"] = [encode(example) for example in model.examples.values()]
    out["decisions"] = encode_decisions(model.decisions)
    out.update(model.extra)
    return out


def restore(raw: Json) -> Model:
    """The model in a document that `write` made: nothing is checked, at a fraction of the cost of `read`.

    For documents out of one's own storage only; raises `KeyError` or `TypeError` for anything else.
    """
    return Model(
        raw["name"],
        Level(raw["level"]),
        {item["id"]: decode(Element, item) for item in raw["elements"]},
        {item["id"]: decode(Link, item) for item in raw["links"]},
        {item["id"]: decode(Frame, item) for item in raw["frames"]},
        {item["name"]: decode(ValueType, item) for item in raw["types"]},
        {item["id"]: decode(Example, item) for item in raw["examples"]},
        decode_decisions(raw["decisions"]),
        {key: value for key, value in raw.items() if key not in _KNOWN},
    )


def dumps(model: Model) -> str:
    """The document as text, one line an entry's worth of indentation; ends with a newline."""
    return json.dumps(write(model), ensure_ascii=False, indent=1) + "\n"


class _Reader:
    def __init__(self, raw: Json) -> None:
        self.raw, taken_out = clean(raw)
        self.problems = [Problem("document", sentence) for sentence in taken_out]
        self.model = Model()

    def read(self) -> Reading:
        raw, model = self.raw, self.model
        model.name = self._text("name", limits.NAME)
        level = raw.get("level", Level.DESIGN.value)
        if level in [known.value for known in Level]:
            model.level = Level(level)
        else:
            self._complain("level", f"{shorten(level)} is not a level. Use big_picture, process or design.")
        self._collect("elements", "element", Element, model.elements, limits.ELEMENTS)
        self._collect("types", "type", ValueType, model.types, limits.ELEMENTS, key="name")
        self._collect("frames", "frame", Frame, model.frames, limits.FRAMES, self._frame_problem)
        self._collect("links", "link", Link, model.links, limits.LINKS, self._link_problem)
        self._collect("examples", "example", Example, model.examples, limits.LINKS, self._example_problem)
        self._close_frames()
        model.decisions = self._decisions()
        model.extra = {key: value for key, value in raw.items() if key not in _KNOWN}
        return Reading(model, tuple(self.problems))

    def _complain(self, where: str, message: str) -> None:
        self.problems.append(Problem(where, message))

    def _text(self, key: str, limit: int) -> str:
        value = self.raw.get(key, "")
        if isinstance(value, str) and len(value) <= limit:
            return value
        self._complain(key, f"It must be text of at most {limit} characters, it was left empty.")
        return ""

    def _entries(self, collection: str, limit: int) -> Iterator[tuple[str, Json]]:
        entries = self.raw.get(collection, [])
        if not isinstance(entries, list):
            self._complain(collection, "It must be an array; it was left out.")
            return
        if len(entries) > limit:
            self._complain(
                collection, f"{len(entries)} are more than a board holds; the first {limit} were kept. Split the board."
            )
        for position, entry in enumerate(entries[:limit]):
            if isinstance(entry, dict):
                yield f"{collection}[{position}]", entry
            else:
                self._complain(f"{collection}[{position}]", f"{shorten(entry)} is not an object; it was left out.")

    def _collect(
        self,
        collection: str,
        definition: str,
        kind: type[T],
        into: dict[str, T],
        limit: int,
        problem: Callable[[Json], str | None] = lambda _: None,
        key: str = "id",
    ) -> None:
        for where, entry in self._entries(collection, limit):
            if collection == "examples" and "id" not in entry:
                entry = {"id": f"example-{where[9:-1]}", **entry}
            found = first_complaint(definition, entry) or problem(entry)
            if found is None and (entry[key] in into or (collection == "frames" and entry[key] in self.model.elements)):
                found = f"{key} {shorten(entry[key])} is taken. Give each entry one of its own."
            if found is not None:
                self._complain(where, f"{_title(entry)}{found}")
                continue
            into[entry[key]] = decode(kind, entry)

    def _link_problem(self, entry: Json) -> str | None:
        for end in ("from", "to"):
            if entry[end] not in self.model.elements:
                return f"“{end}” names {shorten(entry[end])}, which is not on the board. Link elements that exist."
        return None

    def _example_problem(self, entry: Json) -> str | None:
        for name in (entry["command"], *entry.get("given", ()), *entry.get("then", ())):
            if name not in self.model.elements:
                return f"It names {shorten(name)}, which is not on the board."
        return None

    def _frame_problem(self, entry: Json) -> str | None:
        return "“elements” names itself." if entry["id"] in entry.get("elements", ()) else None

    def _close_frames(self) -> None:
        """Leave out members that are not there, and memberships that would close a cycle of frames."""
        frames, known = self.model.frames, self.model.elements
        for frame in list(frames.values()):
            kept = []
            for member in sorted(set(frame.elements)):
                if member not in known and member not in frames:
                    self._complain(f"frames {frame.id}", f"Member {shorten(member)} is not on the board; left out.")
                elif member in frames and _reaches(frames, member, frame.id):
                    self._complain(f"frames {frame.id}", f"Frame {shorten(member)} contains this one; left out.")
                else:
                    kept.append(member)
            if (members := tuple(sorted(kept))) != frame.elements:
                frames[frame.id] = replace(frame, elements=members)

    def _decisions(self) -> Decisions:
        raw = self.raw.get("decisions", {})
        if (found := first_complaint("decisions", raw)) is None:
            return decode_decisions(raw)
        self._complain("decisions", found)
        if not isinstance(raw, dict):
            return Decisions()
        good = {key: value for key, value in raw.items() if first_complaint("decisions", {key: value}) is None}
        for key, value in raw.items():
            if key not in good and isinstance(value, list):
                good[key] = [item for item in value if first_complaint("decisions", {key: [item]}) is None]
        return decode_decisions(good)


def _title(entry: Json) -> str:
    for key in ("label", "name", "id"):
        if isinstance(entry.get(key), str) and entry[key]:
            text = entry[key]
            return f"“{text if len(text) <= 40 else text[:37] + '…'}”: "
    return ""


def _reaches(frames: dict[str, Frame], start: str, goal: str) -> bool:
    seen, waiting = set(), [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        if here not in seen and here in frames:
            seen.add(here)
            waiting.extend(frames[here].elements)
    return False
