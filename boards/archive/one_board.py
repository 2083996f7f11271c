"""Restoring one board, under its own id or a new one, from an archive that nobody vouches for.

Every entry of the log is parsed and applied again; what does not follow is refused. All or nothing.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any

from django.contrib.auth import get_user_model
from django.db import DatabaseError, transaction

from boards.archive.lines import BadArchive, Json, Reader
from boards.archive.packed import unpack_bounded
from boards.archive.proof import replay
from boards.archive.rows import check, from_json
from boards.archive.tables import OF_A_BOARD, installation
from boards.audit import Action, note
from boards.live import LiveBoard
from boards.models import Board, JoinLink, Member, Operation, Receipt, Release, Snapshot, random_id
from boards.persons import account_number, hashed
from boards.projection import forget, store_snapshot
from boards.snapshots import pack
from modeling import document, limits
from modeling.operations import Stamps, parse_operation
from modeling.operations.stamps import stamp

Tell = Callable[[str], None]
_BATCH = 500
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_MEMBER = re.compile(r"[a-z0-9]{12,20}")
_GUEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Restored:
    """`strangers`: members whose session or account is not known here; they need a link to come back."""

    board: str
    revision: int
    members: int
    strangers: int


def restore_board(stream: IO[bytes], board_id: str = "", tell: Tell = lambda _: None) -> Restored:
    """The board of the archive; `board_id`: another id for it, "new" for one that is free. Raises `BadArchive`."""
    reader = Reader(stream, largest=8 * 1024**3)
    if reader.header.get("of") != "board":
        raise BadArchive("This archive holds everything. Restore it into an empty database, without --board.")
    own = str(reader.header.get("board", ""))
    wanted = random_id() if board_id == "new" else board_id or own
    if not _ID.fullmatch(wanted):
        raise BadArchive(f"“{wanted[:60]}” is no id of a board. Use small letters, digits and hyphens.")
    known = reader.header.get("installation") == installation()
    try:
        with transaction.atomic():
            return _Restoring(wanted, known, tell).restore(reader)
    except DatabaseError as error:
        raise BadArchive(f"The database refuses a row of the archive: {str(error).strip()[:200]}") from None
    finally:
        forget(wanted)


@dataclass
class _Restoring:
    """`known`: the archive was made by a server with the same SECRET_KEY, so its accounts are those here."""

    board: str
    known: bool
    tell: Tell
    members: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)  # id of a member in the archive → another one here
    links: dict[int, int] = field(default_factory=dict)
    strangers: int = 0
    batch: list[Operation] = field(default_factory=list)
    live: LiveBoard | None = None
    begun: bool = False
    head: int = 0

    def restore(self, reader: Reader) -> Restored:
        takers = {model._meta.label: (model, getattr(self, f"_{model._meta.model_name}")) for model in OF_A_BOARD}
        order = list(takers)
        at = 0
        for label, values in reader.rows():
            if label not in order[at:]:
                raise BadArchive(f"A row of {label[:60]} does not belong where it is in an archive of a board.")
            at = order.index(label)
            model, take = takers[label]
            if (at > 0 and not self.begun) or (at > _MADE_FROM and self.live is None):
                raise BadArchive("The archive lacks the board, or what it was made from (revision 0).")
            if left_out := OF_A_BOARD[model] & values.keys():
                raise BadArchive(f"The archive of a board has no column {min(left_out)} in {label}.")
            take(values)
        return self._finish()

    def _finish(self) -> Restored:
        self._flush()
        live = self.live
        if live is None:
            raise BadArchive("The archive holds no board.")
        if live.revision != self.head:
            raise BadArchive(f"The board is at {self.head}, its log at {live.revision}: entries are missing.")
        Board.objects.filter(pk=self.board).update(
            revision=live.revision, name=live.model.name[: limits.NAME], level=live.model.level.value
        )
        if live.revision:
            store_snapshot(live)
        note(Action.BOARD_RESTORED, self.board, revision=live.revision, members=len(self.members))
        return Restored(self.board, live.revision, len(self.members), self.strangers)

    # One method a table

    def _board(self, values: Json) -> None:
        if self.begun or Board.objects.filter(pk=self.board).exists():
            raise BadArchive(f"There is a board {self.board}. Restore under another id: --as new")
        row = self._row(Board, {**values, "id": self.board, "edition": 0, "example": "", "example_hash": ""})
        self.begun, self.head = True, row.revision
        row.revision = 0
        row.save_base(raw=True, force_insert=True)

    def _snapshot(self, values: Json) -> None:
        row = self._row(Snapshot, values)
        reading = document.read(self._expect_document(row.document))
        if row.revision != 0 or self.live is not None or reading.problems or unpack_bounded(row.stamps) != {}:
            raise BadArchive("What the board was made from (revision 0) is not as it was written.")
        self.live = LiveBoard(self.board, reading.model, Stamps(), 0)
        row.document = pack(document.write(reading.model))
        row.save_base(raw=True, force_insert=True)

    def _joinlink(self, values: Json) -> None:
        """Its token is not in the archive: the link is kept for the record, revoked."""
        number = values.pop("id", None)
        row = self._row(JoinLink, {**values, "token_hash": hashed(secrets.token_urlsafe(24)), "revoked": True})
        row.save_base(raw=True, force_insert=True)
        if isinstance(number, int):
            self.links[number] = row.pk

    def _member(self, values: Json) -> None:
        own = str(values.get("id"))
        if not _MEMBER.fullmatch(own) or own in self.members:
            raise BadArchive("A member of the archive has a bad “id”.")
        row = self._row(Member, {**values, "came_by_id": self.links.get(values.get("came_by_id") or 0)})
        self.members.add(own)
        if Member.objects.filter(pk=own).exists():
            row.id = self.moved[own] = random_id()
        account = account_number(row.person) if re.fullmatch(r"account:[0-9]{1,15}", row.person) else None
        row.user_id = account if self.known and get_user_model().objects.filter(pk=account).exists() else None
        if row.user_id is None and not _GUEST.fullmatch(row.person):
            row.person = hashed(secrets.token_urlsafe(32))  # an account of another server: nobody here
            self.strangers += 1
        row.save_base(raw=True, force_insert=True)

    def _operation(self, values: Json) -> None:
        row = self._row(Operation, self._here(values))
        assert self.live is not None
        try:
            row.inverse = [parse_operation(inverse).to_json() for inverse in row.inverse]
            row.payload = parse_operation(row.payload).to_json()
            for stamps in (row.before, row.after):
                if not all(isinstance(key, str) and (held is None or stamp(held)) for key, held in stamps.items()):
                    raise ValueError(stamps)
        except Exception:  # whatever a malformed entry breaks, it says the same
            raise BadArchive(f"Entry {row.revision} of the log is no operation.") from None
        replay(self.live, row.revision, row.payload, row.after)
        self.batch.append(row)
        if len(self.batch) == _BATCH:
            self._flush()

    def _receipt(self, values: Json) -> None:
        row = self._row(Receipt, self._here(values))
        if not isinstance(row.skipped, list) or not all(isinstance(line, str) for line in row.skipped):
            raise BadArchive("A receipt of the archive has a bad “skipped”.")
        row.save(force_insert=True)

    def _release(self, values: Json) -> None:
        row = self._row(Release, {**values, "signed_by": self._mapped(values.get("signed_by"))})
        raw = self._expect_document(row.document)
        if document.read(raw).problems or row.revision > self.head:
            raise BadArchive(f"Release {row.number} of the archive is not as it was written.")
        row.document = pack(raw)
        row.save_base(raw=True, force_insert=True)

    def _row(self, model: type[Any], values: Json) -> Any:
        row = from_json(model, values if model is Board else {**values, "board_id": self.board})
        check(row)
        return row

    def _flush(self) -> None:
        Operation.objects.bulk_create(self.batch)
        if self.batch:
            self.tell(f"entries up to revision {self.batch[-1].revision}")
        self.batch = []

    def _expect_document(self, packed: bytes) -> Json:
        try:
            return self._mapped(document.expect_document(unpack_bounded(packed)))  # type: ignore[no-any-return]
        except document.NotADocument as error:
            raise BadArchive(f"A document of the archive: {error}") from None

    def _here(self, values: Json) -> Json:
        """An entry with the ids that its members have here."""
        return {**values, **{name: self._mapped(values[name]) for name in _WITH_MEMBERS & values.keys()}}

    def _mapped(self, value: Any) -> Any:
        """Ids of members are 12 random characters: nothing else on a board is equal to one by chance."""
        if not self.moved:
            return value
        if isinstance(value, str):
            return self.moved.get(value, value)
        if isinstance(value, list):
            return [self._mapped(item) for item in value]
        return {name: self._mapped(item) for name, item in value.items()} if isinstance(value, dict) else value


_MADE_FROM = list(OF_A_BOARD).index(Snapshot)
_WITH_MEMBERS = {"author", "payload", "inverse", "before", "after"}
