"""The database: records, people, inbox, outbox and timers, on SQLite or PostgreSQL."""

from storage.database import Database
from storage.errors import AlreadyRunning, KeyProblem, StorageError
from storage.migrating import Status, status, upgrade

__all__ = ["AlreadyRunning", "Database", "KeyProblem", "Status", "StorageError", "status", "upgrade"]
