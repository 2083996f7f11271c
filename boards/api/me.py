"""One's own data: all of it as a zip, and all of it deleted."""

from __future__ import annotations

import tempfile
from typing import Any

from django.http import FileResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from boards import notices
from boards.api.view import BoardView, asker, body
from boards.errors import Malformed
from boards.privacy import TEXTS, boards_of, delete_person, write_data
from boards.quotas import spend

CONFIRMATION = "delete me"
_IN_MEMORY = 4 * 1024 * 1024  # bytes; larger archives wait on disk


class DeletionShape(serializers.Serializer[Any]):
    confirm = serializers.CharField(help_text=f"“{CONFIRMATION}”")
    texts = serializers.ChoiceField(TEXTS, required=False, help_text="redact: take my words out of boards that stay.")


class DeletedShape(serializers.Serializer[Any]):
    memberships = serializers.IntegerField()
    boards = serializers.IntegerField(help_text="Deleted along: nobody else was on them.")
    redacted = serializers.IntegerField(help_text="Entries of logs from which words were taken.")


class MyData(BoardView):
    @extend_schema(responses={(200, "application/zip"): bytes}, summary="Everything about this person, as a zip")
    def get(self, request: Request) -> FileResponse:
        found = asker(request)
        found.require_person()
        spend(request, "data")
        stream = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # the answer closes it
        write_data(found.person, stream)  # type: ignore[arg-type]
        stream.seek(0)
        answer = FileResponse(stream, as_attachment=True, filename="my-data.zip", content_type="application/zip")
        answer.headers["Cache-Control"] = "no-store"
        return answer


class MyDeletion(BoardView):
    @extend_schema(request=DeletionShape, responses=DeletedShape, summary="Delete this person everywhere")
    def delete(self, request: Request) -> Response:
        found = asker(request)
        found.require_person()
        spend(request, "data")
        asked = body(request)
        if asked.get("confirm") != CONFIRMATION:
            raise Malformed("This cannot be taken back.", "confirm", f"Send “confirm”: “{CONFIRMATION}”.")
        boards = boards_of(found.person)
        done = delete_person(found.person, asked.get("texts", "keep"))
        request.session.flush()
        for board in boards:
            notices.announce(board)
        return Response(done.to_json())
