"""The pages: start, join, and the four places of a board."""

from __future__ import annotations

from collections.abc import Sequence
from functools import wraps
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boards.errors import Forbidden, Malformed, Rejection, TooLarge
from boards.examples import example_document, examples
from boards.invitations import accept, offer
from boards.people import Membership, membership, touch
from boards.persons import account_number, ensure_person, person_of, require_account
from boards.previews import example_preview
from boards.quotas import spend
from boards.retention import agreed_terms, ending_boards
from boards.selectors import board_line, recent_boards
from boards.services import Created, create_board, create_board_from_document
from boards.views.errors import explain
from codegen.formats import FORMATS, NotThisFormat, recognise
from modeling import limits
from modeling.cleaning import clean
from modeling.model import Model


def _explained(view: Any) -> Any:
    """A rejection raised by the view becomes a page."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        try:
            found: HttpResponse = view(request, **parts)
            return found
        except Rejection as error:
            return explain(request, error)
        except RequestDataTooBig:
            return explain(request, TooLarge("The request is too large.", "file", "Split the board."))

    return answer


@require_GET
@never_cache
@ensure_csrf_cookie
@_explained
def start(request: HttpRequest) -> HttpResponse:
    """New board, and the boards of this session."""
    return _start(request)


def _start(request: HttpRequest, errors: Sequence[str] = (), status: int = 200) -> HttpResponse:
    person = person_of(request.session)
    lines = [line.to_json() for line in recent_boards(person)]
    shown = [{**example.to_json(), "preview": example_preview(example.slug)} for example in examples()]
    terms = agreed_terms()
    ending = ending_boards(person, terms, timezone.now())
    page = {"examples": shown, "boards": lines, "ending": ending, "unopened_days": terms.board_days}
    needed = settings.OWNERS_NEED_ACCOUNT and account_number(person) is None
    told = {"page": page, "errors": errors, "needs_account": needed}
    return render(request, "boards/start.html", told, status=status)


@require_POST
@never_cache
@_explained
def make(request: HttpRequest) -> HttpResponse:
    """Form fields: `source` = blank | example:<slug> | file, `file`, `name`. Leads to the new board."""
    require_account(person_of(request.session), "make a board")
    person = ensure_person(request.session)
    spend(request, "create")
    name = clean(request.POST.get("name", ""))[0].strip()[: limits.NAME]
    source = request.POST.get("source", "blank")
    if source == "blank":
        return HttpResponseRedirect(f"/boards/{create_board(Model(name=name or 'Untitled board'), person)}/")
    if source == "file":
        try:
            created = _from_file(request, person, name)
        except (Malformed, TooLarge) as error:
            return _start(request, [error.what, *([error.do] if error.do else [])], error.status)
    elif source.startswith("example:"):
        created = create_board_from_document(example_document(source.removeprefix("example:")), person, name)
    else:
        raise Malformed(f"“{source[:40]}” is not a source.", "source", "Use blank, file or example:<slug>.")
    return _made(request, created)


def _from_file(request: HttpRequest, person: str, name: str) -> Created:
    """A board of the uploaded file, whatever format it is of that can be read."""
    file = request.FILES.get("file")
    if file is None:
        raise Malformed("There is no file in the request.", "file", "Choose a file.")
    if (file.size or 0) > limits.DOCUMENT_BYTES:
        raise TooLarge(f"The file is larger than {limits.DOCUMENT_BYTES // 2**20} MiB.", "file", "Split the board.")
    data, file_name = file.read(), file.name or ""
    form = recognise(data, file_name)
    if form is None or form.read is None:
        known = ", ".join(sorted(held.name for held in FORMATS.values() if held.read is not None))
        raise Malformed(f"“{file_name[:80]}” is of no format that can be read.", "file", f"Choose one of: {known}.")
    try:
        imported = form.read(data)
    except NotThisFormat as error:
        raise Malformed(f"“{file_name[:80]}”, taken for {form.name}: {error}", "file", "Choose another file.") from None
    chosen = name or imported.model.name or PurePath(file_name).name.partition(".")[0]
    imported.model.name = chosen[: limits.NAME]
    return Created(create_board(imported.model, person), imported.losses)


def _made(request: HttpRequest, created: Created) -> HttpResponse:
    """To the board; what of the file was left out is told there once."""
    if created.problems:
        told = [str(problem) for problem in created.problems]
        request.session[f"problems:{created.board}"] = [*told[:50], *(["…"] if len(told) > 50 else [])]
    return HttpResponseRedirect(f"/boards/{created.board}/")


@require_http_methods(["GET", "POST"])
@never_cache
@ensure_csrf_cookie
@_explained
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Exchanges the token for a membership at once, so that it stays in no history and no referrer. Where that would
    use it up, a page asks first."""
    if request.method == "GET" and not _is_opened(request):
        raise Forbidden("A join link is to be opened, not to be loaded by another page.", "join", "Open it as a page.")
    person = ensure_person(request.session)
    spend(request, "join")
    offered = offer(token, person)
    if request.method == "GET" and offered.asks:  # same-origin as every page: its form needs an origin
        return render(request, "boards/join.html", {"offer": offered})
    response = HttpResponseRedirect(f"/boards/{accept(token, person, request.POST.get('name', '')).board}/")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _is_opened(request: HttpRequest) -> bool:
    """Whether somebody goes to the address, as far as the browser tells: no picture, frame, script or prefetch."""
    said = request.headers
    opened = said.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return opened and said.get("Sec-Fetch-Dest", "document") == "document" and "Sec-Purpose" not in said


@require_GET
@never_cache
@ensure_csrf_cookie
@_explained
def place(request: HttpRequest, board_id: str, place: str) -> HttpResponse:
    """One of a board's four places."""
    member = membership(board_id, ensure_person(request.session))
    touch(member)
    page = _page(board_line(board_id), member)
    page["problems"] = request.session.pop(f"problems:{board_id}", [])
    return render(request, f"boards/{place}.html", {"page": page, "place": place})


def _page(board: dict[str, Any], member: Membership) -> dict[str, Any]:
    api = f"/api/v1/boards/{board['id']}/"
    urls = {name: f"{api}{name}/" for name in ("document", "snapshot", "operations", "analysis", "coupling")}
    urls |= {name: f"{api}{name}/" for name in ("playbook", "generation", "links", "members", "me", "releases")}
    urls |= {"board": api, "socket": f"/ws/boards/{board['id']}/"}
    return {"board": board, "member": member.to_json(), "capabilities": member.capabilities, "urls": urls}
