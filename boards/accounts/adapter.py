"""What allauth leaves to us. Imported only where accounts are on."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

from boards.accounts import lifetime
from boards.accounts.taking_along import take_along
from boards.audit import Action, note
from boards.persons import account_person, forget_guest, guest_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Signing in takes the guest's boards along; the session gets another key (Django's `login`)."""

    def login(self, request: HttpRequest, user: Any) -> None:
        guest = guest_of(request.session)
        super().login(request, user)
        lifetime.begin(request.session)
        note(Action.SIGNED_IN, person=account_person(user.pk), method=_method(request, user))
        if guest:
            take_along(guest, user.pk)
            forget_guest(request.session)

    def logout(self, request: HttpRequest) -> None:
        note(Action.SIGNED_OUT, person=account_person(request.user.pk or 0))
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth bounds how often this happens; who was meant is not written down: it may be a password."""
        note(Action.SIGN_IN_FAILED, method="password")
        super().authentication_failed(request, **credentials)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that our own proxies vouch for (`eventstorm.forwarded`); allauth counts attempts by it."""
        return str(request.META["REMOTE_ADDR"])


def _method(request: HttpRequest, user: Any) -> str:
    """How they showed who they are: in allauth's words password or socialaccount (the provider), or by a new account,
    or by the link in a letter."""
    records = get_authentication_records(request, user)
    if records:
        return str(records[-1]["method"])
    opened = request.resolver_match
    return "sign-up" if opened is not None and opened.url_name == "account_signup" else "letter"
