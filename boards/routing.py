"""Addresses of sockets."""

from django.urls import path

from boards.consumers import BoardConsumer

socket_urls = [path("ws/boards/<str:board_id>/", BoardConsumer.as_asgi())]
