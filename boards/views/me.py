"""What is kept about whoever asks: to read, to take along, to have deleted. The pages work without scripts."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods

from boards.api.me import data_file
from boards.errors import Malformed, Rejection
from boards.kept import kept_about
from boards.persons import person_of
from boards.privacy import CONFIRMATION, Deleted, confirmed, delete_everywhere
from boards.quotas import spend
from boards.views.errors import explain


@require_GET
@never_cache
@ensure_csrf_cookie
def me(request: HttpRequest) -> HttpResponse:
    """What is kept, for how long, and the two doors out."""
    shown = {"kept": kept_about(person_of(request.session)), "terms": settings.OPERATING}
    return render(request, "account/me.html", shown)


@require_GET
@never_cache
def data(request: HttpRequest) -> HttpResponseBase:
    """Everything, as a zip; of nobody there is none."""
    person = person_of(request.session)
    if not person:
        return HttpResponseRedirect("/me/")
    try:
        spend(request, "data")
        return data_file(person)
    except Rejection as error:
        return explain(request, error)


@require_http_methods(["GET", "POST"])
@never_cache
@ensure_csrf_cookie
def delete(request: HttpRequest) -> HttpResponse:
    """What goes and what stays, before anything does. Form fields: `confirm`, `texts`, and `going`, the boards that the
    page said would go."""
    person = person_of(request.session)
    if not person:
        return HttpResponseRedirect("/me/")
    if request.method == "GET":
        return _ask(request, person)
    try:
        done = _deleted(request, person)
    except Rejection as error:
        return _ask(request, person, error)
    logout(request)
    response = render(request, "account/gone.html", {"done": done})
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def _deleted(request: HttpRequest, person: str) -> Deleted:
    spend(request, "data")
    if not confirmed(request.POST.get("confirm")):
        raise Malformed("Nothing was deleted.", "confirm", f"Type “{CONFIRMATION}” to confirm it.")
    return delete_everywhere(person, request.POST.get("texts", "keep"), request.POST.getlist("going"))


def _ask(request: HttpRequest, person: str, error: Rejection | None = None) -> HttpResponse:
    shown = {
        "kept": kept_about(person),
        "terms": settings.OPERATING,
        "confirmation": CONFIRMATION,
        "redact": request.POST.get("texts") == "redact",
        "error": error,
    }
    return render(request, "account/delete.html", shown, status=error.status if error else 200)
