"""Members, one's own name, join links."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from boards import notices
from boards.api import shapes
from boards.api.view import BoardView, body, who
from boards.invitations import invitations, invite, revoke
from boards.people import change_role, members_of, remove_member, rename_member
from boards.quotas import spend


class MemberList(BoardView):
    @extend_schema(responses=shapes.MemberShape(many=True), summary="People on the board")
    def get(self, request: Request, board_id: str) -> Response:
        who(request, board_id)
        return Response([member.to_json() for member in members_of(board_id)])


class MemberDetail(BoardView):
    @extend_schema(request=shapes.RoleShape, responses=shapes.MemberShape, summary="Give a person another role")
    def patch(self, request: Request, board_id: str, member_id: str) -> Response:
        changed = change_role(who(request, board_id), member_id, body(request).get("role"))
        notices.announce(board_id)
        return Response(changed.to_json())

    @extend_schema(responses={204: None}, summary="Take a person off the board")
    def delete(self, request: Request, board_id: str, member_id: str) -> Response:
        remove_member(who(request, board_id), member_id)
        notices.announce(board_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Me(BoardView):
    @extend_schema(request=shapes.NameShape, responses=shapes.MemberShape, summary="Change one's own name")
    def patch(self, request: Request, board_id: str) -> Response:
        renamed = rename_member(who(request, board_id), body(request).get("name"))
        notices.announce(board_id)
        return Response(renamed.to_json())


class LinkList(BoardView):
    @extend_schema(responses=shapes.LinkShape(many=True), summary="Join links that work")
    def get(self, request: Request, board_id: str) -> Response:
        return Response([link.to_json() for link in invitations(who(request, board_id))])

    @extend_schema(request=shapes.NewLinkShape, responses={201: shapes.MadeLinkShape}, summary="Make a join link")
    def post(self, request: Request, board_id: str) -> Response:
        spend(request, "invite")
        asked = body(request)
        made = invite(who(request, board_id), asked.get("role", "editor"), asked.get("expires"))
        url = request.build_absolute_uri(f"/join/{made.token}/")
        return Response({**made.to_json(), "url": url}, status=status.HTTP_201_CREATED)


class LinkDetail(BoardView):
    @extend_schema(responses={204: None}, summary="Revoke a join link")
    def delete(self, request: Request, board_id: str, number: int) -> Response:
        revoke(who(request, board_id), number)
        return Response(status=status.HTTP_204_NO_CONTENT)
