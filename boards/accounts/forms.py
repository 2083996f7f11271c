"""What signing up asks for besides e-mail and password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest


class NameForm(forms.Form):
    """The name that others see on boards. allauth puts e-mail and password below it."""

    name = forms.CharField(
        label="Your name, as the others see it",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: Any) -> None:
        user.first_name = " ".join(self.cleaned_data["name"].split())
        user.save(update_fields=["first_name"])
