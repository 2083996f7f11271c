"""Ending sessions of accounts, wherever they are signed in. Whom a session belongs to stands inside its data only."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone


def end_sessions(account: int | None) -> int:
    """Signs the account out on all its devices, None: every account; guests stay. How many sessions ended.

    Open sockets close within half a minute (boards/standing.py).
    """
    ended = 0
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator(chunk_size=500):
        whose = str(session.get_decoded().get(SESSION_KEY, ""))
        if whose and (account is None or whose == str(account)):
            session.delete()
            ended += 1
    return ended
