"""Invented boards for the tests of lowering and targets, and an analysis that cuts them as they say.

A kennel that takes in dogs: a Boarding context whose saga reserves a kennel and charges a fee, a Kennels context, a
Billing context. Then the boards that break generators.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from installed import python_for

from codegen.artifacts import Artifact
from codegen.generate import Generation, generate
from modeling.analysis.result import Analysis, CandidateContext, Extraction, Saga, SagaStep
from modeling.document import read
from modeling.model import Model

Json = dict[str, Any]


class Board:
    """Builds a board document note by note; `context` is the context of the notes that follow."""

    def __init__(self, name: str) -> None:
        self.document: Json = {"format": "eventstorm/board", "version": 1, "name": name, "elements": [], "links": []}
        self.contexts: dict[str, list[str]] = {}
        self.sagas: list[Saga] = []
        self._context = ""

    def context(self, name: str) -> Board:
        self._context = name
        self.contexts.setdefault(name, [])
        return self

    def note(self, kind: str, id: str, label: str, fields: Mapping[str, str] | None = None, **more: Any) -> str:
        listed = [{"name": name, "type": type} for name, type in (fields or {}).items()]
        self.document["elements"].append({"id": id, "kind": kind, "label": label, "fields": listed, **more})
        if kind not in ("actor", "external_system"):
            self.contexts[self._context].append(id)
        return id

    def link(self, source: str, *targets: str, group: str = "", role: str = "flow") -> Board:
        for target in targets:
            link: Json = {"id": f"{source}>{target}{role}", "from": source, "to": target, "role": role}
            if group:
                link["group"] = {"id": group, "mode": "X"}
            self.document["links"].append(link)
        return self

    def chain(self, *ids: str) -> Board:
        for source, target in pairwise(ids):
            self.link(source, target)
        return self

    def model(self) -> Model:
        reading = read(self.document)
        problems = [problem for problem in reading.problems if "the character NUL" not in problem.message]
        assert not problems, problems
        return reading.model

    def analysis(self) -> Analysis:
        contexts = tuple(
            CandidateContext(f"k{at}", name, (name,), tuple(ids), 1.0, ())
            for at, (name, ids) in enumerate(self.contexts.items())
        )
        return Analysis(contexts, (), (), (), tuple(self.sagas), (), Extraction((), (), True), ())

    def generate(self) -> Generation:
        return generate(self.model(), self.analysis())


def kennel() -> Board:
    """Every kind of note, a saga with compensations, alternatives, an adapter, fields of every type."""
    board = Board("Dog kennel")
    every_type = {
        "dogId": "uuid",
        "size": "Size",
        "diet": "list<Meal>",
        "weights": "map<double>",
        "owner": "Owner",
        "deposit": "decimal(12,2)",
        "fee": "money",
        "vaccinated": "boolean",
        "born": "date",
        "feeding": "time",
        "arrival": "timestamp",
        "stay": "duration",
        "photo": "bytes",
        "age": "int",
        "chip": "long",
        "nickname": "string?",
        "kennel": "ref<Kennel>",
    }
    board.document["types"] = [
        {"name": "Size", "enum": ["small", "large", "XL size"]},
        {"name": "Meal", "fields": [{"name": "food", "type": "string"}, {"name": "grams", "type": "int"}]},
        {"name": "Owner", "fields": [{"name": "name", "type": "string"}, {"name": "meals", "type": "list<Meal>?"}]},
    ]
    board.context("Boarding")
    board.note("actor", "x1", "Receptionist")
    board.note("command", "c1", "Admit dog", every_type)
    board.note("aggregate", "a1", "Stay", {"stayId": "uuid"})
    board.note("domain_event", "e1", "Dog admitted", {"stayId": "uuid", **every_type}, pivotal=True)
    board.note("command", "c2", "Confirm stay", {"stayId": "uuid"})
    board.note("domain_event", "e2", "Stay confirmed", {"stayId": "uuid", "confirmedAt": "timestamp"})
    board.note("command", "c3", "Turn dog away", {"stayId": "uuid", "reason": "string"})
    board.note("domain_event", "e3", "Dog turned away", {"stayId": "uuid", "reason": "string"})
    board.note("policy", "p1", "Whenever a dog is admitted, house it")
    board.note("read_model", "r1", "Guest list", {"stayId": "uuid", "nickname": "string", "reason": "string"})
    board.chain("x1", "c1", "a1", "e1", "p1").chain("c2", "a1", "e2").chain("c3", "a1", "e3")
    board.link("e1", "r1").link("e3", "r1")
    board.context("Kennels")
    board.note("command", "c4", "Reserve kennel", {"kennelId": "string", "stayId": "uuid", "size": "Size"})
    board.note("aggregate", "a2", "Kennel", {"kennelId": "string", "size": "Size"})
    board.note("domain_event", "e4", "Kennel reserved", {"kennelId": "string", "stayId": "uuid", "size": "Size"})
    board.note("domain_event", "e5", "Reservation refused", {"kennelId": "string", "reason": "string"})
    board.note("command", "c5", "Free kennel", {"kennelId": "string", "stayId": "uuid"})
    board.note("domain_event", "e6", "Kennel freed", {"kennelId": "string", "stayId": "uuid"})
    board.chain("c4", "a2").link("a2", "e4", "e5", group="g1").chain("c5", "a2", "e6")
    board.context("Billing")
    board.note("command", "c6", "Charge fee", {"stayId": "uuid", "fee": "money"})
    board.note("aggregate", "a3", "Account", {"accountId": "string", "stayId": "uuid"})
    board.note("domain_event", "e7", "Fee charged", {"accountId": "string", "stayId": "uuid", "fee": "money"})
    board.note("domain_event", "e8", "Charge declined", {"accountId": "string", "stayId": "uuid"})
    board.note("command", "c7", "Refund fee", {"stayId": "uuid", "fee": "money"})
    board.note("domain_event", "e9", "Fee refunded", {"accountId": "string", "stayId": "uuid", "fee": "money"})
    board.note("policy", "p2", "Thank for a fee")
    board.note("external_system", "s1", "Mail house")
    board.note("command", "c8", "Post letter", {"stayId": "uuid", "text": "string"})
    board.note("domain_event", "e10", "Letter posted", {"stayId": "uuid", "text": "string"})
    board.note("read_model", "r2", "Takings", {"accountId": "string", "fee": "money"})
    board.chain("c6", "a3").link("a3", "e7", "e8", group="g2").chain("c7", "a3", "e9", "r2").link("e7", "r2")
    board.chain("e7", "p2", "c8", "s1", "e10")
    board.link("p1", "c4", "c6", "c2").link("c5", "c4", role="compensates").link("c7", "c6", role="compensates")
    board.link("c3", "c2", role="compensates")
    steps = (("c4", "k1", "c5"), ("c6", "k2", "c7"), ("c2", "k0", "c3"))
    board.sagas.append(
        Saga("Housing", "orchestration", ("k0", "k1", "k2"), tuple(SagaStep(*step, True) for step in steps), (), "p1")
    )
    board.document["examples"] = [
        {"command": "c4", "given": [], "when": {"kennelId": "K 7"}, "then": ["e4"]},
        {"command": "c4", "given": ["e4"], "when": {"kennelId": "K 7"}, "then": ["e5"]},
    ]
    return board


def without_fields() -> Board:
    board = Board("Bare").context("Gate")
    board.note("command", "c", "Open")
    board.note("aggregate", "a", "Gate")
    board.note("domain_event", "e", "Opened")
    board.note("policy", "p", "Always greet")
    board.note("command", "c2", "Greet")
    board.note("read_model", "r", "Visits")
    return board.chain("c", "a", "e", "p", "c2", "a").link("e", "r")


def hard_names() -> Board:
    """Keywords, other scripts, emoji, nothing, names of the runtime's and of pydantic's own."""
    board = Board("class").context("import")
    names = {"class": "string", "from": "int", "größe": "double", "字段": "string", "": "string", "json": "string"}
    names |= {"copy": "string", "model_fields": "string", "date": "date", "self": "string", "message_type": "string"}
    for at, word in enumerate(
        ("None", "lambda", "注文する", "🎉🎉", "", "Event", "заказать", "policies", "Timeout error")
    ):
        board.note("command", f"c{at}", word, names)
        board.note("aggregate", f"a{at}", word, {"id": "int"})
        board.note("domain_event", f"e{at}", word, names)
        board.note("policy", f"p{at}", word)
        board.note("read_model", f"r{at}", word, names)
        board.chain(f"c{at}", f"a{at}", f"e{at}", f"r{at}")
        board.chain(f"e{at}", f"p{at}", f"c{at}") if at == 0 else board.chain(f"e{at}", f"p{at}", f"c{at - 1}")
    return board.context("json")


def same_names() -> Board:
    """Two events of one name in one context, in two contexts, and a command that is called like an event."""
    board = Board("Twins").context("Left")
    board.note("command", "c1", "Ring bell", {"bellId": "string"})
    board.note("aggregate", "a1", "Bell", {"bellId": "string"})
    board.note("domain_event", "e1", "Bell rung", {"bellId": "string"})
    board.note("domain_event", "e2", "Bell  Rung", {"bellId": "string", "loud": "boolean"})
    board.note("command", "c2", "Bell rung", {"bellId": "string"})
    board.chain("c1", "a1", "e1").chain("a1", "e2").chain("c2", "a1")
    board.context("Right")
    board.note("domain_event", "e3", "Bell rung", {"bellId": "string"})
    board.note("aggregate", "a3", "Bell", {"bellId": "string"})
    board.note("command", "c3", "Ring bell", {"bellId": "string"})
    board.note("policy", "p3", "Echo")
    return board.chain("c3", "a3", "e3").chain("e1", "p3", "c3").link("e3", "p3")


def odd_links() -> Board:
    """An aggregate without events, and the links that are no grammar but that real boards have."""
    board = Board("Odd").context("Odd")
    board.note("aggregate", "a1", "Silent", {"silentId": "string"})
    board.note("command", "c1", "Whisper", {"silentId": "string"})
    board.note("domain_event", "e1", "Dawn broke", {"hour": "int"})
    board.note("policy", "p1", "Crow at dawn")
    board.note("domain_event", "e2", "Cock crowed", {"hour": "int"})
    board.note("aggregate", "a2", "Farm", {"farmId": "string"})
    board.note("domain_event", "e3", "Farm woken", {"farmId": "string", "hour": "int"})
    board.note("policy", "p2", "Wake the farm")
    board.note("read_model", "r1", "Mornings")
    board.note("actor", "x1", "Farmer")
    board.note("command", "c2", "Ring", {})
    board.note("domain_event", "e4", "Rung", {})
    board.note("policy", "p3", "Does nothing")
    board.chain("c1", "a1").chain("e1", "p1", "e2", "p2", "a2", "e3").link("p2", "r1").link("r1", "x1")
    return board.chain("c2", "e4", "c1").link("e4", "e1").link("c2", "c1")


def process_level() -> Board:
    """Commands that lead to events directly, no aggregate anywhere."""
    board = Board("Process").context("Bakery")
    board.note("command", "c1", "Bake bread", {"batch": "int"})
    board.note("domain_event", "e1", "Bread baked", {"batch": "int"})
    board.note("policy", "p1", "Sell what is baked")
    board.note("command", "c2", "Sell bread", {"batch": "int", "price": "money"})
    board.note("domain_event", "e2", "Bread sold", {"batch": "int", "price": "money"})
    board.note("domain_event", "e3", "Bread given away", {"batch": "int"})
    board.chain("c1", "e1", "p1", "c2")
    return board.link("c2", "e2", "e3", group="g")


DEGENERATE = (without_fields, hard_names, same_names, odd_links, process_level)


def written(artifacts: Sequence[Artifact], folder: Path) -> Path:
    for artifact in artifacts:
        place = folder / artifact.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(artifact.data)
    return folder


def run(folder: Path, *arguments: str, limit: float = 240) -> subprocess.CompletedProcess[str]:
    """Python with these arguments in a generated system, where its requirements are installed; the output as one
    text."""
    return subprocess.run(
        [python_for(folder), *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=limit,
        check=False,
    )


def own_tests(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The generated tests."""
    return run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments)
