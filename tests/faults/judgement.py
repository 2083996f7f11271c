"""What must hold when a workshop is over: the ledger against the log, and a second judge over everything that was sent.

The second judge is the pure core (`LiveBoard.judge`), fed with what the people sent, in the order of the log: it must
come to the very entries that the log holds. So an operation that is missing, that is there twice or that changed on
its way is found, undo included, and not only a push that is missing as a whole.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from boards.live import Applied, LiveBoard, Push
from boards.permissions import Role
from modeling import document
from modeling.operations import Entry, Refused, Stamps
from tests.faults.ledger import Ledger, PushId

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`wrong`: a sentence for each thing that must not be, none when all is well."""

    wrong: tuple[str, ...]
    entries: int
    pushes: int
    acknowledged: int
    refused: int
    undos: int
    #: Refused to the person, and yet in the log: both copies of a push were judged, at two states of the board.
    refused_and_stored: int


def judge(start: Json, log: Sequence[Json], ledger: Ledger, seen: Sequence[tuple[int, str]]) -> Verdict:
    """`start`: the document at revision 0; `seen`: (revision, canonical text of author, push and operation)."""
    wrong = list(ledger.wrong)
    wrong += [f"Two people saw different entries {told['revision']}." for told in ledger.others["contradiction"]]
    wrong += [f"The log has {entry['revision']} at {at}." for at, entry in enumerate(log, 1) if entry["revision"] != at]
    wrong += _unlike_seen(log, seen)
    runs = [(push, list(entries)) for push, entries in groupby(log, _push_of)]
    stored: dict[PushId, int] = {}
    for push, entries in runs:
        if push in stored:
            wrong.append(f"{push} is in the log twice: at {stored[push]} and at {entries[-1]['revision']}.")
        stored[push] = entries[-1]["revision"]
    wrong += _unlike_sent(start, runs, ledger)
    wrong += _badly_answered(ledger, stored)
    return Verdict(
        tuple(wrong),
        len(log),
        len(ledger.sent),
        len(ledger.acks),
        len(ledger.refused),
        sum(bool(sent.undo) for sent in ledger.sent.values()),
        sum(push in stored for push in ledger.refused),
    )


def _push_of(entry: Json) -> PushId:
    return entry["author"], entry["push"]


def _unlike_seen(log: Sequence[Json], seen: Sequence[tuple[int, str]]) -> list[str]:
    """Nobody may have been shown what is not in the log: what is broadcast is committed (rule S2)."""
    wrong = []
    for revision, text in seen:
        if revision > len(log):
            wrong.append(f"Somebody saw revision {revision}; the log ends at {len(log)}.")
        elif json.loads(text) != [*_push_of(log[revision - 1]), log[revision - 1]["op"]]:
            wrong.append(f"Somebody saw another entry {revision} than the log has: {text[:200]}")
    return wrong


def _badly_answered(ledger: Ledger, stored: dict[PushId, int]) -> list[str]:
    wrong = []
    for push in ledger.sent:
        revisions = {ack.revision for ack in ledger.acks.get(push, ())}
        if not ledger.answered(push):
            wrong.append(f"{push} was never answered.")
        if len(revisions) > 1:
            wrong.append(f"{push} was acknowledged at {sorted(revisions)}.")
        if push in ledger.confirmed and push not in stored:
            wrong.append(f"{push} was shown as stored and is not in the log.")
        if revisions and push in stored and revisions != {stored[push]}:
            wrong.append(f"{push} was acknowledged at {sorted(revisions)} and stored up to {stored[push]}.")
    return wrong


def _unlike_sent(start: Json, runs: Sequence[tuple[PushId, list[Json]]], ledger: Ledger) -> list[str]:
    """Judges again what was sent, push by push; acknowledged pushes without entries at the revision of their ack."""
    wrong: list[str] = []
    live = LiveBoard("", document.read(start).model, Stamps(), 0)
    history: dict[PushId, list[Entry]] = defaultdict(list)
    at_end = {entries[-1]["revision"]: None for _, entries in runs}
    void = defaultdict(list)
    stored = {push for push, _ in runs}
    for push, acks in ledger.acks.items():
        if push not in stored:
            void[acks[0].revision].append(push)
    wrong += [
        f"{push} was acknowledged at {revision}, where no push ends."
        for revision, pushes in void.items()
        for push in pushes
        if revision and revision not in at_end
    ]
    for push in void.get(0, ()):
        wrong += _judge_again(live, push, [], ledger, history)
    for push, entries in runs:
        wrong += _judge_again(live, push, entries, ledger, history)
        for other in void.get(live.revision, ()):
            wrong += _judge_again(live, other, [], ledger, history)
    return wrong


def _judge_again(
    live: LiveBoard, push: PushId, entries: list[Json], ledger: Ledger, history: dict[PushId, list[Entry]]
) -> list[str]:
    """Brings `live` to the end of the entries; what the judge would have stored instead is wrong."""
    member, identity = push
    if push not in ledger.sent:
        return [f"The log has {push}, which nobody sent."]
    sent = ledger.sent[push]
    try:
        asked = Push(identity, member, sent.operations, sent.undo)
        judged = live.judge(asked, Role.EDITOR, lambda earlier: history[member, earlier]).applied
    except Refused as refusal:
        return [f"{push} is in the log, and the judge refuses it: {refusal.reason}"]
    history[push] = [_entry(push, applied) for applied in judged]
    expected = [applied.operation.to_json() for applied in judged]
    found = [entry["op"] for entry in entries]
    if json.loads(json.dumps(expected)) == found:
        return []
    return [f"{push} at {live.revision}: the log has {str(found)[:300]} for {str(expected)[:300]}."]


def _entry(push: PushId, applied: Applied) -> Entry:
    member, identity = push
    return Entry(applied.revision, member, identity, applied.inverse, applied.before, applied.after)
