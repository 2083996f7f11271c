"""What people do with whole boards: make one, add a document to it, freeze a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from boards.audit import Action, note
from boards.errors import Malformed
from boards.models import Board, Release, Snapshot
from boards.people import Membership, enter, told
from boards.permissions import Capability, Role
from boards.projection import current
from boards.snapshots import pack
from modeling import document, limits
from modeling.layout import lay_out
from modeling.model import Model

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Created:
    """A new board, and what of its document could not be used."""

    board: str
    problems: tuple[document.Problem | str, ...] = ()


def create_board(model: Model, person: str = "", owner_name: str = "", board_id: str = "") -> str:
    """Makes a board of `model` (which is laid out where it has no places), owned by `person` if there is one.

    Returns the board's id. The model becomes the snapshot at revision 0, on which the log stands.
    """
    lay_out(model)
    with transaction.atomic():
        board = Board(name=model.name[: limits.NAME], level=model.level.value)
        if board_id:
            board.id = board_id
        board.save(force_insert=True)
        Snapshot.objects.create(board=board, revision=0, document=pack(document.write(model)), stamps=pack({}))
        if person:
            owner = told(enter(board, person, Role.OWNER, owner_name))
            note(Action.BOARD_MADE, by=owner, person=person)
    return board.id


def create_board_from_document(raw: object, person: str = "", name: str = "", board_id: str = "") -> Created:
    """Makes a board of a board document: the good part of it, with a `Problem` for each entry left out.

    Raises `Malformed` when there is nothing to keep.
    """
    reading = read_document(raw)
    if name:
        reading.model.name = name[: limits.NAME]
    return Created(create_board(reading.model, person, board_id=board_id), reading.problems)


def read_document(raw: object) -> document.Reading:
    """The model in parsed JSON; raises `Malformed` for what is no board document."""
    try:
        return document.read(document.expect_document(raw))
    except document.NotADocument as error:
        raise Malformed(str(error), "document", "Send a board document, version 1.") from None


def delete_board(by: Membership) -> None:
    """The board and everything on it are gone for everybody."""
    by.require(Capability.MANAGE)
    with transaction.atomic():
        Board.objects.filter(pk=by.board).delete()
        note(Action.BOARD_DELETED, by=by)


@dataclass(frozen=True, slots=True)
class ReleaseNote:
    """A release without its document."""

    number: int
    name: str
    revision: int
    signed_by: str
    created: str

    def to_json(self) -> Json:
        return {
            "number": self.number,
            "name": self.name,
            "revision": self.revision,
            "signed_by": self.signed_by,
            "created": self.created,
        }


def sign_release(by: Membership, name: object) -> ReleaseNote:
    """Freezes the board as it is now under the next number, signed by this member."""
    by.require(Capability.RELEASE)
    if not isinstance(name, str) or len(name) > limits.NAME:
        raise Malformed(f"A release's name has at most {limits.NAME} characters.", "name", "Shorten it.")
    live = current(by.board)
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=by.board)
        last = Release.objects.filter(board_id=by.board).order_by("-number").values_list("number", flat=True).first()
        row = Release.objects.create(
            board_id=by.board,
            number=(last or 0) + 1,
            name=name,
            revision=live.revision,
            document=pack(document.write(live.model)),
            signed_by=by.id,
        )
        note(Action.RELEASE_SIGNED, by=by, number=row.number, revision=row.revision)
    return release_note(row)


def release_note(row: Release) -> ReleaseNote:
    return ReleaseNote(row.number, row.name, row.revision, row.signed_by, row.created.isoformat())


def releases_of(board_id: str) -> Sequence[ReleaseNote]:
    return [release_note(row) for row in Release.objects.filter(board_id=board_id).defer("document")]
