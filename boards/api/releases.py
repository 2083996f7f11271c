"""Frozen, signed states of a board."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from boards.api import shapes
from boards.api.view import BoardView, body, who
from boards.compatibility import changes_since_release
from boards.quotas import spend
from boards.selectors import release_document
from boards.services import releases_of, sign_release


class ReleaseList(BoardView):
    @extend_schema(responses=shapes.ReleaseShape(many=True), summary="Releases, the last first")
    def get(self, request: Request, board_id: str) -> Response:
        who(request, board_id)
        return Response([release.to_json() for release in releases_of(board_id)])

    @extend_schema(request=shapes.NewReleaseShape, responses={201: shapes.ReleaseShape}, summary="Freeze and sign")
    def post(self, request: Request, board_id: str) -> Response:
        signed = sign_release(who(request, board_id), body(request).get("name", ""))
        return Response(signed.to_json(), status=status.HTTP_201_CREATED)


class ReleaseChanges(BoardView):
    @extend_schema(responses=shapes.AnyObject, summary="Changes of the schemas since the last release")
    def get(self, request: Request, board_id: str) -> Response:
        who(request, board_id)
        spend(request, "generate")
        return Response(changes_since_release(board_id))


class ReleaseDetail(BoardView):
    @extend_schema(responses=shapes.AnyObject, summary="The document of a release")
    def get(self, request: Request, board_id: str, number: int) -> Response:
        who(request, board_id)
        return Response(release_document(board_id, number))
