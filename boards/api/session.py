"""Who a REST request comes from: the session's person. Changes need the CSRF token, with or without an account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class PersonAuthentication(SessionAuthentication):
    """As Django's sessions, but guests too must send the token with what changes something."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        self.enforce_csrf(request)  # lets safe methods pass
        user = getattr(request._request, "user", None)
        return (user, None) if user is not None and user.is_active else None


class PersonScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI description names it."""

    target_class = "boards.api.session.PersonAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
