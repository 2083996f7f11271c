"""A visitor of a real server with accounts: keeps cookies, sends forms as a browser does, follows where it is sent."""

from __future__ import annotations

import html
import re
from typing import Any

import httpx

REFRESH = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')


class Visitor:
    """One browser."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.web = httpx.Client(base_url=address, follow_redirects=True, timeout=60)

    def get(self, path: str) -> httpx.Response:
        return self.web.get(path)

    def send(self, path: str, **fields: Any) -> httpx.Response:
        """Opens the form at `path` and sends it filled in."""
        self.web.get(path)
        return self.post(path, **fields)

    def post(self, path: str, **fields: Any) -> httpx.Response:
        if "csrftoken" not in self.web.cookies:
            self.web.get("/")
        return self.web.post(path, data={**fields, "csrfmiddlewaretoken": self.web.cookies["csrftoken"]})

    def api(self, method: str, path: str, body: Any = None) -> httpx.Response:
        if "csrftoken" not in self.web.cookies:
            self.web.get("/")
        token = {"X-CSRFToken": self.web.cookies["csrftoken"]}
        return self.web.request(method, f"/api/v1/{path}", json=body, headers=token)

    @property
    def session(self) -> str:
        return self.web.cookies.get("sessionid", "")

    @property
    def boards(self) -> dict[str, str]:
        """Roles by board."""
        return {line["id"]: line["role"] for line in self.api("GET", "boards/").json()}

    def sign_up(self, email: str, password: str, name: str = "Somebody") -> httpx.Response:
        return self.send("/accounts/signup/", email=email, name=name, password1=password, password2=password)

    def sign_in(self, email: str, password: str) -> httpx.Response:
        return self.send("/accounts/login/", login=email, password=password)

    def sign_out(self) -> httpx.Response:
        return self.send("/accounts/logout/")

    def make_board(self) -> str:
        made = self.api("POST", "boards/", {"name": "Trial"})
        assert made.status_code == 201, made.text
        return str(made.json()["id"])

    def link(self, board: str, role: str) -> str:
        return str(self.api("POST", f"boards/{board}/links/", {"role": role}).json()["url"])

    def to_provider(self) -> httpx.Response:
        """The provider's page, reached as a browser would."""
        leaving = self.send("/accounts/oidc/sso/login/?process=login")
        found = REFRESH.search(leaving.text)
        assert found, leaving.text
        return self.web.get(html.unescape(found[1]))

    def sign_in_with_provider(self, subject: str) -> httpx.Response:
        asked = self.to_provider()
        return self.web.post(asked.url, data={"sub": subject, "action": "authorize"})
