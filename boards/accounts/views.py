"""Leaving for the identity provider, coming back, and leaving altogether."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account import views as account_views
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from boards.errors import Rejection
from boards.views.errors import explain

if TYPE_CHECKING:
    from boards.accounts.provider import CheckedProvider


class Unreachable(Rejection):
    status = 503


def leave_for_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """allauth's first step, but for its redirect: `form-action 'self'` forbids a form to be redirected to another
    site, and the provider may send on to further ones. The page that this answers goes there by itself."""
    from allauth.socialaccount.providers.oauth2.client import OAuth2Error
    from allauth.socialaccount.providers.oauth2.views import OAuth2LoginView
    from requests import RequestException

    try:
        response: HttpResponse = OAuth2LoginView.adapter_view(_checked(request, provider_id))(request)
    except (OAuth2Error, RequestException):
        failed = Unreachable("The identity provider does not answer as it should.", do="Try again in a while.")
        return explain(request, failed)
    if isinstance(response, HttpResponseRedirect) and not response.url.startswith("/"):
        return render(request, "account/leaving.html", {"address": response.url})
    return response


def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """allauth's second step, with what the provider says verified."""
    from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView

    response: HttpResponse = OAuth2CallbackView.adapter_view(_checked(request, provider_id))(request)
    return response


def _checked(request: HttpRequest, provider_id: str) -> CheckedProvider:
    from allauth.socialaccount.models import SocialApp

    from boards.accounts.provider import CheckedProvider

    checked = CheckedProvider(request, provider_id)
    try:
        checked.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return checked


def sign_out(request: HttpRequest) -> HttpResponse:
    """allauth's; and the browser forgets what boards kept in it (copies for being offline, changes not yet sent)."""
    response: HttpResponse = account_views.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"storage"'
    return response


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """allauth's, before something that takes the person and not only their session; the session gets another key."""
    response: HttpResponse = account_views.reauthenticate(request)
    if request.method == "POST" and isinstance(response, HttpResponseRedirect):
        request.session.cycle_key()
    return response
