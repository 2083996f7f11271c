"""Rows of a board. The operation log is the truth; a snapshot is a cache, but for the one at revision 0.

Rows do not leave this package: others get documents, models and frozen values.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models

from boards.permissions import LINK_ROLES, Role

_ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"  # no 0/o, 1/l
_ROLES = [(role.value, role.value) for role in Role]


def random_id() -> str:
    """12 characters, 59 bits: an address that nobody guesses and somebody can still read out."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


class Board(models.Model):
    """`revision` is that of its last operation; its row is locked by whoever appends. `name` and `level` are copies
    from the model, for lists."""

    id = models.CharField(primary_key=True, max_length=60, default=random_id, editable=False)
    name = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=20, default="design")
    revision = models.PositiveBigIntegerField(default=0)
    edition = models.PositiveIntegerField(default=0, db_default=0, help_text="Goes up when the log is rewritten.")
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    #: An example's file (slug and hash of its bytes); empty for people's boards.
    example = models.CharField(max_length=60, blank=True)
    example_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-changed",)

    def __str__(self) -> str:
        return self.name or self.id


class Member(models.Model):
    """A person on a board: a guest by the hash of their session's secret, or somebody with an account."""

    id = models.CharField(primary_key=True, max_length=20, default=random_id, editable=False)
    board = models.ForeignKey(Board, models.CASCADE, related_name="members")
    name = models.CharField(max_length=200)
    colour = models.CharField(max_length=7)
    role = models.CharField(max_length=20, choices=_ROLES)
    person = models.CharField(max_length=64, db_index=True, help_text="See boards/persons.py.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    came_by = models.ForeignKey("JoinLink", models.SET_NULL, null=True, blank=True, related_name="came")
    joined = models.DateTimeField(auto_now_add=True)
    seen = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("joined", "id")
        constraints = (models.UniqueConstraint(fields=("board", "person"), name="one_member_a_person"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"


class JoinLink(models.Model):
    """An invitation. Only the hash of its token is kept; the token is shown once, and another after each rotation."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in LINK_ROLES])
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(null=True, blank=True)
    revoked = models.BooleanField(default=False)
    used = models.PositiveIntegerField(default=0, db_default=0, help_text="How many people came by its present token.")
    most_uses = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: as many as like.")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.role} link {self.pk} of {self.board_id}"


class ApiToken(models.Model):
    """A key of a person's for programs. Only the hash of its secret is kept; `prefix` is for recognising it."""

    person = models.CharField(max_length=64, db_index=True, help_text="See boards/persons.py.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(help_text="Names of scopes, see boards/permissions.py.")
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True, help_text="The last time, to within a minute.")
    revoked = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"


class Operation(models.Model):
    """One entry of the log. `before` and `after` are the stamps of the keys it touched."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="operations")
    revision = models.PositiveBigIntegerField()
    author = models.CharField(max_length=20, help_text="A member's opaque id.")
    push = models.CharField(max_length=100)
    position = models.PositiveIntegerField()
    payload = models.JSONField()
    inverse = models.JSONField()
    before = models.JSONField()
    after = models.JSONField()
    created = models.DateTimeField()

    class Meta:
        ordering = ("board", "revision")
        constraints = (
            models.UniqueConstraint(fields=("board", "revision"), name="one_operation_a_revision"),
            models.UniqueConstraint(fields=("board", "author", "push", "position"), name="one_place_in_a_push"),
        )

    def __str__(self) -> str:
        return f"{self.board_id}@{self.revision} {self.payload.get('op', '')}"


class Receipt(models.Model):
    """What a push was answered; a push that comes again gets the same answer and is not applied again."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="receipts")
    author = models.CharField(max_length=20)
    push = models.CharField(max_length=100)
    revision = models.PositiveBigIntegerField(help_text="The board's revision after the push.")
    skipped = models.JSONField(default=list, help_text="Sentences: what an undo could not take back.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("board", "author", "push"), name="one_receipt_a_push"),)

    def __str__(self) -> str:
        return f"{self.push} → {self.revision}"


class Snapshot(models.Model):
    """The document and stamps at a revision, gzipped JSON. Revision 0 is what the board was made from and stays."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="snapshots")
    revision = models.PositiveBigIntegerField()
    document = models.BinaryField()
    stamps = models.BinaryField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("board", "-revision")
        constraints = (models.UniqueConstraint(fields=("board", "revision"), name="one_snapshot_a_revision"),)

    def __str__(self) -> str:
        return f"{self.board_id}@{self.revision}"


class Release(models.Model):
    """A frozen, signed state of the model."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)
    revision = models.PositiveBigIntegerField()
    document = models.BinaryField()
    signed_by = models.CharField(max_length=20, help_text="A member's opaque id.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("board", "-number")
        constraints = (models.UniqueConstraint(fields=("board", "number"), name="one_release_a_number"),)

    def __str__(self) -> str:
        return f"{self.board_id} release {self.number}"


class AuditEntry(models.Model):
    """Who did what to whom, for owners and operators: written with what it tells of, in one transaction, and never
    changed. It outlives the board and the member, so it names both by id alone."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    action = models.CharField(max_length=40)
    board = models.CharField(max_length=60, blank=True, db_index=True)
    member = models.CharField(max_length=20, blank=True, help_text="The opaque id of the member who did it.")
    person = models.CharField(max_length=64, blank=True, db_index=True, help_text="See boards/persons.py.")
    address = models.CharField(max_length=45, blank=True, help_text="Without its last part.")
    request = models.CharField(max_length=64, blank=True, help_text="As in the log.")
    details = models.JSONField(default=dict, help_text="Ids, roles and numbers; no texts of people.")

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.board}"


class ExpiryWarning(models.Model):
    """A board that nobody has opened for long, and since when its end is announced (boards/retention.py)."""

    board = models.OneToOneField(Board, models.CASCADE, primary_key=True, related_name="warning")
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.board_id} since {self.since:%Y-%m-%d}"
