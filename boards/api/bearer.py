"""Tokens on REST requests: `Authorization: Bearer est_…`. A browser never sends one by itself, so no CSRF token is
asked for. Whoever sends one is judged by it alone, whatever cookies come along."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from boards.askers import Asker, bearer
from boards.tokens import asker_with


class TokenAuthentication(BaseAuthentication):
    """`request.auth` becomes the `Asker`."""

    def authenticate(self, request: Request) -> tuple[None, Asker] | None:
        """Raises `NotRecognised` for a header that is no living token."""
        sent = request.META.get("HTTP_AUTHORIZATION")
        secret = bearer([] if sent is None else [sent])
        return None if secret is None else (None, asker_with(secret))


class TokenScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI description names it."""

    target_class = "boards.api.bearer.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made at /tokens/. Its scopes limit what its person may do.",
        }
