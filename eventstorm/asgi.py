"""The one application that uvicorn and daphne run: files, HTTP to Django, sockets to the boards' rooms."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eventstorm.settings")

from django.core.asgi import get_asgi_application

_http = get_asgi_application()  # sets Django up; what follows imports models

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.sessions import SessionMiddlewareStack
from django.conf import settings

from boards.routing import socket_urls
from eventstorm.addresses import PlainAddresses
from eventstorm.body_limit import BodyLimit
from eventstorm.closing_codes import speak_under_daphne
from eventstorm.draining import Draining
from eventstorm.encrypted import EncryptedOnly
from eventstorm.forwarded import Forwarded
from eventstorm.headers import SafeHeaders
from eventstorm.origins import SameOrigin
from eventstorm.static_server import StaticFiles
from eventstorm.statics import place_of
from eventstorm.telemetry.metrics import start_metrics
from eventstorm.telemetry.observed import Observed

# An analysis computes on a thread: the event loop is to wait 1 ms for its turn, not the default 5, at each step.
sys.setswitchinterval(0.001)
speak_under_daphne()

application = ProtocolTypeRouter(
    {
        "http": SafeHeaders(
            EncryptedOnly(
                PlainAddresses(
                    StaticFiles(BodyLimit(_http, settings.DATA_UPLOAD_MAX_MEMORY_SIZE), settings.STATIC_URL, place_of)
                ),
                settings.ENVIRONMENT.https,
            ),
            settings.ENVIRONMENT.https,
        ),
        "websocket": SameOrigin(
            PlainAddresses(SessionMiddlewareStack(URLRouter(socket_urls))),
            settings.ALLOWED_HOSTS,
            settings.CSRF_TRUSTED_ORIGINS,
            settings.ENVIRONMENT.https,
        ),
    }
)
application = Observed(application, settings.STATIC_URL)
application = Draining(Forwarded(application, settings.ENVIRONMENT.trusted_proxies))

if settings.OPERATING.metrics_port:
    start_metrics(settings.OPERATING.metrics_host, settings.OPERATING.metrics_port)
if settings.OPERATING.traces:
    from eventstorm.telemetry.tracing import start_tracing  # its packages are optional

    start_tracing()
