"""How often one person may ask for what costs something: fixed windows in the cache (`settings.QUOTAS`)."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from boards.askers import Asker, asker_of
from boards.errors import TooOften

#: A session costs nothing to get: an address may have as much as this many persons together.
PERSONS_PER_ADDRESS = 50
#: A token has this part of what its person has: a program gone wild leaves its person able to work.
TOKEN_PART = 2

_WORDS = {
    "create": "boards made",
    "push": "changes",
    "analyse": "analyses",
    "generate": "generations",
    "invite": "invitations",
    "token": "tokens made",
    "data": "requests for personal data",
    "join": "attempts to join",
}


def spend(request: HttpRequest, quota: str) -> None:
    """Counts one use of `quota` by the request's token, person and address; raises `TooOften` beyond it."""
    times, seconds = settings.QUOTAS[quota]
    sent = getattr(request, "auth", None)
    asker = sent if isinstance(sent, Asker) else asker_of(request.session)
    if asker.token is not None:
        _count(quota, f"token:{asker.token}", max(1, times // TOKEN_PART), seconds)
    if asker.person:
        _count(quota, f"person:{asker.person}", times, seconds)
    _count(quota, f"address:{request.META.get('REMOTE_ADDR', '')}", times * PERSONS_PER_ADDRESS, seconds)


def _count(quota: str, who: str, times: int, seconds: int) -> None:
    now = int(time.time())
    key = f"quota:{quota}:{who}:{now // seconds}"
    cache.add(key, 0, seconds)
    try:
        used = cache.incr(key)
    except ValueError:  # it expired in between
        return
    if used > times:
        raise TooOften(
            f"That were more than {times} {_WORDS[quota]} within {seconds} seconds.", seconds - now % seconds
        )
