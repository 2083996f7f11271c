"""The carrier of this process: made when it is first needed, by what the settings say."""

from __future__ import annotations

import atexit
import threading

from django.conf import settings

from boards.carrier.inside import Inside
from boards.carrier.over_redis import RedisCarrier
from boards.carrier.port import Carrier

_lock = threading.Lock()
_carrier: Carrier | None = None


def carrier() -> Carrier:
    """Over Redis where `REDIS_URL` names one."""
    global _carrier
    with _lock:
        if _carrier is None:
            _carrier = RedisCarrier(settings.REDIS_URL) if settings.REDIS_URL else Inside()
        return _carrier


def stop() -> None:
    """Ends it; whoever needs one afterwards gets a new one."""
    global _carrier
    with _lock:
        ended, _carrier = _carrier, None
    if ended is not None:
        ended.close()


atexit.register(stop)  # a command that ends at once has its word sent
