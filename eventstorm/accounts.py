"""Accounts, as the environment asks for them: none, with passwords, with an OpenID Connect provider, or both."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from eventstorm.environment import UnsafeStart

_APPS = ("allauth", "allauth.account", "allauth.socialaccount")
_PROVIDER = "allauth.socialaccount.providers.openid_connect"
MIDDLEWARE = "allauth.account.middleware.AccountMiddleware"

_VERIFICATIONS = ("mandatory", "optional", "none")


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider; `issuer` is the address below which /.well-known/openid-configuration lies."""

    issuer: str
    client: str
    secret: str
    name: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """`verification` of e-mail addresses; `passwords`: whether one may sign in with one."""

    on: bool
    owners_need_one: bool
    passwords: bool
    verification: str
    provider: Provider | None
    mail_host: str


def read_accounts(environ: Mapping[str, str]) -> Accounts:
    """Raises `UnsafeStart` for what contradicts itself."""
    on = _said(environ.get("ACCOUNTS", ""))
    provider = _provider(environ)
    passwords = _said(environ.get("ACCOUNT_PASSWORDS", "1"))
    if on and not passwords and provider is None:
        raise UnsafeStart("ACCOUNT_PASSWORDS=0 without OIDC_ISSUER leaves no way to sign in. Set one of both.")
    mail_host = environ.get("EMAIL_HOST", "").strip()
    default = "mandatory" if mail_host and passwords else "none"
    verification = environ.get("ACCOUNT_EMAIL_VERIFICATION", "").strip() or default
    if verification not in _VERIFICATIONS:
        raise UnsafeStart(
            f"ACCOUNT_EMAIL_VERIFICATION={verification} is unknown. Use one of: {', '.join(_VERIFICATIONS)}."
        )
    if not (environ.get("EMAIL_PORT", "") or "587").isdecimal():
        raise UnsafeStart(f"EMAIL_PORT={environ['EMAIL_PORT']} is not a port. Use a number, such as 587.")
    needed = _said(environ.get("OWNERS_NEED_ACCOUNT", "1"))
    return Accounts(on, on and needed, passwords, verification if passwords else "none", provider, mail_host)


def apps(accounts: Accounts) -> tuple[str, ...]:
    """What goes into INSTALLED_APPS: nothing where accounts are off, so that they cost nothing."""
    if not accounts.on:
        return ()
    return (*_APPS, _PROVIDER) if accounts.provider else _APPS


def account_settings(accounts: Accounts, environ: Mapping[str, str], https: bool) -> dict[str, Any]:
    """Django's and allauth's settings; none of allauth's where accounts are off."""
    own = {
        "ACCOUNTS": accounts.on,
        "OWNERS_NEED_ACCOUNT": accounts.owners_need_one,
        "ACCOUNT_SESSION_SECONDS": _hours(environ, "ACCOUNT_SESSION_HOURS", 30 * 24),
        "ACCOUNT_IDLE_SECONDS": _hours(environ, "ACCOUNT_IDLE_HOURS", 14 * 24),
    }
    if not accounts.on:
        return own
    provider = accounts.provider
    return {
        **own,
        **_mail(accounts, environ),
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "LOGIN_URL": "/accounts/login/",
        "LOGIN_REDIRECT_URL": "/",
        "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
        "ACCOUNT_ADAPTER": "boards.accounts.adapter.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
        "ACCOUNT_SIGNUP_FORM_CLASS": "boards.accounts.forms.NameForm",
        "ACCOUNT_EMAIL_VERIFICATION": accounts.verification,
        "ACCOUNT_EMAIL_NOTIFICATIONS": bool(accounts.mail_host),
        "ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS": 1,
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if https else "http",
        "SOCIALACCOUNT_ADAPTER": "boards.accounts.asking.ProviderAdapter",
        "SOCIALACCOUNT_ONLY": not accounts.passwords,
        "SOCIALACCOUNT_EMAIL_VERIFICATION": "none",  # the provider is the operator's own choice
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": _application(provider)} if provider else {},
    }


def refused_passwords(environ: Mapping[str, str]) -> list[dict[str, Any]]:
    """The validator of a list of the operator's own, such as breached passwords: a line each, also gzipped."""
    path = environ.get("REFUSED_PASSWORDS", "").strip()
    if not path:
        return []
    if not os.access(path, os.R_OK):
        raise UnsafeStart(f"REFUSED_PASSWORDS={path} cannot be read. Name a text file with a password a line.")
    name = "django.contrib.auth.password_validation.CommonPasswordValidator"
    return [{"NAME": name, "OPTIONS": {"password_list_path": path}}]


def _hours(environ: Mapping[str, str], name: str, default: int) -> int:
    """In seconds."""
    text = environ.get(name, "").strip() or str(default)
    if not text.isdecimal() or not 0 < int(text) <= 24 * 366:
        raise UnsafeStart(f"{name}={text} is not a number of hours, from 1 to a year's.")
    return int(text) * 3600


def _application(provider: Provider) -> dict[str, Any]:
    known = {
        "provider_id": "sso",
        "name": provider.name,
        "client_id": provider.client,
        "secret": provider.secret,
        "settings": {"server_url": provider.issuer},
    }
    return {"OAUTH_PKCE_ENABLED": True, "APPS": [known]}


def _mail(accounts: Accounts, environ: Mapping[str, str]) -> dict[str, Any]:
    """Without a mail server letters go to the server's own output, for the operator to pass on."""
    if not accounts.mail_host:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    return {
        "EMAIL_HOST": accounts.mail_host,
        "EMAIL_PORT": int(environ.get("EMAIL_PORT", "") or 587),
        "EMAIL_HOST_USER": environ.get("EMAIL_USER", ""),
        "EMAIL_HOST_PASSWORD": environ.get("EMAIL_PASSWORD", ""),
        "EMAIL_USE_TLS": _said(environ.get("EMAIL_TLS", "1")),
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": environ.get("EMAIL_FROM", "") or f"eventstorm@{accounts.mail_host}",
    }


def _provider(environ: Mapping[str, str]) -> Provider | None:
    issuer, client = environ.get("OIDC_ISSUER", "").strip(), environ.get("OIDC_CLIENT_ID", "").strip()
    if not issuer:
        return None
    parts = urlsplit(issuer)
    local = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise UnsafeStart(f"OIDC_ISSUER={issuer} is no https address. Whoever is between could sign in as anybody.")
    if not client:
        raise UnsafeStart("OIDC_ISSUER is set and OIDC_CLIENT_ID is not. Register Eventstorm with the provider.")
    name = environ.get("OIDC_NAME", "").strip() or str(parts.hostname)
    return Provider(issuer, client, environ.get("OIDC_CLIENT_SECRET", ""), name)


def _said(text: str) -> bool:
    return text.strip().lower() in {"1", "true", "yes", "on"}
