"""The database: records, people, inbox, outbox and timers, on SQLite or PostgreSQL."""

from storage.database import Database
from storage.errors import AlreadyRunning, KeyProblem, StorageError
from storage.journal import SentJournal
from storage.migrating import Status, status, upgrade

__all__ = ["AlreadyRunning", "Database", "KeyProblem", "SentJournal", "Status", "StorageError", "status", "upgrade"]
