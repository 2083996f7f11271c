"""Mutants of a generated system: one change each that a person or a bad template could make, and who notices.

`python tests/codegen/mutants.py` prints the whole table. Every mutant runs in a forked process that has the libraries
loaded already.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from boards_for_targets import kennel, written  # noqa: E402


@dataclass(frozen=True)
class Mutant:
    """In `file` of `service` ("" the system's root), the text `old` becomes `new`."""

    category: str
    service: str
    file: str
    old: str
    new: str

    @property
    def name(self) -> str:
        return f"{self.category}: {self.service} {self.file}: {self.old.strip().splitlines()[0][:50]}"


def _of(category: str, service: str, file: str, *changes: tuple[str, str]) -> list[Mutant]:
    return [Mutant(category, service, file, old, new) for old, new in changes]


MUTANTS: list[Mutant] = [
    *_of(
        "event not emitted",
        "kennels",
        "domain/kennel.py",
        ("return (KennelReserved,)", "return ()"),
        ("if KennelReserved in chosen:", "if False:"),
        ("if ReservationRefused in chosen:", "if False:"),
        ("return (KennelReserved,)", "return (ReservationRefused,)"),
    ),
    *_of(
        "event not emitted",
        "boarding",
        "domain/stay.py",
        ("            StayConfirmed(", "            *[] and StayConfirmed("),
    ),
    *_of(
        "event not emitted",
        "billing",
        "domain/billing_process.py",
        ("            LetterPosted(", "            *[] and LetterPosted("),
    ),
    *_of(
        "field dropped",
        "kennels",
        "generated/events.py",
        ("    size: Size\n", ""),
        ("    reason: str\n", ""),
        ('stay_id: UUID = Field(alias="stayId")', 'stay_id: UUID = Field(alias="stay")'),
    ),
    *_of("field dropped", "kennels", "generated/commands.py", ("    size: Size\n", "    size: Size | None = None\n")),
    *_of("field dropped", "kennels", "domain/kennel.py", ("size=command.size", "size=Size.SMALL")),
    *_of("field dropped", "billing", "generated/events.py", ("    fee: Money\n", "    fee: Money | None = None\n")),
    *_of("field dropped", "billing", "domain/policies.py", ("stay_id=event.stay_id", "stay_id=UUID(int=0)")),
    *_of("field dropped", "boarding", "domain/stay.py", ("nickname=command.nickname", "nickname=None")),
    *_of("field dropped", "boarding", "generated/events.py", ("    chip: int\n", "    chip: str\n")),
    *_of(
        "state forgotten",
        "kennels",
        "domain/kennel.py",
        ("        self.state.size = event.size\n", ""),
        ("        self.state.reason = event.reason\n", ""),
    ),
    *_of(
        "state forgotten",
        "kennels",
        "runtime/service.py",
        ("        if events:\n            body", "        if False:\n            body"),
    ),
    *_of("state forgotten", "kennels", "runtime/service.py", ("            aggregate.apply(event)\n", "")),
    *_of("inbox", "billing", "runtime/inbox.py", ("if await is_known(connection, message_id):", "if False:")),
    *_of("inbox", "billing", "runtime/inbox.py", ("        return False\n", "        return True\n")),
    *_of(
        "inbox",
        "billing",
        "runtime/service.py",
        (
            "if not await inbox.claim(connection, envelope.id, self.now()):\n                return",
            "if False:\n                return",
        ),
        ("        if not await inbox.claim(connection, envelope.id, now):", "        if False:"),
        ("envelope.compensates and await inbox.claim(connection, envelope.compensates, now)", "False"),
        ("await inbox.remember_answer(connection, envelope.id, json.dumps(_as_data(answer)))", "pass"),
    ),
    *_of(
        "outbox",
        "kennels",
        "runtime/outbox.py",
        (".values(published_at=now.isoformat())", ".values(published_at=None)"),
        ("        await bus.publish(row.topic, row.key, row.body.encode())", "        pass"),
        (".where(outbox.c.published_at.is_(None))\n                .order_by", ".order_by"),
    ),
    *_of("outbox", "kennels", "runtime/service.py", ("        await outbox.put(connection, envelope)\n", "")),
    *_of(
        "handler", "billing", "generated/application.py", ("policies=((FeeCharged, thank_for_a_fee),)", "policies=()")
    ),
    *_of("handler", "billing", "generated/application.py", ("    consumed=(\n        FeeCharged,", "    consumed=(")),
    *_of("handler", "billing", "generated/application.py", ("projections=(takings_view,)", "projections=()")),
    *_of("handler", "billing", "generated/application.py", ('    "/commands/charge-fee": ChargeFee,\n', "")),
    *_of("handler", "billing", "generated/application.py", ("externals=(MailHouseAdapter(),)", "externals=()")),
    *_of(
        "handler",
        "boarding",
        "generated/application.py",
        ("sagas=(WHENEVER_A_DOG_IS_ADMITTED_HOUSE_IT_SAGA,)", "sagas=()"),
    ),
    *_of("handler", "billing", "domain/policies.py", ("        PostLetter(", "        *[] and PostLetter(")),
    *_of(
        "handler",
        "billing",
        "domain/mail_house_adapter.py",
        ("            RecordLetterPosted(", "            *[] and RecordLetterPosted("),
    ),
    *_of(
        "projection",
        "billing",
        "domain/projections.py",
        ("        row.fee = event.fee\n", ""),
        ('FeeCharged: "account_id"', 'FeeCharged: ""'),
        ('        FeeRefunded: "on_fee_refunded",\n', ""),
    ),
    *_of("projection", "boarding", "domain/projections.py", ("        row.reason = event.reason\n", "")),
    *_of(
        "projection",
        "billing",
        "runtime/projection.py",
        ("        await save_document(", "        0 and await save_document("),
    ),
    *_of(
        "topic",
        "kennels",
        "generated/events.py",
        ('message_topic = "kennels.kennel-reserved.v1"', 'message_topic = "kennels.kennel-freed.v1"'),
        ('message_type = "kennels.kennel-freed.v1"', 'message_type = "kennels.freed.v1"'),
    ),
    *_of(
        "topic",
        "kennels",
        "generated/commands.py",
        ('message_topic = "kennels.commands.v1"', 'message_topic = "kennels.command.v1"'),
    ),
    *_of("topic", "boarding", "generated/sagas.py", ('replies="boarding.replies.v1"', 'replies="kennels.replies.v1"')),
    *_of("topic", "kennels", "generated/commands.py", ('    target_field = "kennel_id"\n', "")),
    *_of(
        "saga steps",
        "boarding",
        "generated/sagas.py",
        ("            compensation=FreeKennel,\n", ""),
        ("            compensation=RefundFee,\n", ""),
        ("            failures=(ReservationRefused,),\n", ""),
        ("compensation=FreeKennel", "compensation=RefundFee"),
        (
            "            ReserveKennel,\n            compensation=FreeKennel,\n            failures=(ReservationRefused,),\n        ),\n        Step(\n",  # noqa: E501
            "",
        ),
        ("            ConfirmStay,\n", "            TurnDogAway,\n"),
        ("triggers=(DogAdmitted,)", "triggers=(StayConfirmed,)"),
    ),
    *_of(
        "orchestrator",
        "boarding",
        "runtime/saga.py",
        ("for entry in reversed(self.sent)", "for entry in self.sent"),
        ('if entry["state"] in ("done", "unknown")', 'if entry["state"] in ("done",)'),
        ("        journey.step += 1\n", "        journey.step += 2\n"),
        ('reply.data["outcome"] != "done" or failed', "failed"),
        ('            journey.data.update(event["data"])\n', ""),
        ("            journey.finish(COMPLETED)\n", ""),
        ("table.c.deadline < now.isoformat()", "table.c.deadline > now.isoformat()"),
        ("            compensates=compensates,\n", ""),
        ('        next(journey.to_take_back())["state"] = "compensated"\n', ""),
    ),
    *_of(
        "envelope",
        "kennels",
        "runtime/envelope.py",
        ("            correlationid=self.correlationid,", "            correlationid=str(uuid4()),"),
        ("            causationid=self.id,", "            causationid=self.correlationid,"),
    ),
    *_of("answers", "kennels", "runtime/service.py", ("        if envelope.replyto:\n", "        if False:\n")),
    *_of("answers", "kennels", "runtime/app.py", ('if answer.outcome == "refused":', "if False:")),
]


def preload() -> None:
    """Loads what every generated test needs, so that a forked process need not."""
    import aiosqlite  # noqa: F401
    import fastapi  # noqa: F401
    import httpx  # noqa: F401
    import pytest_asyncio  # noqa: F401
    import sqlalchemy.dialects.sqlite.aiosqlite
    import sqlalchemy.ext.asyncio  # noqa: F401


def survives(folder: Path, mutant: Mutant | None) -> bool:
    """Whether the generated tests pass with this change; the file is put back."""
    if mutant is None:
        return _passes(folder, ["services", "e2e"])
    place = folder / f"services/{mutant.service}/{mutant.service}_service/{mutant.file}"
    text = place.read_text("utf-8")
    assert mutant.old in text, f"{mutant.name}: not found in {place.name}"
    place.write_text(text.replace(mutant.old, mutant.new, 1), "utf-8")
    try:
        return _passes(folder, [f"services/{mutant.service}", "e2e"])
    finally:
        place.write_text(text, "utf-8")


def _passes(folder: Path, parts: list[str]) -> bool:
    child = os.fork()
    if child == 0:
        os._exit(_run(folder, parts))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _run(folder: Path, parts: list[str]) -> int:
    """In the forked process: the tests of these folders, quietly, until the first failure."""
    import pytest

    sys.dont_write_bytecode = True
    os.chdir(folder)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    unneeded = ("hypothesispytest", "django", "playwright", "base_url", "timeout", "cacheprovider")
    off = [part for name in unneeded for part in ("-p", f"no:{name}")]
    os.environ["PYTEST_ADDOPTS"] = ""
    return int(pytest.main(["-x", "-q", *off, "-c", "pyproject.toml", *parts]))


def main() -> int:
    preload()
    chosen = [mutant for mutant in MUTANTS if not sys.argv[1:] or any(word in mutant.name for word in sys.argv[1:])]
    with tempfile.TemporaryDirectory() as name:
        folder = written(kennel().generate().artifacts, Path(name))
        if not survives(folder, None):
            print("the tests fail without any mutant")
            return 2
        alive = 0
        for mutant in chosen:
            survived = survives(folder, mutant)
            alive += survived
            print(f"{'SURVIVED' if survived else 'caught  '} {mutant.name}", flush=True)
        print(f"{len(chosen) - alive} of {len(chosen)} mutants caught")
    return 0


if __name__ == "__main__":
    sys.exit(main())
