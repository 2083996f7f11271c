"""Addresses of account pages: allauth's, below /accounts/. Included only where accounts are on."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]

if settings.SOCIALACCOUNT_PROVIDERS:
    from boards.accounts.views import leave_for_provider

    urlpatterns.insert(0, path("oidc/<str:provider_id>/login/", leave_for_provider))
