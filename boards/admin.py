"""What an administrator sees; logs are for reading only."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from boards import models


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that only the software writes."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class MemberInline(admin.TabularInline):  # type: ignore[type-arg]
    model = models.Member
    fields = ("name", "role", "user", "joined")
    readonly_fields = ("joined",)
    extra = 0


@admin.register(models.Board)
class BoardAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "name", "level", "revision", "changed")
    search_fields = ("id", "name")
    readonly_fields = ("id", "name", "level", "revision", "created", "changed", "example", "example_hash")
    inlines = (MemberInline,)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False  # a board needs its first snapshot; people make boards on the start page


@admin.register(models.JoinLink)
class JoinLinkAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "board", "role", "created", "expires", "revoked")
    list_filter = ("revoked", "role")
    fields = ("board", "role", "expires", "revoked")
    readonly_fields = ("board", "role")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(models.Operation)
class OperationAdmin(ReadOnly):
    list_display = ("board", "revision", "author", "push", "created")
    list_filter = ("created",)
    search_fields = ("board__id", "author", "push")
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False  # the log is the truth of a board


@admin.register(models.Snapshot)
class SnapshotAdmin(ReadOnly):
    list_display = ("board", "revision", "created")
    exclude = ("document", "stamps")


@admin.register(models.Release)
class ReleaseAdmin(ReadOnly):
    list_display = ("board", "number", "name", "signed_by", "created")
    exclude = ("document",)


@admin.register(models.AuditEntry)
class AuditEntryAdmin(ReadOnly):
    list_display = ("at", "action", "board", "member", "address")
    list_filter = ("action", "at")
    search_fields = ("board", "member", "request")
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False  # `manage.py retain` lets go of old ones
