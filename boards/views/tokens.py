"""The page of one's own tokens; it works without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST

from boards.errors import Malformed, Rejection
from boards.permissions import Scope
from boards.persons import account_number, ensure_person, person_of, require_account
from boards.quotas import spend
from boards.tokens import Token, make_token, revoke_token, tokens_of
from boards.views.errors import explain


@dataclass(frozen=True, slots=True)
class _Choice:
    name: str
    title: str
    what: str
    first: bool = False


_CHOICES = (
    _Choice(Scope.READ.value, "Read", "Boards, their history and what the analysis says of them", first=True),
    _Choice(Scope.WRITE.value, "Write", "Notes, links, decisions; new boards"),
    _Choice(Scope.GENERATE.value, "Generate", "Files made from a board"),
    _Choice(Scope.MANAGE.value, "Manage", "Releases, join links, people; deleting boards"),
)


@require_http_methods(["GET", "POST"])
@never_cache
@ensure_csrf_cookie
def tokens(request: HttpRequest) -> HttpResponse:
    """Form fields: `name`, `scopes` (several), `days`. The answer to the form is the only one that has the secret."""
    if request.method == "GET":
        return _page(request)
    try:
        return _page(request, made=_made(request))
    except Rejection as error:
        return _page(request, error=error)


@require_POST
@never_cache
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    try:
        revoke_token(person_of(request.session), number)
    except Rejection as error:
        return explain(request, error)
    return HttpResponseRedirect("/tokens/")


def _made(request: HttpRequest) -> Token:
    require_account(person_of(request.session), "make a token")
    spend(request, "token")
    days = request.POST.get("days", "90")
    if not days.isdecimal() or not 0 < int(days[:4]) <= 365:
        raise Malformed("A token works for 1 to 365 days.", "days", "Choose a number of days.")
    until = timezone.now() + timedelta(days=int(days[:4]))
    person = ensure_person(request.session)
    return make_token(person, request.POST.get("name", ""), request.POST.getlist("scopes"), until.isoformat())


def _page(request: HttpRequest, made: Token | None = None, error: Rejection | None = None) -> HttpResponse:
    person = person_of(request.session)
    shown = {
        "tokens": tokens_of(person),
        "scopes": _CHOICES,
        "made": made,
        "error": error,
        "needs_account": settings.OWNERS_NEED_ACCOUNT and account_number(person) is None,
    }
    return render(request, "account/tokens.html", shown, status=error.status if error else 200)
