"""Leaving for the identity provider."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect import views
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render


def leave_for_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """allauth's first step, but for its redirect: `form-action 'self'` forbids a form to be redirected to another
    site, and the provider may send on to further ones. The page that this answers goes there by itself."""
    response: HttpResponse = views.login(request, provider_id)
    if isinstance(response, HttpResponseRedirect) and not response.url.startswith("/"):
        return render(request, "account/leaving.html", {"address": response.url})
    return response
