"""What is generated from a board: a list, one file, a search, all of it as a zip."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_for_filename
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound
from rest_framework.request import Request
from rest_framework.response import Response

from boards import understanding
from boards.api import shapes
from boards.api.view import BoardView, archive, who
from boards.audit import Action, note
from boards.errors import Malformed
from boards.permissions import Capability
from boards.quotas import spend
from codegen.ir import Problem

_HIGHLIGHTED = 400_000  # characters; longer files come plain
_SEARCHED = 200  # characters of a search


class GenerationView(BoardView):
    @extend_schema(responses=shapes.GenerationShape, summary="Generated files, and what could not be generated")
    def get(self, request: Request, board_id: str) -> Response:
        who(request, board_id, Capability.GENERATE)
        spend(request, "generate")
        revision, made = understanding.generation(board_id)
        files = [{"path": file.path, "size": len(file.data), "policy": file.policy} for file in made.artifacts]
        return Response({"revision": revision, "files": files, "problems": [_told(found) for found in made.problems]})


class FileView(BoardView):
    @extend_schema(
        parameters=[OpenApiParameter("path", str, required=True)],
        responses=shapes.FileTextShape,
        summary="One generated file with its highlighting",
    )
    def get(self, request: Request, board_id: str) -> Response:
        who(request, board_id, Capability.GENERATE)
        spend(request, "generate")
        found = understanding.generated_file(board_id, request.GET.get("path", ""))
        return Response({"path": found.path, "text": found.text, "html": _highlighted(found.path, found.text)})


class SearchView(BoardView):
    @extend_schema(
        parameters=[OpenApiParameter("q", str, required=True)],
        responses=shapes.PathsShape,
        summary="Paths of generated files that hold a text",
    )
    def get(self, request: Request, board_id: str) -> Response:
        who(request, board_id, Capability.GENERATE)
        spend(request, "generate")
        wanted = request.GET.get("q", "")
        if not 0 < len(wanted) <= _SEARCHED:
            raise Malformed(f"A search has 1 to {_SEARCHED} characters.", "q", "Send another one.")
        return Response({"paths": understanding.generated_paths_with(board_id, wanted)})


class GenerationArchive(BoardView):
    @extend_schema(responses={(200, "application/zip"): bytes}, summary="Everything that is generated, as a zip")
    def get(self, request: Request, board_id: str) -> HttpResponse:
        member = who(request, board_id, Capability.GENERATE)
        spend(request, "generate")
        made = understanding.generation_archive(board_id)
        note(Action.GENERATED, by=member)
        return archive(made, f"{board_id}.zip")


def _told(found: Problem) -> dict[str, str]:
    """`element`: what to show on the wall; the page asks for it by id and copes with what is not there."""
    return {"severity": "warning", "element": found.where, "where": found.where, "message": found.message}


def _highlighted(path: str, text: str) -> str:
    """HTML with Pygments' classes, one line of HTML a line of text; every text is escaped by Pygments."""
    try:
        lexer = get_lexer_for_filename(path, stripnl=False) if len(text) <= _HIGHLIGHTED else TextLexer(stripnl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False)
    return str(highlight(text, lexer, HtmlFormatter(nowrap=True)))
