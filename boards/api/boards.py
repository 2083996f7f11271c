"""Boards and what is on them: lists, documents, snapshots, operations."""

from __future__ import annotations

import gzip
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from boards import notices, protocol
from boards.adding import add_document
from boards.api import shapes
from boards.api.parsing import DOCUMENT
from boards.api.view import BoardView, asker, body, who
from boards.errors import Malformed, Missing
from boards.examples import example_document, examples
from boards.permissions import Capability
from boards.persons import ensure_person, require_account
from boards.pushing import push_now
from boards.quotas import spend
from boards.selectors import board_document, board_line, operations_since, recent_boards, snapshot_bytes
from boards.services import Created, create_board, create_board_from_document, delete_board
from modeling import limits
from modeling.cleaning import clean
from modeling.model import Model

_PAGE = 2_000  # entries of the log in one answer


class BoardList(BoardView):
    largest_body = DOCUMENT

    @extend_schema(responses=shapes.BoardLineShape(many=True), summary="The boards of this person")
    def get(self, request: Request) -> Response:
        found = asker(request)
        found.require_scope(Capability.VIEW)
        return Response([line.to_json() for line in recent_boards(found.person)])

    @extend_schema(
        request=shapes.NewBoardShape,
        responses={201: shapes.CreatedShape},
        summary="Make a board: blank, example, document",
    )
    def post(self, request: Request) -> Response:
        found = asker(request)
        found.require_scope(Capability.EDIT)
        require_account(found.person, "make a board")
        person = found.person or ensure_person(request.session)
        spend(request, "create")
        asked = body(request)
        name = clean(asked.get("name", ""))[0]
        if not isinstance(name, str) or len(name) > limits.NAME:
            raise Malformed(f"A board's name has at most {limits.NAME} characters.", "name", "Shorten it.")
        raw, source = asked.get("document"), str(asked.get("source", "blank"))
        if raw is None and source.startswith("example:"):
            raw = example_document(source.removeprefix("example:"))
        if raw is None:
            created = Created(create_board(Model(name=name or "Untitled board"), person))
        else:
            created = create_board_from_document(raw, person, name)
        board = created.board
        answer = {"id": board, "url": f"/boards/{board}/", "problems": shapes.problems(created.problems)}
        return Response(answer, status=status.HTTP_201_CREATED)


class BoardDetail(BoardView):
    @extend_schema(responses=shapes.BoardShape, summary="A board and this person's part in it")
    def get(self, request: Request, board_id: str) -> Response:
        member = who(request, board_id)
        line = board_line(board_id)
        return Response({**line, "member": member.to_json(), "capabilities": member.capabilities})

    @extend_schema(request=shapes.BoardChangeShape, responses=shapes.AckShape, summary="Change name or level")
    def patch(self, request: Request, board_id: str) -> Response:
        member = who(request, board_id, Capability.EDIT)
        spend(request, "push")
        asked = {key: value for key, value in body(request).items() if key in ("name", "level")}
        if not asked:
            raise Malformed("There is nothing to change in the request.", "body", "Send “name” or “level”.")
        operations = [{"op": "set_board", "property": key, "value": value} for key, value in asked.items()]
        return Response({"revision": push_now(member, operations).revision})

    @extend_schema(responses={204: None}, summary="Delete the board for everybody")
    def delete(self, request: Request, board_id: str) -> Response:
        delete_board(who(request, board_id, Capability.MANAGE))
        notices.announce(board_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class BoardDocument(BoardView):
    largest_body = DOCUMENT

    @extend_schema(responses=shapes.AnyObject, summary="The board document, version 1")
    def get(self, request: Request, board_id: str) -> Response:
        who(request, board_id)
        headers = {"Content-Disposition": f'attachment; filename="{board_id}.board.json"'}
        return Response(board_document(board_id), headers=headers if "download" in request.GET else None)

    @extend_schema(request=shapes.AnyObject, responses=shapes.AddedShape, summary="Add a document's contents")
    def post(self, request: Request, board_id: str) -> Response:
        member = who(request, board_id, Capability.EDIT)
        spend(request, "create")
        added = add_document(member, body(request))
        return Response(
            {"revision": added.revision, "ids": added.ids, "problems": shapes.problems(added.problems)},
            status=status.HTTP_201_CREATED,
        )


class BoardSnapshot(BoardView):
    @extend_schema(responses=shapes.SnapshotShape, summary="Revision, document and stamps, to open the board with")
    def get(self, request: Request, board_id: str) -> HttpResponse:
        who(request, board_id)
        packed = snapshot_bytes(board_id)
        response = HttpResponse(content_type="application/json", headers={"Cache-Control": "no-store"})
        response.headers["Vary"] = "Accept-Encoding, Cookie"
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response.headers["Content-Encoding"] = "gzip"
            response.content = packed
        else:
            response.content = gzip.decompress(packed)
        return response


class BoardOperations(BoardView):
    @extend_schema(
        parameters=[OpenApiParameter("since", int, description="The revision that the client has.")],
        responses=shapes.OperationsShape,
        summary="Entries of the log after a revision, oldest first",
    )
    def get(self, request: Request, board_id: str) -> Response:
        who(request, board_id)
        since = request.GET.get("since", "0")
        if not since.isdecimal() or len(since) > 15:
            raise Malformed("“since” is not a revision.", "since", "Send a whole number.")
        revision, entries = operations_since(board_id, int(since), _PAGE)
        return Response({"revision": revision, "operations": entries})

    @extend_schema(request=shapes.PushShape, responses=shapes.AckShape, summary="Push operations, or an undo")
    def post(self, request: Request, board_id: str) -> Response:
        member = who(request, board_id, Capability.COMMENT)
        spend(request, "push")
        try:
            push = protocol.read_push(body(request))
        except protocol.BadFrame as error:
            raise Malformed(error.reason, "body", "See docs/protocol.md.") from None
        answer = push_now(member, push.operations, push.undo, push.id)
        return Response({"id": push.id, "revision": answer.revision, "skipped": list(answer.skipped)})


class ExampleList(BoardView):
    @extend_schema(responses=shapes.ExampleShape(many=True), summary="Example boards")
    def get(self, request: Request) -> Response:
        return Response([example.to_json() for example in examples()])


class Nothing(BoardView):
    """Addresses below /api/v1/ that are none: answered in the same shape as every other error."""

    schema = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.headers = self.default_response_headers
        self.args, self.kwargs = args, kwargs
        self.request = self.initialize_request(request, *args, **kwargs)
        response = self.handle_exception(Missing("There is nothing at this address.", do="See /api/v1/schema/."))
        return self.finalize_response(self.request, response, *args, **kwargs)
