"""What tests of several packages share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings as properties

from tests.soak import SOAKING

# `make test` tries the same examples on every machine; `make soak` looks for new ones.
properties.register_profile("test", derandomize=True, database=None)
properties.register_profile("soak", print_blob=True)
properties.load_profile("soak" if SOAKING else "test")


def pytest_configure() -> None:
    """Analyses run in the test's own process; the tests of `boards.elsewhere` say otherwise."""
    from django.conf import settings

    settings.COMPUTING_PROCESSES = 0


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Boards and results that a process keeps must not outlive the test whose database they came from."""
    yield
    from django.apps import apps

    if not apps.ready:
        return
    from django.core.cache import cache

    from boards import projection, selectors, understanding

    projection.forget()
    selectors.forget()
    understanding.forget()
    cache.clear()
