"""How the server asks the identity provider, and what happens when that fails."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter

from boards.audit import Action, note

_SECONDS = 10
_HERE = ("127.0.0.1", "localhost", "::1")


class EncryptedSession(requests.Session):
    """https only (but to this machine itself), where it was asked and nowhere else."""

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        parts = urlsplit(str(url))
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
            raise requests.exceptions.InvalidSchema("The provider names an address that is not https.")
        return super().request(method, url, *args, **{"timeout": _SECONDS, **kwargs, "allow_redirects": False})


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    def get_requests_session(self) -> requests.Session:
        return EncryptedSession()

    def on_authentication_error(self, request: Any, provider: Any, *args: Any, **kwargs: Any) -> None:
        """allauth then shows its page; why it failed is for the log, without what the provider said of people."""
        exception, error = kwargs.get("exception"), kwargs.get("error")
        why = type(exception).__name__ if exception else str(getattr(error, "value", error) or "unknown")
        note(Action.SIGN_IN_FAILED, method="provider", why=why[:40])
