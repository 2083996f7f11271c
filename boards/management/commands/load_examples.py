from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from boards.examples import load_examples


class Command(BaseCommand):
    help = "Puts the example boards in; does nothing for those that are there."

    def handle(self, *args: Any, **options: Any) -> None:
        written = load_examples()
        if written:
            self.stdout.write(f"{written} example boards put in.")
