"""Moments in the future that people name: when a link or a token ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from boards.errors import Malformed

LONGEST = timedelta(days=366)


def coming_moment(raw: object, where: str = "expires") -> datetime | None:
    """ISO 8601 within the coming year; None for None and "". Raises `Malformed`."""
    if raw is None or raw == "":
        return None
    try:
        found = parse_datetime(raw) if isinstance(raw, str) else None
        if found is not None and not timezone.is_aware(found):
            found = timezone.make_aware(found)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise Malformed(f"“{where}” is not a time.", where, "Send ISO 8601, such as 2030-01-31T12:00:00Z.")
    if not timezone.now() < found < timezone.now() + LONGEST:
        raise Malformed(f"“{where}” is not within the coming year.", where, "Choose a nearer time.")
    return found
