"""Settings come from the environment and have defaults that need nothing installed."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """`database_url` is an SQLAlchemy URL with an asynchronous driver."""

    database_url: str

    @classmethod
    def from_environment(cls, service: str) -> "Settings":
        return cls(
            database_url=os.environ.get("DATABASE_URL", f"sqlite+aiosqlite:///./{service}.sqlite3")
        )
