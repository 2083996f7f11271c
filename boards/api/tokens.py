"""One's own tokens for programs."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from boards.api import shapes
from boards.api.view import BoardView, asker, body
from boards.persons import ensure_person, require_account
from boards.quotas import spend
from boards.tokens import make_token, revoke_token, tokens_of


class TokenList(BoardView):
    @extend_schema(responses=shapes.TokenShape(many=True), summary="One's own tokens; for people only")
    def get(self, request: Request) -> Response:
        found = asker(request)
        found.require_person()
        return Response([token.to_json() for token in tokens_of(found.person)])

    @extend_schema(request=shapes.NewTokenShape, responses={201: shapes.MadeTokenShape}, summary="Make a token")
    def post(self, request: Request) -> Response:
        found = asker(request)
        found.require_person()
        require_account(found.person, "make a token")
        spend(request, "token")
        asked = body(request)
        person = ensure_person(request.session)
        made = make_token(person, asked.get("name"), asked.get("scopes"), asked.get("expires"))
        return Response({**made.to_json(), "token": made.secret}, status=status.HTTP_201_CREATED)


class TokenDetail(BoardView):
    @extend_schema(responses={204: None}, summary="Revoke a token")
    def delete(self, request: Request, number: int) -> Response:
        found = asker(request)
        found.require_person()
        revoke_token(found.person, number)
        return Response(status=status.HTTP_204_NO_CONTENT)
