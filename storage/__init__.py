"""The database: records, people, inbox, outbox and timers, on SQLite or PostgreSQL."""

from storage.database import Database
from storage.errors import AlreadyRunning, KeyProblem, StorageError

__all__ = ["AlreadyRunning", "Database", "KeyProblem", "StorageError"]
