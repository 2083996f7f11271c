"""Signing in takes along what the session had as a guest."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import transaction

from boards.models import ApiToken, AuditEntry, Board, Member
from boards.people import name_of_account
from boards.permissions import higher
from boards.persons import account_person


def take_along(guest: str, account: int) -> None:
    """The guest's memberships and tokens become the account's. Where both are members of a board they become one, with
    the higher of both roles."""
    person = account_person(account)
    with transaction.atomic():
        boards = Board.objects.filter(members__person=guest).order_by("pk").values_list("pk", flat=True)
        for board in list(boards):
            Board.objects.select_for_update().get(pk=board)
            _unite(Member.objects.get(board_id=board, person=guest), person, account)
        ApiToken.objects.filter(person=guest).update(person=person, user_id=account)
        AuditEntry.objects.filter(person=guest).update(person=person)


def _unite(guest: Member, person: str, account: int) -> None:
    own = Member.objects.filter(board_id=guest.board_id, person=person).first()
    if own is None:
        guest.person = person
        guest.user = get_user_model().objects.get(pk=account)
        if guest.name.startswith("Guest "):
            guest.name = name_of_account(account) or guest.name
        guest.save(update_fields=["person", "user", "name"])
        return
    own.role = higher(own.role, guest.role)
    own.save(update_fields=["role"])
    guest.delete()
