"""What is going on: the request or socket that the running code serves, for the log and the audit log.

Filled at the edge, read far inside, so that nobody hands a request through functions that have no other use for it.
"""

from __future__ import annotations

import ipaddress
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Circumstances:
    """`request`: an id of letters, digits and hyphens; `address`: of the client; `member`: an opaque id."""

    request: str = ""
    address: str = ""
    board: str = ""
    member: str = ""

    @property
    def neighbourhood(self) -> str:
        """The address without the part that tells one household from the next: /24 of IPv4, /48 of IPv6."""
        try:
            address = ipaddress.ip_address(self.address)
        except ValueError:
            return ""
        length = 24 if address.version == 4 else 48
        return str(ipaddress.ip_network((address, length), strict=False).network_address)


_present: ContextVar[Circumstances | None] = ContextVar("circumstances", default=None)


def present() -> Circumstances:
    """Those of the running request or socket; empty ones for a command."""
    return _present.get() or Circumstances()


def begin(circumstances: Circumstances) -> None:
    """They hold for the running task and what it starts."""
    _present.set(circumstances)
