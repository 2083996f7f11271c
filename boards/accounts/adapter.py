"""What allauth leaves to us. Imported only where accounts are on."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from boards.accounts.taking_along import take_along
from boards.persons import forget_guest, guest_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Signing in takes the guest's boards along; the session gets another key (Django's `login`)."""

    def login(self, request: HttpRequest, user: Any) -> None:
        guest = guest_of(request.session)
        super().login(request, user)
        if guest:
            take_along(guest, user.pk)
            forget_guest(request.session)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that our own proxies vouch for (`eventstorm.forwarded`); allauth counts attempts by it."""
        return str(request.META["REMOTE_ADDR"])
