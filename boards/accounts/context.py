"""What every template may ask about accounts."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def accounts(request: HttpRequest) -> dict[str, bool]:
    """ACCOUNTS: there are some. PASSWORDS: one signs in with one."""
    return {"ACCOUNTS": settings.ACCOUNTS, "PASSWORDS": settings.ACCOUNTS and not settings.SOCIALACCOUNT_ONLY}
