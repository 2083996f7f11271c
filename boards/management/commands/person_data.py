from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from boards.errors import Rejection
from boards.models import Member
from boards.privacy import TEXTS, delete_person, write_data


class Command(BaseCommand):
    help = "A person's data for a request of theirs: written into a zip, or deleted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("who", help="account:NUMBER, or the id of one of the person's members")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--out", metavar="FILE", help="write everything about them into this zip")
        what.add_argument("--delete", choices=TEXTS, help="delete them; redact: and take their words out of boards")

    def handle(self, *args: Any, who: str, out: str | None, delete: str | None, **options: Any) -> None:
        person = who if who.startswith("account:") and who.removeprefix("account:").isdecimal() else _person_of(who)
        if out:
            try:
                with open(out, "xb") as file:
                    write_data(person, file)
            except OSError as error:
                raise CommandError(f"{out} cannot be written: {(error.strerror or str(error)).lower()}.") from None
            self.stdout.write(f"Everything about {who} is in {out}.")
            return
        try:
            done = delete_person(person, delete)
        except Rejection as error:
            raise CommandError(f"{error.what} {error.do}") from None
        told = f"{done.memberships} memberships and {done.boards} boards are deleted, {done.redacted} entries redacted."
        self.stdout.write(told)


def _person_of(member: str) -> str:
    found = Member.objects.filter(pk=member).values_list("person", flat=True).first()
    if not found:
        raise CommandError(f"There is no member {member[:40]}. Give account:NUMBER, or the id of a member.")
    return found
