from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from boards.retention import agreed_terms, retain


class Command(BaseCommand):
    help = "Lets go of what is over, as RETENTION_DAYS and AUDIT_DAYS say; to be run once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        try:
            for sentence in retain(agreed_terms(), timezone.now(), really=not dry_run):
                self.stdout.write(sentence)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CommandError(f"An archive cannot be written: {reason}. The board was not deleted.") from None
