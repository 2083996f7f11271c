"""What the software understands of a board."""

from __future__ import annotations

import math

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from boards import understanding
from boards.api import shapes
from boards.api.view import BoardView, archive, who
from boards.errors import Malformed
from boards.quotas import spend

_GRANULARITY = OpenApiParameter("granularity", float, description="0 coarse … 0.5 the method's own cut … 1 fine.")


class AnalysisView(BoardView):
    @extend_schema(parameters=[_GRANULARITY], responses=shapes.AnyObject, summary="Contexts, questions, sagas, order …")
    def get(self, request: Request, board_id: str) -> Response:
        who(request, board_id)
        spend(request, "analyse")
        found = understanding.understand(board_id, _granularity(request))
        return Response({"revision": found.revision, **found.analysis.to_json()})


class CouplingView(BoardView):
    @extend_schema(parameters=[_GRANULARITY], responses=shapes.AnyObject, summary="Who needs whom how much")
    def get(self, request: Request, board_id: str) -> Response:
        who(request, board_id)
        spend(request, "analyse")
        return Response(understanding.coupling(board_id, _granularity(request)))


class PlaybookView(BoardView):
    @extend_schema(responses=shapes.AnyObject, summary="The migration playbook, a page a context")
    def get(self, request: Request, board_id: str) -> Response:
        who(request, board_id)
        spend(request, "analyse")
        found = understanding.understand(board_id)
        return Response({"revision": found.revision, **found.playbook.to_json()})


class PlaybookArchive(BoardView):
    @extend_schema(responses={(200, "application/zip"): bytes}, summary="The playbook as a zip of Markdown")
    def get(self, request: Request, board_id: str) -> HttpResponse:
        who(request, board_id)
        spend(request, "analyse")
        return archive(understanding.playbook_archive(board_id), f"{board_id}-playbook.zip")


def _granularity(request: Request) -> float:
    """Raises `Malformed` for anything but a number from 0 to 1."""
    try:
        found = float(request.GET.get("granularity", understanding.NATURAL))
    except ValueError:
        found = math.nan
    if not 0 <= found <= 1:
        raise Malformed("“granularity” is not a number from 0 to 1.", "granularity", "Use 0.5 for the natural one.")
    return found
