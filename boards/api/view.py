"""What the views of a board share: the person's membership, asked for a capability before anything else."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from boards.api.parsing import SMALL
from boards.askers import Asker, asker_of
from boards.circumstances import present
from boards.errors import Malformed, TooLarge
from boards.people import Membership
from boards.permissions import Capability


class BoardView(APIView):
    """A REST address; `largest_body` in bytes."""

    largest_body = SMALL

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > self.largest_body:
            raise TooLarge(
                f"The request is larger than {self.largest_body // 2**20} MiB.",
                "body",
                "Split the board, or send less at once.",
            )


def asker(request: Request) -> Asker:
    """The token that was sent, else the session."""
    return request.auth if isinstance(request.auth, Asker) else asker_of(request.session)


def who(request: Request, board_id: str, capability: Capability = Capability.VIEW) -> Membership:
    """The person on the board; raises `Missing` for strangers, `Forbidden` for too small a role or scope."""
    found = asker(request).on(board_id)
    found.require(capability)
    present().member = found.id
    return found


def body(request: Request) -> dict[str, Any]:
    """The request's JSON object; raises `Malformed` for anything else."""
    if not isinstance(request.data, dict):
        raise Malformed("The request is not a JSON object.", "body", "Send an object.")
    return request.data


def archive(content: bytes, name: str) -> HttpResponse:
    """A zip to be saved under `name`."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/zip", headers=headers)
