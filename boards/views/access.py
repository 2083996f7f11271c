"""A board's access history, for its owners. It works without scripts."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from boards.access_history import lines_of
from boards.api.audit import number_in
from boards.errors import Rejection
from boards.people import membership
from boards.permissions import Capability
from boards.persons import person_of
from boards.selectors import board_line
from boards.views.errors import explain


@require_GET
@never_cache
def access(request: HttpRequest, board_id: str) -> HttpResponse:
    """`before`: only entries with a lower number."""
    try:
        member = membership(board_id, person_of(request.session))
        member.require(Capability.MANAGE)
        before = number_in(request.GET.get("before"))
        lines, older = lines_of(member, before)
    except Rejection as error:
        return explain(request, error)
    shown = {
        "board": board_line(board_id),
        "lines": lines,
        "older": older,
        "before": before,
        "audit_days": settings.OPERATING.audit_days,
    }
    return render(request, "boards/access.html", shown)
