"""A provider that lies, or somebody between: nobody is signed in by an ID token that is not valid for this sign-in."""

from __future__ import annotations

import base64
import json
import re
import secrets
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from visitors import Visitor

from tools.stack.web import Web

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

OWN, ANOTHERS = (rsa.generate_private_key(65537, 2048) for _ in range(2))


class Provider:
    """An identity provider on loopback; `lie` names what is wrong with its next answer."""

    def __init__(self) -> None:
        self.lie = ""
        self.asked: list[str] = []
        self.nonces: dict[str, str] = {}
        provider = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                provider.answer(self)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        path = urlsplit(asked.path).path
        self.asked.append(path)
        if path == "/token" and self.lie == "sends the code elsewhere":
            asked.send_response(307)
            asked.send_header("Location", f"{self.issuer}/elsewhere")
            asked.send_header("Content-Length", "0")
            asked.end_headers()
            return
        body = json.dumps(self.told(path)).encode()
        asked.send_response(200)
        asked.send_header("Content-Type", "application/json")
        asked.send_header("Content-Length", str(len(body)))
        asked.end_headers()
        asked.wfile.write(body)

    def told(self, path: str) -> dict[str, Any]:
        if path == "/.well-known/openid-configuration":
            issuer = "https://other.example" if self.lie == "another issuer's configuration" else self.issuer
            places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
            found = {name: f"{self.issuer}/{place}" for name, place in places.items()}
            if self.lie == "keys without encryption":
                return {**found, "issuer": issuer, "jwks_uri": "http://keys.example/jwks"}
            return {**found, "issuer": issuer, "jwks_uri": f"{self.issuer}/jwks"}
        if path == "/jwks":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OWN.public_key()))
            return {"keys": [{**key, "kid": "k1", "use": "sig", "alg": "RS256"}]}
        if path == "/userinfo":
            return {
                "sub": "somebody-else" if self.lie == "userinfo of another" else "olga",
                "email": "olga@company.example",
            }
        token = {"access_token": "a", "token_type": "bearer"}
        return token if self.lie == "no ID token" else {**token, "id_token": self.id_token()}

    def id_token(self) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {"iss": self.issuer, "aud": "eventstorm", "sub": "olga", "iat": now, "exp": now + 300}
        claims["nonce"] = self.nonce
        wrong = {
            "another issuer": {"iss": "https://other.example"},
            "for another application": {"aud": "another"},
            "expired": {"iat": now - 900, "exp": now - 600},
            "of another sign-in": {"nonce": "n"},
            "without a nonce": {"nonce": None},
            "without an end": {"exp": None},
        }.get(self.lie, {})
        claims = {name: value for name, value in {**claims, **wrong}.items() if value is not None}
        if self.lie == "unsigned":
            return jwt.encode(claims, None, algorithm="none", headers={"kid": "k1"})
        if self.lie == "signed with what everybody knows":
            return _by_public_key(claims)
        key = ANOTHERS if self.lie == "signed by another" else OWN
        kid = "k2" if self.lie == "signed with an unknown key" else "k1"
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid})

    nonce = ""


def _by_public_key(claims: dict[str, Any]) -> str:
    """HS256 with the public key as its secret: what a reader is fooled by that believes the token's own `alg`."""
    import hashlib
    import hmac

    def part(raw: bytes) -> bytes:
        return base64.urlsafe_b64encode(raw).rstrip(b"=")

    public = json.dumps(jwt.algorithms.RSAAlgorithm.to_jwk(OWN.public_key())).encode()
    text = part(b'{"alg":"HS256","kid":"k1","typ":"JWT"}') + b"." + part(json.dumps(claims).encode())
    return (text + b"." + part(hmac.digest(public, text, hashlib.sha256))).decode()


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    running = Provider()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture(scope="module")
def web(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("checked")
    oidc = {"OIDC_ISSUER": provider.issuer, "OIDC_CLIENT_ID": "eventstorm", "OIDC_CLIENT_SECRET": "secret"}
    wanted = {"ACCOUNTS": "1", "ACCOUNT_PASSWORDS": "0", **oidc}
    with Web(folder, f"sqlite:///{folder / 'db.sqlite3'}", **wanted) as running:
        yield running


def sign_in(web: Web, provider: Provider, lie: str) -> bool:
    """Whether somebody who goes to the provider and comes back with a code may then make boards."""
    visitor = Visitor(web.address)
    provider.lie = lie
    leaving = visitor.send("/accounts/oidc/sso/login/?process=login")
    found = re.search(r'content="0; url=([^"]+)"', leaving.text)
    if found:
        asked = parse_qs(urlsplit(found[1].replace("&amp;", "&")).query)
        assert len(asked["nonce"][0]) == 64
        provider.nonce = asked["nonce"][0]
        query = {"code": secrets.token_hex(8), "state": asked["state"][0]}
        visitor.web.get("/accounts/oidc/sso/login/callback/", params=query)
    else:
        assert leaving.status_code == 503
    return visitor.api("POST", "boards/", {"name": "x"}).status_code == 201


def test_a_provider_that_says_the_truth_signs_in(web, provider):
    assert sign_in(web, provider, "")


@pytest.mark.parametrize(
    "lie",
    [
        "no ID token",
        "unsigned",
        "signed with what everybody knows",
        "signed by another",
        "signed with an unknown key",
        "another issuer",
        "for another application",
        "expired",
        "without an end",
        "of another sign-in",
        "without a nonce",
        "userinfo of another",
        "another issuer's configuration",
        "keys without encryption",
        "sends the code elsewhere",
    ],
)
def test_nobody_is_signed_in_by_a_lie(web, provider, lie):
    assert not sign_in(web, provider, lie)
    assert "/elsewhere" not in provider.asked
    assert "Traceback" not in web.process.log.read_text()
