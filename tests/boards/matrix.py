"""Who may do what, at which edge: the expectation, written by hand from docs/people.md and not from the code.

Columns: owner, facilitator, editor, commenter, viewer | removed from the board, stranger | tokens of the owner with the
one scope read, write, generate, manage | a token of the viewer with all scopes.
Cells: y done, n forbidden (403), - not there (404).
"""

from __future__ import annotations

from dataclasses import dataclass

COLUMNS = (
    "owner", "facilitator", "editor", "commenter", "viewer", "removed", "stranger",
    "read", "write", "generate", "manage", "viewer's",
)  # fmt: skip

#: Capability, method, address, and who. `free`: nobody is asked. `self`: about the person, not about a board.
REST = """
free     GET    api/v1/schema/                                          yyyyy yy yyyy y
free     GET    api/v1/examples/                                        yyyyy yy yyyy y
self     GET    api/v1/tokens/                                          yyyyy yy nnnn n
self     POST   api/v1/tokens/                                          yyyyy yy nnnn n
self     DELETE api/v1/tokens/{token}/                                  y---- -- nnnn n
self     GET    api/v1/me/data/                                         yyyyy yy nnnn n
self     DELETE api/v1/me/                                              yyyyy yy nnnn n
self     GET    api/v1/boards/                                          yyyyy yy yyyy y
self     POST   api/v1/boards/                                          yyyyy yy nynn y
view     GET    api/v1/boards/{board}/                                  yyyyy -- yyyy y
edit     PATCH  api/v1/boards/{board}/                                  yyynn -- nynn n
manage   DELETE api/v1/boards/{board}/                                  ynnnn -- nnny n
view     GET    api/v1/boards/{board}/document/                         yyyyy -- yyyy y
view     GET    api/v1/boards/{board}/document/?download                yyyyy -- yyyy y
edit     POST   api/v1/boards/{board}/document/                         yyynn -- nynn n
view     GET    api/v1/boards/{board}/snapshot/                         yyyyy -- yyyy y
view     GET    api/v1/boards/{board}/operations/                       yyyyy -- yyyy y
edit     POST   api/v1/boards/{board}/operations/#edit                  yyynn -- nynn n
comment  POST   api/v1/boards/{board}/operations/#comment               yyyyn -- nynn n
decide   POST   api/v1/boards/{board}/operations/#decide                yyynn -- nynn n
view     GET    api/v1/boards/{board}/members/                          yyyyy -- yyyy y
manage   PATCH  api/v1/boards/{board}/members/{target}/                 ynnnn -- nnny n
manage   DELETE api/v1/boards/{board}/members/{target}/                 ynnnn -- nnny n
self     DELETE api/v1/boards/{board}/members/{me}/                     yyyyy -- nnny y
self     PATCH  api/v1/boards/{board}/me/                               yyyyy -- nynn y
manage   GET    api/v1/boards/{board}/audit/                            ynnnn -- nnny n
invite   GET    api/v1/boards/{board}/links/                            yynnn -- nnny n
invite   POST   api/v1/boards/{board}/links/                            yynnn -- nnny n
invite   DELETE api/v1/boards/{board}/links/{link}/                     yynnn -- nnny n
manage   DELETE api/v1/boards/{board}/links/{link}/?members=remove      ynnnn -- nnny n
invite   POST   api/v1/boards/{board}/links/{link}/rotation/            yynnn -- nnny n
view     GET    api/v1/boards/{board}/releases/                         yyyyy -- yyyy y
release  POST   api/v1/boards/{board}/releases/                         yynnn -- nnny n
view     GET    api/v1/boards/{board}/releases/changes/                 yyyyy -- yyyy y
view     GET    api/v1/boards/{board}/releases/{release}/               yyyyy -- yyyy y
view     GET    api/v1/boards/{board}/analysis/                         yyyyy -- yyyy y
view     GET    api/v1/boards/{board}/coupling/                         yyyyy -- yyyy y
view     GET    api/v1/boards/{board}/playbook/                         yyyyy -- yyyy y
view     GET    api/v1/boards/{board}/playbook/archive/                 yyyyy -- yyyy y
generate GET    api/v1/boards/{board}/generation/                       yyyyy -- nnyn y
generate GET    api/v1/boards/{board}/generation/file/?path={file}      yyyyy -- nnyn y
generate GET    api/v1/boards/{board}/generation/search/?q=class        yyyyy -- nnyn y
generate GET    api/v1/boards/{board}/generation/archive/               yyyyy -- nnyn y
"""

#: A token is nothing to a page: whoever sends one there is a stranger.
PAGES = """
free     GET    healthz                                                 yyyyy yy yyyy y
free     GET    readyz                                                  yyyyy yy yyyy y
self     GET    /                                                       yyyyy yy yyyy y
self     POST   boards/                                                 yyyyy yy yyyy y
free     GET    join/{invitation}/                                      yyyyy yy yyyy y
free     POST   join/{invitation}/                                      yyyyy yy yyyy y
self     GET    tokens/                                                 yyyyy yy yyyy y
self     POST   tokens/                                                 yyyyy yy yyyy y
self     POST   tokens/{token}/revoke/                                  y---- -- ---- -
self     GET    me/                                                     yyyyy yy yyyy y
self     GET    me/data/                                                yyyyy yy yyyy y
self     GET    me/delete/                                              yyyyy yy yyyy y
self     POST   me/delete/                                              yyyyy yy yyyy y
view     GET    boards/{board}/                                         yyyyy -- ---- -
view     GET    boards/{board}/understand/                              yyyyy -- ---- -
generate GET    boards/{board}/generate/                                yyyyy -- ---- -
view     GET    boards/{board}/migrate/                                 yyyyy -- ---- -
manage   GET    boards/{board}/access/                                  ynnnn -- ---- -
"""

#: What is sent on `/ws/boards/{board}/`; - is a socket closed with 4404.
SOCKET = """
view     -      hello                                                   yyyyy -- yyyy y
view     -      presence                                                yyyyy -- yyyy y
comment  -      comment                                                 yyyyn -- nynn n
edit     -      edit                                                    yyynn -- nynn n
decide   -      decide                                                  yyynn -- nynn n
"""


@dataclass(frozen=True, slots=True)
class Row:
    capability: str
    method: str
    address: str
    expected: dict[str, str]


def rows(table: str) -> list[Row]:
    found = []
    for line in table.strip().splitlines():
        capability, method, address, *cells = line.split()
        joined = "".join(cells)
        assert len(joined) == len(COLUMNS), line
        found.append(Row(capability, method, address, dict(zip(COLUMNS, joined, strict=True))))
    return found
