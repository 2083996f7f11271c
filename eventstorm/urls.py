"""Addresses: pages, REST, health, admin."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from eventstorm import health

# Before the administration's addresses are made, which hold on to the view.
if settings.ACCOUNTS:
    from boards.accounts.admin_login import guarded

    admin.site.login = guarded(admin.site.login)  # type: ignore[method-assign]
else:
    from boards.accounts.bounded_login import bounded

    admin.site.login = bounded(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("admin/", admin.site.urls),
    path("api/v1/", include("boards.api.urls")),
    path("", include("boards.urls")),
]
if settings.ACCOUNTS:
    urlpatterns.insert(0, path("accounts/", include("boards.accounts.urls")))

handler400 = "boards.views.errors.bad_request"
handler403 = "boards.views.errors.forbidden"
handler404 = "boards.views.errors.not_found"
handler500 = "boards.views.errors.server_error"
