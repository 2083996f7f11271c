"""Addresses of pages."""

from __future__ import annotations

from django.urls import path

from boards.views import access, me, pages, tokens

urlpatterns = [
    path("", pages.start),
    path("boards/", pages.make),
    path("join/<str:token>/", pages.join),
    path("tokens/", tokens.tokens),
    path("tokens/<int:number>/revoke/", tokens.revoke),
    path("me/", me.me),
    path("me/data/", me.data),
    path("me/delete/", me.delete),
    path("boards/<str:board_id>/", pages.place, {"place": "storm"}),
    path("boards/<str:board_id>/understand/", pages.place, {"place": "understand"}),
    path("boards/<str:board_id>/generate/", pages.place, {"place": "generate"}),
    path("boards/<str:board_id>/migrate/", pages.place, {"place": "migrate"}),
    path("boards/<str:board_id>/access/", access.access),
]
