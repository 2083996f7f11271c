"""Redact: takes a member's words out of a board's log, and out of everything that is made from it, keeping revisions.

The log is replayed from revision 0. A word of a text belongs to whoever first wrote it into that text; those of the
member become “▮”, in their entries and in whatever others made of them since. What an entry takes back is computed anew
on the redacted model, so that no inverse keeps a word. Names that the model hangs on (of fields, types, contexts'
anchors) stay: without them others' work would lose its meaning.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F

from boards.archive.packed import unpack_bounded
from boards.archive.proof import replay
from boards.live import LiveBoard
from boards.log import rows_since
from boards.models import Board, Operation, Receipt, Release, Snapshot
from boards.projection import forget, load, store_snapshot
from boards.snapshots import pack
from boards.texts import Slot, Text, texts_of, texts_of_document
from modeling import document, limits
from modeling.operations import Stamps, parse_operation

Json = dict[str, Any]
GONE = "▮"
_SKIPPED = "What was said here has been taken out."


@dataclass(slots=True)
class Words:
    """Whose the words of each text are. `copied`: the member's texts of several words, which stay theirs wherever
    somebody puts a copy."""

    member: str
    owners: dict[tuple[Slot, str], bool] = field(default_factory=dict)
    copied: set[str] = field(default_factory=set)

    def learn(self, text: Text, author: str) -> None:
        """Words that are new in their place become the author's."""
        mine = author == self.member
        words = text.value.split()
        if mine and len(words) > 1 and not any(self.owners.get((text.slot, word)) is False for word in words):
            self.copied.add(text.value)
        for word in words:
            self.owners.setdefault((text.slot, word), mine or text.value in self.copied)

    def redacted(self, text: Text) -> str:
        if text.value in self.copied:
            return " ".join(GONE for _ in text.value.split())
        parts = [GONE if self.owners.get((text.slot, word)) else word for word in text.value.split()]
        return " ".join(parts) if GONE in parts else text.value


def redact(board_id: str, member: str) -> int:
    """Takes the member's words out; how many entries changed. Rooms of all processes load the board anew.

    Raises `BadArchive` where the log does not follow: then nothing was changed.
    """
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=board_id)
        changed = _Redaction(board_id, member).run()
        Board.objects.filter(pk=board_id).update(edition=F("edition") + 1)
        Snapshot.objects.filter(board_id=board_id, revision__gt=0).delete()
        forget(board_id)
        live = load(board_id)
        if live.revision:
            store_snapshot(live)
    forget(board_id)
    return changed


class _Redaction:
    """One pass over the log of a locked board."""

    def __init__(self, board_id: str, member: str) -> None:
        first = Snapshot.objects.get(board_id=board_id, revision=0)
        begun = unpack_bounded(first.document)
        self.member = member
        self.words = Words(member)
        for text in texts_of_document(begun):
            self.words.learn(text, "")  # nobody's: the board was made of it
        self.live = LiveBoard(board_id, document.restore(begun), Stamps(), 0)
        self.releases = {row.revision: row for row in Release.objects.filter(board_id=board_id)}

    def run(self) -> int:
        changed = 0
        for row in rows_since(self.live.id, 0):
            changed += self._entry(row)
        name = self.live.model.name[: limits.NAME]
        Board.objects.filter(pk=self.live.id).update(name=name)
        Receipt.objects.filter(board_id=self.live.id).exclude(skipped=[]).update(skipped=[_SKIPPED])
        return changed

    def _entry(self, row: Operation) -> bool:
        as_it_was = (copy.deepcopy(row.payload), row.inverse)
        texts = list(texts_of(row.payload))
        for text in texts:
            self.words.learn(text, row.author)
        for text in texts:
            text.replace(self.words.redacted(text))
        row.inverse = [inverse.to_json() for inverse in parse_operation(row.payload).inverse(self.live.model)]
        replay(self.live, row.revision, row.payload, row.after)
        changed = (row.payload, row.inverse) != as_it_was
        if changed:
            row.save(update_fields=["payload", "inverse"])
        self._release(row.revision)
        return changed

    def _release(self, revision: int) -> None:
        release = self.releases.get(revision)
        if release is not None:
            release.document = pack(document.write(self.live.model))
            release.name = "" if release.signed_by == self.member else release.name
            release.save(update_fields=["document", "name"])
