"""A real server with two boards: one that the attackers are on, and one that they must learn nothing of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from modeling import document
from modeling.operations import parse_operation
from tools.stack import Postgres, Web

Json = dict[str, Any]

#: In every text of the other board.
SECRET = "tiramisu-4711"
#: What a log says when something broke that nobody foresaw.
_BROKEN = re.compile(r"Traceback| ERROR | CRITICAL |failed\b")


class Browser:
    """A session of its own."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, timeout=120)
        self.http.get("/").raise_for_status()

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie, "X-CSRFToken": self.http.cookies["csrftoken"]}

    def post(self, path: str, body: Json) -> Json:
        answer = self.http.post(path, json=body, headers={"X-CSRFToken": self.http.cookies["csrftoken"]})
        answer.raise_for_status()
        made: Json = answer.json()
        return made

    def get(self, path: str) -> Json:
        answer = self.http.get(path)
        answer.raise_for_status()
        found: Json = answer.json()
        return found


@dataclass
class Besieged:
    """The server, and what is to hold of it when the attack is over."""

    web: Web
    attacked: str
    owner: Browser
    secret_board: str
    keeper: Browser
    secret_document: Json
    memory: list[float] = field(default_factory=list)  # MiB, in order
    read: int = 0  # bytes of the log already looked at

    def guest(self) -> Browser:
        """An attacker: an editor of the attacked board who came by a link."""
        link = self.owner.post(f"/api/v1/boards/{self.attacked}/links/", {"role": "editor"})["url"]
        guest = Browser(self.web.address)
        guest.http.get(link, follow_redirects=True).raise_for_status()
        return guest

    def weigh(self) -> None:
        self.memory.append(self.web.memory_mib())

    def new_lines_of_trouble(self) -> list[str]:
        """What the log says since the last look that it must not say."""
        said = self.web.process.log.read_bytes()
        fresh, self.read = said[self.read :].decode(errors="replace"), len(said)
        return [line for line in fresh.splitlines() if _BROKEN.search(line)]

    def expect_unharmed(self) -> None:
        """The process lives and said nothing of trouble; the secret board is as before, the other as its log says."""
        assert self.web.process.alive, "the server is gone"
        assert self.new_lines_of_trouble() == []
        assert self.keeper.get(f"/api/v1/boards/{self.secret_board}/document/") == self.secret_document
        shown, folded = self.owner.get(f"/api/v1/boards/{self.attacked}/document/"), self._fold()
        for part in shown.keys() | folded.keys():
            assert _canonical(shown.get(part)) == _canonical(folded.get(part)), part

    def _fold(self) -> Json:
        """What replaying the whole log of the attacked board gives."""
        model = document.read({"format": "eventstorm/board", "version": 1, "name": "Attacked"}).model
        revision = 0
        while True:
            page = self.owner.get(f"/api/v1/boards/{self.attacked}/operations/?since={revision}")
            for entry in page["operations"]:
                parse_operation(entry["op"]).apply(model)
                assert entry["revision"] == revision + 1
                revision += 1
            if not page["operations"]:
                return document.write(model)


def _canonical(value: Any) -> Any:
    """The same for equal boards: the order of entries carries no meaning."""
    if isinstance(value, dict):
        return {key: _canonical(value[key]) for key in sorted(value)}
    return sorted((_canonical(inner) for inner in value), key=repr) if isinstance(value, list) else value


@contextmanager
def besieged(folder: Path) -> Iterator[Besieged]:
    """As in production: PostgreSQL, hosts that are named, nobody gets in unasked."""
    with Postgres() as postgres, _serving(folder, postgres.url()) as web:
        keeper, owner = Browser(web.address), Browser(web.address)
        secret = keeper.post("/api/v1/boards/", {"name": SECRET, "document": _secret_document()})["id"]
        attacked = owner.post("/api/v1/boards/", {"name": "Attacked"})["id"]
        kept = keeper.get(f"/api/v1/boards/{secret}/document/")
        found = Besieged(web, attacked, owner, secret, keeper, kept)
        found.new_lines_of_trouble()
        yield found


def _serving(folder: Path, database: str) -> Web:
    web = Web(folder, database, ALLOWED_HOSTS="127.0.0.1")
    web.manage("migrate", "--verbosity=0")
    return web


def _secret_document() -> Json:
    notes = [
        {"id": f"{SECRET}-{number}", "kind": "domain_event", "label": f"{SECRET} happened", "description": SECRET}
        for number in range(3)
    ]
    return {"format": "eventstorm/board", "version": 1, "name": SECRET, "elements": notes}
