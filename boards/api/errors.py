"""Every answer that is not the one asked for has one shape: {"error": {"what", "where", "do"}}."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from boards.askers import NotRecognised
from boards.errors import Forbidden, Malformed, Missing, Rejection, TooLarge, TooOften

_logger = logging.getLogger(__name__)


class WrongMethod(Rejection):
    status = 405


class Failed(Rejection):
    status = 500


def answer_exception(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler. What nobody foresaw is logged and answered without its inside."""
    rejection = _rejection(error)
    if isinstance(rejection, Failed):
        request = context.get("request")
        _logger.error("%s failed.", getattr(request, "path", "A request"), exc_info=error)
    headers = {"Retry-After": str(rejection.seconds)} if isinstance(rejection, TooOften) else {}
    if isinstance(rejection, NotRecognised):
        headers["WWW-Authenticate"] = 'Bearer realm="Eventstorm"'
    return Response(rejection.to_json(), status=rejection.status, headers=headers)


def _rejection(error: Exception) -> Rejection:
    match error:
        case Rejection():
            return error
        case Http404() | exceptions.NotFound():
            return Missing("There is nothing at this address.", do="Check the address.")
        case exceptions.ParseError() | exceptions.ValidationError() | exceptions.UnsupportedMediaType():
            return Malformed("The request is not JSON that can be read here.", "body", "Send application/json.")
        case RequestDataTooBig():
            return TooLarge("The request is too large.", "body", "Send less at once.")
        case PermissionDenied() | exceptions.PermissionDenied() | exceptions.NotAuthenticated():
            return Forbidden(
                "The request lacks the token that shows it comes from a page of this server.",
                "X-CSRFToken",
                "Reload the page, or send the cookie csrftoken as the header X-CSRFToken.",
            )
        case exceptions.MethodNotAllowed():
            return WrongMethod("This address does not know that method.", "method", "See /api/v1/schema/.")
    return Failed("The server failed at this. Nothing that was saved is lost.", do="Try again; if it stays, report it.")
