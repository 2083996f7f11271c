"""Which tables an archive holds, and what of their rows stays out."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from boards.models import Board, JoinLink, Member, Operation, Receipt, Release, Snapshot

#: Made by `migrate` with numbers of its own in each database, and what hangs on those numbers.
_MADE_BY_MIGRATE = frozenset(
    {
        "contenttypes.ContentType",
        "auth.Permission",
        "auth.Group_permissions",
        "auth.User_user_permissions",
        "admin.LogEntry",
    }
)

#: Of one board, in the order in which a restore needs them; and the columns that stay out.
OF_A_BOARD: dict[type[Model], frozenset[str]] = {
    Board: frozenset(),
    JoinLink: frozenset({"board_id", "token_hash", "made_by_id"}),
    Member: frozenset({"board_id"}),
    Snapshot: frozenset({"id", "board_id"}),
    Operation: frozenset({"id", "board_id"}),
    Receipt: frozenset({"id", "board_id"}),
    Release: frozenset({"id", "board_id"}),
}


def every_table() -> list[type[Model]]:
    """All that hold what people made, those that join two tables among them."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and model._meta.label not in _MADE_BY_MIGRATE]


def table_named(label: str) -> type[Model] | None:
    return next((model for model in every_table() if model._meta.label == label), None)


def rows_of(model: type[Model]) -> QuerySet[Model]:
    """What of a table is worth keeping: expired sessions are not."""
    rows = model._default_manager.order_by("pk")
    if model._meta.label == "sessions.Session":
        return rows.filter(expire_date__gt=timezone.now())
    return rows


def rows_of_board(model: type[Model], board_id: str) -> QuerySet[Model]:
    if model is Board:
        return Board.objects.filter(pk=board_id)
    rows = model._default_manager.filter(board_id=board_id)
    if model is Snapshot:
        return rows.filter(revision=0)
    return rows.order_by("revision" if model is Operation else "pk")


def installation() -> str:
    """The same for all processes that share a SECRET_KEY; tells nothing about it."""
    return salted_hmac("eventstorm.archive", "installation", algorithm="sha256").hexdigest()[:32]
