"""Who a request or a socket comes from: a person in their browser, or a program with a token of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from boards.errors import Forbidden, Rejection
from boards.people import Membership, membership
from boards.permissions import Capability
from boards.persons import person_of


class NotRecognised(Rejection):
    """Credentials were sent, and they are none."""

    status = 401


@dataclass(frozen=True, slots=True)
class Asker:
    """`person` as in `boards.persons`. With a token: its number, and what its scopes let through."""

    person: str
    token: int | None = None
    let_through: frozenset[Capability] | None = None

    def on(self, board_id: str) -> Membership:
        """Their membership, no wider than their token; raises `Missing` for strangers."""
        return replace(membership(board_id, self.person), let_through=self.let_through)

    def require_scope(self, capability: Capability) -> None:
        """For what concerns no single board; raises `Forbidden`."""
        if self.let_through is not None and capability not in self.let_through:
            raise Forbidden("The scopes of this token do not include this.", "token", "Make one with more scopes.")

    def require_person(self) -> None:
        """Raises `Forbidden` for programs: a token makes no tokens."""
        if self.token is not None:
            raise Forbidden("A token cannot do this.", "token", "Do it in the browser, signed in.")


def asker_of(session: Mapping[str, Any]) -> Asker:
    return Asker(person_of(session))


def bearer(headers: Iterable[str]) -> str | None:
    """The token in Authorization headers; None where there is no such header. Raises `NotRecognised`."""
    sent = list(headers)
    if not sent:
        return None
    kind, _, secret = sent[0].partition(" ")
    if len(sent) > 1 or kind.lower() != "bearer" or not secret.strip() or len(secret) > 200:
        raise NotRecognised(
            "The Authorization header is not “Bearer <token>”.", "Authorization", "Send a token made in the browser."
        )
    return secret.strip()
