"""Needs the table for itself for a moment."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("boards", "0001_begin")]
    operations: ClassVar = [
        migrations.RunSQL(
            "ALTER TABLE boards_board ADD COLUMN newer integer NULL", "ALTER TABLE boards_board DROP COLUMN newer"
        )
    ]
