"""What was written down about a board, for its owners."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from boards.api.view import BoardView, who
from boards.audit import entries_of
from boards.errors import Malformed
from boards.permissions import Capability


class AuditShape(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    at = serializers.DateTimeField()
    action = serializers.CharField()
    member = serializers.CharField(allow_blank=True, help_text="Who did it: an opaque id.")
    address = serializers.CharField(allow_blank=True, help_text="Without its last part.")
    details = serializers.DictField()


class BoardAudit(BoardView):
    @extend_schema(
        parameters=[OpenApiParameter("before", int, description="Only entries with a lower number.")],
        responses=AuditShape(many=True),
        summary="Who came, left, invited, exported: the last first, 200 at a time; for owners",
    )
    def get(self, request: Request, board_id: str) -> Response:
        member = who(request, board_id, Capability.MANAGE)
        return Response([entry.to_json() for entry in entries_of(member, number_in(request.GET.get("before")))])


def number_in(before: str | None) -> int | None:
    """The number of an entry, as it stands in an address; raises `Malformed`."""
    if before is not None and (not before.isdecimal() or len(before) > 15):
        raise Malformed("“before” is not the number of an entry.", "before", "Send a whole number.")
    return int(before) if before is not None else None
