"""Pages that say what went wrong and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from boards.errors import Forbidden, Malformed, Missing, Rejection


def explain(request: HttpRequest, error: Rejection) -> HttpResponse:
    """The rejection as a page, or as JSON where JSON is asked for."""
    if request.path.startswith("/api/") or "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(error.to_json(), status=error.status)
    return render(request, "boards/error.html", {"error": error}, status=error.status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return explain(request, Malformed("The request cannot be read.", do="Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return explain(request, Forbidden("This is not allowed.", do="Ask the owner of the board."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return explain(request, Forbidden("The page was too old to be sent.", do="Reload it and send it again."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return explain(request, Missing("There is nothing at this address.", do="Go back to the start page."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Without a template: it may be the template that failed."""
    head = '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
    words = "<h1>The server failed at this</h1><p>Nothing that was saved is lost. Try again.</p>"
    page = (
        f'<!doctype html><html lang="en">{head}<title>Eventstorm</title>{words}<p><a href="/">To the start page</a></p>'
    )
    return HttpResponse(page, status=500)
