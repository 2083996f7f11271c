"""Shapes of requests and answers, for the OpenAPI description. What is on a board has a schema of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers

from boards.permissions import LINK_ROLES, Role, Scope
from modeling.document import Problem

ROLES = [role.value for role in Role]
LINKED = [role.value for role in LINK_ROLES]
SCOPES = [scope.value for scope in Scope]
AnyObject = OpenApiTypes.OBJECT


def problems(found: Iterable[Problem | str]) -> list[dict[str, str]]:
    """What was left out of a document; a plain sentence is about no single place."""
    return [
        {"where": "", "message": problem}
        if isinstance(problem, str)
        else {"where": problem.where, "message": problem.message}
        for problem in found
    ]


class ProblemShape(serializers.Serializer[Any]):
    where = serializers.CharField()
    message = serializers.CharField()


class MemberShape(serializers.Serializer[Any]):
    id = serializers.CharField()
    name = serializers.CharField()
    colour = serializers.CharField()
    role = serializers.ChoiceField(ROLES)


class ListedShape(MemberShape):
    account = serializers.BooleanField(help_text="False: a guest.")
    link = serializers.IntegerField(allow_null=True, help_text="The link they came by; for those who may invite.")
    joined = serializers.DateTimeField()


class BoardLineShape(serializers.Serializer[Any]):
    id = serializers.CharField()
    name = serializers.CharField()
    role = serializers.CharField()
    changed = serializers.DateTimeField()


class BoardShape(serializers.Serializer[Any]):
    id = serializers.CharField()
    name = serializers.CharField()
    level = serializers.CharField()
    revision = serializers.IntegerField()
    member = MemberShape()
    capabilities = serializers.ListField(child=serializers.CharField())


class NewBoardShape(serializers.Serializer[Any]):
    name = serializers.CharField(required=False, max_length=200)
    source = serializers.CharField(required=False, help_text="blank, or example:<slug>.")
    document = serializers.DictField(required=False, help_text="A board document, version 1.")


class CreatedShape(serializers.Serializer[Any]):
    id = serializers.CharField()
    url = serializers.CharField()
    problems = ProblemShape(many=True)


class BoardChangeShape(serializers.Serializer[Any]):
    name = serializers.CharField(required=False, max_length=200)
    level = serializers.ChoiceField(["big_picture", "process", "design"], required=False)


class AckShape(serializers.Serializer[Any]):
    id = serializers.CharField(required=False)
    revision = serializers.IntegerField()
    skipped = serializers.ListField(child=serializers.CharField(), required=False)


class PushShape(serializers.Serializer[Any]):
    id = serializers.CharField(max_length=100, help_text="Made by the client; the same id is applied once.")
    operations = serializers.ListField(child=serializers.DictField(), required=False)
    undo = serializers.CharField(required=False, help_text="The id of the push to take back.")


class AddedShape(serializers.Serializer[Any]):
    revision = serializers.IntegerField()
    ids = serializers.DictField(child=serializers.CharField())
    problems = ProblemShape(many=True)


class SnapshotShape(serializers.Serializer[Any]):
    revision = serializers.IntegerField()
    document = serializers.DictField()
    stamps = serializers.DictField()


class EntryShape(serializers.Serializer[Any]):
    revision = serializers.IntegerField()
    author = serializers.CharField()
    push = serializers.CharField()
    op = serializers.DictField()
    at = serializers.DateTimeField()


class OperationsShape(serializers.Serializer[Any]):
    revision = serializers.IntegerField()
    operations = EntryShape(many=True)


class ExampleShape(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    about = serializers.CharField(allow_blank=True)
    elements = serializers.IntegerField()


class LinkShape(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    role = serializers.CharField()
    created = serializers.DateTimeField()
    expires = serializers.DateTimeField(allow_null=True)
    used = serializers.IntegerField(help_text="How many came by it since it was made or rotated.")
    most_uses = serializers.IntegerField(allow_null=True)


class NewLinkShape(serializers.Serializer[Any]):
    role = serializers.ChoiceField(LINKED, required=False)
    expires = serializers.DateTimeField(required=False, allow_null=True, help_text="Within a year; null: never.")
    most_uses = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=10_000)


class MadeLinkShape(LinkShape):
    url = serializers.CharField(help_text="Shown once; only its hash is kept.")


class NameShape(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=60)


class RoleShape(serializers.Serializer[Any]):
    role = serializers.ChoiceField(ROLES)
    hand_over = serializers.BooleanField(
        required=False, help_text="With owner: whoever asks becomes facilitator in the same moment."
    )


class TokenShape(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    name = serializers.CharField()
    prefix = serializers.CharField(help_text="How the token begins.")
    scopes = serializers.ListField(child=serializers.ChoiceField(SCOPES))
    created = serializers.DateTimeField()
    expires = serializers.DateTimeField()
    used = serializers.DateTimeField(allow_null=True, help_text="The last time, to within a minute.")


class NewTokenShape(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=60)
    scopes = serializers.ListField(child=serializers.ChoiceField(SCOPES), min_length=1)
    expires = serializers.DateTimeField(required=False, allow_null=True, help_text="Within a year; null: 90 days.")


class MadeTokenShape(TokenShape):
    token = serializers.CharField(help_text="Shown once; only its hash is kept.")


class ReleaseShape(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)
    revision = serializers.IntegerField()
    signed_by = serializers.CharField()
    created = serializers.DateTimeField()


class NewReleaseShape(serializers.Serializer[Any]):
    name = serializers.CharField(required=False, max_length=200)


class FileShape(serializers.Serializer[Any]):
    path = serializers.CharField()
    size = serializers.IntegerField()
    policy = serializers.CharField()


class GenerationShape(serializers.Serializer[Any]):
    revision = serializers.IntegerField()
    files = FileShape(many=True)
    problems = serializers.ListField(child=serializers.DictField())


class FileTextShape(serializers.Serializer[Any]):
    path = serializers.CharField()
    text = serializers.CharField()
    html = serializers.CharField(help_text="Highlighted, with Pygments' classes.")


class PathsShape(serializers.Serializer[Any]):
    paths = serializers.ListField(child=serializers.CharField())
