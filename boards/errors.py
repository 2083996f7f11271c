"""What a request can be answered instead of what it wanted: a sentence, a place, and what to do."""

from __future__ import annotations


class Rejection(Exception):
    """`what` is a sentence; `where` names the part of the request, "" for all of it; `do` says how to go on."""

    status = 400

    def __init__(self, what: str, where: str = "", do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.do = do

    def to_json(self) -> dict[str, dict[str, str]]:
        return {"error": {"what": self.what, "where": self.where, "do": self.do}}


class Malformed(Rejection):
    status = 400


class Forbidden(Rejection):
    status = 403


class Missing(Rejection):
    """Also for what exists but is none of the asker's business."""

    status = 404


class Conflicting(Rejection):
    status = 409


class TooLarge(Rejection):
    status = 413


class TooOften(Rejection):
    status = 429

    def __init__(self, what: str, seconds: int) -> None:
        super().__init__(what, do=f"Try again in {seconds} seconds.")
        self.seconds = seconds


def no_such_board(board_id: str) -> Missing:
    return Missing(
        "There is no such board, or you are not a member of it.",
        f"boards/{board_id[:60]}",
        "Ask somebody on the board for a join link.",
    )
