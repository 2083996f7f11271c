"""Leaving for the identity provider, and leaving altogether."""

from __future__ import annotations

from allauth.account import views as account_views
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render


def leave_for_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """allauth's first step, but for its redirect: `form-action 'self'` forbids a form to be redirected to another
    site, and the provider may send on to further ones. The page that this answers goes there by itself."""
    from allauth.socialaccount.providers.openid_connect import views

    response: HttpResponse = views.login(request, provider_id)
    if isinstance(response, HttpResponseRedirect) and not response.url.startswith("/"):
        return render(request, "account/leaving.html", {"address": response.url})
    return response


def sign_out(request: HttpRequest) -> HttpResponse:
    """allauth's; and the browser forgets what boards kept in it (copies for being offline, changes not yet sent)."""
    response: HttpResponse = account_views.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"storage"'
    return response
