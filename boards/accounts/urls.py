"""Addresses of account pages: allauth's, below /accounts/. Included only where accounts are on."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from boards.accounts.views import come_back, leave_for_provider, sign_in_again, sign_out

urlpatterns = [path("logout/", sign_out), path("reauthenticate/", sign_in_again)]
if settings.SOCIALACCOUNT_PROVIDERS:
    urlpatterns += [
        path("oidc/<str:provider_id>/login/", leave_for_provider),
        path("oidc/<str:provider_id>/login/callback/", come_back),
    ]
urlpatterns.append(path("", include("allauth.urls")))
