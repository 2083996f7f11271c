"""Projections: read models that follow events.

They can be thrown away and built again from the events.
"""

import json
from typing import Any, ClassVar

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from .aggregate import State
from .db import load_document, save_document
from .messages import Event


class Projection:
    """One read model.

    `appliers` names the method for each event, `keys` the event's field that says which row.
    """

    table: ClassVar[Table]
    row_class: ClassVar[type[State]]
    appliers: ClassVar[dict[type[Event], str]]
    keys: ClassVar[dict[type[Event], str]]

    def row_of(self, event: Event, subject: str) -> str:
        """The row that an event is about: its key field, or the aggregate it came from."""
        name = self.keys.get(type(event), "")
        value: Any = getattr(event, name) if name else None
        return str(value) if value not in (None, "") else subject

    async def project(self, connection: AsyncConnection, event: Event, subject: str) -> None:
        row_id = self.row_of(event, subject)
        version, body = await load_document(connection, self.table, row_id)
        row = self.row_class.model_validate_json(json.dumps(body))
        getattr(self, self.appliers[type(event)])(row, event)
        changed = row.model_dump(mode="json", by_alias=True)
        await save_document(connection, self.table, row_id, version, changed, version + 1)
