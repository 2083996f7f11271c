"""Passwords that anybody would try here first: made of this product's words, or of the server's own name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

#: Told in docs/people.md. Without blanks, as passwords are compared.
WORDS = (
    "eventstorming", "eventstorm", "domainevent", "boundedcontext", "strangler", "aggregate", "microservice",
    "monolith", "workshop", "facilitator", "commenter", "administrator", "password", "passwort",
)  # fmt: skip
_LEFT = 8  # characters that have to be left without them
_OTHER = re.compile(r"[\W_]+")


class ContextWords:
    """Django password validator. `hosts`: names of the server; their labels count as words."""

    def __init__(self, hosts: Sequence[str] = ()) -> None:
        labels = {_OTHER.sub("", label) for host in hosts for label in host.lower().split(".")}
        self._words = sorted({*WORDS, *(label for label in labels if len(label) > 3)}, key=len, reverse=True)

    def validate(self, password: str, user: Any = None) -> None:
        left = _OTHER.sub("", password.lower())
        for word in self._words:
            left = left.replace(word, "")
        if len(left) < _LEFT:
            raise ValidationError(
                "This password is little more than words of this place. Use others.", code="password_of_this_place"
            )

    def get_help_text(self) -> str:
        return "Your password can’t be made of the name of this place and a few characters."
