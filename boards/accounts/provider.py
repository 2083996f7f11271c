"""The identity provider's word, checked: what allauth takes on trust because it came over TLS, we verify ourselves.

Imported only where accounts are on and a provider is set. Source: OpenID Connect Core 1.0, 3.1.3.7 and 5.3.2; Discovery
1.0, 4.3.
"""

from __future__ import annotations

import hashlib
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.jwtkit import verify_jti
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

#: Signatures by a private key that the provider alone has; never “none”, never a secret that both know.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_CLAIMS = ["iss", "sub", "aud", "exp", "iat", "nonce"]
_LEEWAY = 30  # seconds that the provider's clock may be off


class NotVerified(OAuth2Error):  # type: ignore[misc]  # allauth is not typed
    """What came is not the provider's word for this sign-in. The audit log says so by this name."""


class _Client(OAuth2Client):  # type: ignore[misc]
    def get_redirect_url(self, authorization_url: str, scope: Any, extra_params: Any) -> str:
        return str(super().get_redirect_url(authorization_url, scope, {**extra_params, "nonce": nonce_of(self.state)}))


class CheckedProvider(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth's, but an ID token is required, signed with a key of the provider's, for us, and for this sign-in."""

    client_class = _Client

    def get_provider(self) -> Any:
        provider = super().get_provider()
        provider.oauth2_adapter_class = type(self)  # the step to the provider asks it for one
        return provider

    @property
    def openid_config(self) -> Any:
        """Raises `NotVerified` where another issuer than ours answers at our issuer's address."""
        found = super().openid_config
        ours = self.get_provider().app.settings["server_url"]
        if found.get("issuer", "").rstrip("/") != ours.partition("/.well-known/")[0].rstrip("/"):
            raise NotVerified("The provider's configuration names another issuer than OIDC_ISSUER.")
        return found

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Raises `NotVerified` for an ID token that is missing, forged, or somebody else's."""
        claims = self._verified(app, str(kwargs["response"].get("id_token", "")), str(request.GET.get("state", "")))
        about = self._fetch_user_info(token.token)
        if about.get("sub") != claims["sub"]:
            raise NotVerified("The provider's answers are about different people.")
        return self.get_provider().sociallogin_from_response(request, {"userinfo": about, "id_token": claims})

    def _verified(self, app: Any, id_token: str, state: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                self._key(jwt.get_unverified_header(id_token).get("kid")),
                algorithms=ALGORITHMS,
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=_LEEWAY,
                options={"require": _CLAIMS, "strict_aud": False},
            )
        except jwt.PyJWTError as error:
            raise NotVerified(f"The ID token is not valid: {type(error).__name__}.") from error
        if claims["nonce"] != nonce_of(state):
            raise NotVerified("The ID token belongs to another sign-in.")
        verify_jti(claims)
        return claims

    def _key(self, kid: str | None) -> jwt.PyJWK:
        """The provider's key of that name; its only one where the token names none. Raises `PyJWTError`."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if key.public_key_use in (None, "sig")]
        fitting = [key for key in keys if kid is None or key.key_id == kid]
        if len(fitting) != 1:
            raise jwt.InvalidKeyError("no such key")
        return fitting[0]


def nonce_of(state: str) -> str:
    """`state` is random, kept in the session, and taken out of it by the answer: so the nonce needs no keeping."""
    return hashlib.sha256(f"nonce:{state}".encode()).hexdigest()
