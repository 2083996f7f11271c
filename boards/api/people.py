"""Members, one's own name, join links."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from boards import notices
from boards.api import shapes
from boards.api.view import BoardView, body, who
from boards.errors import Malformed
from boards.invitations import Invitation, invitations, invite, revoke, rotate
from boards.people import change_role, people_of, remove_member, rename_member
from boards.quotas import spend


class MemberList(BoardView):
    @extend_schema(responses=shapes.ListedShape(many=True), summary="People on the board")
    def get(self, request: Request, board_id: str) -> Response:
        return Response([person.to_json() for person in people_of(who(request, board_id))])


class MemberDetail(BoardView):
    @extend_schema(request=shapes.RoleShape, responses=shapes.MemberShape, summary="Give a person another role")
    def patch(self, request: Request, board_id: str, member_id: str) -> Response:
        asked = body(request)
        changed = change_role(who(request, board_id), member_id, asked.get("role"), asked.get("hand_over") is True)
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
        member = who(request, board_id)
        made = invite(member, asked.get("role", "editor"), asked.get("expires"), asked.get("most_uses"))
        return Response(_with_address(request, made), status=status.HTTP_201_CREATED)


class LinkDetail(BoardView):
    @extend_schema(
        parameters=[OpenApiParameter("members", str, enum=["remove"], description="remove: also who came by it.")],
        responses={204: None},
        summary="Revoke a join link",
    )
    def delete(self, request: Request, board_id: str, number: int) -> Response:
        wanted = request.GET.get("members")
        if wanted not in (None, "remove"):
            raise Malformed("“members” of a link can be removed, nothing else.", "members", "Send remove, or nothing.")
        revoke(who(request, board_id), number, and_remove=wanted == "remove")
        notices.announce(board_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class LinkRotation(BoardView):
    @extend_schema(
        request=None, responses=shapes.MadeLinkShape, summary="Another token; the one before is dead at once"
    )
    def post(self, request: Request, board_id: str, number: int) -> Response:
        spend(request, "invite")
        return Response(_with_address(request, rotate(who(request, board_id), number)))


def _with_address(request: Request, made: Invitation) -> dict[str, object]:
    return {**made.to_json(), "url": request.build_absolute_uri(f"/join/{made.token}/")}
