from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from boards.accounts.sessions import end_sessions
from boards.audit import Action, note


class Command(BaseCommand):
    help = "Signs an account out on all its devices, or everybody who is signed in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("who", help="the account's number or e-mail address, or: everybody")

    def handle(self, *args: Any, who: str, **options: Any) -> None:
        account = None if who == "everybody" else _account(who)
        with transaction.atomic():
            ended = end_sessions(account)
            note(Action.SIGNED_OUT, by_operator=True, account=account or "everybody", sessions=ended)
        self.stdout.write(f"{ended} sessions are ended. Open boards close within half a minute.")


def _account(who: str) -> int:
    wanted = {"pk": int(who)} if who.isdecimal() else {"email__iexact": who}
    found = list(get_user_model().objects.filter(**wanted).values_list("pk", flat=True)[:2])
    if len(found) != 1:
        raise CommandError("There is no such account. Give its number or e-mail address, or: everybody.")
    return int(found[0])
