"""The app; what is imported here is imported before everything else of DRF."""

import sys
from importlib import import_module

from django.apps import AppConfig


def _import_drf_without_requests() -> None:
    """DRF imports `requests` wherever it is installed, for a test client that nobody uses here: a tenth of a second at
    every start. Accounts bring it, and import it themselves where they are on."""
    if "requests" in sys.modules:
        return
    sys.modules["requests"] = None  # type: ignore[assignment]  # so that importing it fails
    try:
        import_module("rest_framework.compat")
    finally:
        del sys.modules["requests"]


_import_drf_without_requests()


class BoardsConfig(AppConfig):
    name = "boards"
    verbose_name = "Boards"
    default_auto_field = "django.db.models.BigAutoField"
