"""One's own data: all of it as a zip, and all of it deleted."""

from __future__ import annotations

import tempfile
from typing import Any

from django.http import FileResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from boards.api.view import BoardView, asker, body
from boards.errors import Malformed
from boards.privacy import CONFIRMATION, TEXTS, confirmed, delete_everywhere, write_data
from boards.quotas import spend

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
        return data_file(found.person)


class MyDeletion(BoardView):
    @extend_schema(request=DeletionShape, responses=DeletedShape, summary="Delete this person everywhere")
    def delete(self, request: Request) -> Response:
        found = asker(request)
        found.require_person()
        spend(request, "data")
        asked = body(request)
        if not confirmed(asked.get("confirm")):
            raise Malformed("This cannot be taken back.", "confirm", f"Send “confirm”: “{CONFIRMATION}”.")
        done = delete_everywhere(found.person, asked.get("texts", "keep"))
        request.session.flush()
        return Response(done.to_json())


def data_file(person: str) -> FileResponse:
    """Everything about the person, as a zip to be saved."""
    stream = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # the answer closes it
    write_data(person, stream)  # type: ignore[arg-type]
    stream.seek(0)
    answer = FileResponse(stream, as_attachment=True, filename="my-data.zip", content_type="application/zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer
