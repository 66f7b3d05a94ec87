"""Backups: one file for either database, written beside a running bot, and a database made of one again.

A backup is a ZIP archive: `manifest.json`, and each table as lines of JSON, its columns first. It says nothing about
the kind of database it came from, so a company moves from SQLite to PostgreSQL by being restored there. The master
key is in none: a backup with its key beside it is no longer encrypted.
"""

from storage.backup.archive import Manifest, look, verify
from storage.backup.restoring import Restored, restore
from storage.backup.writing import write

__all__ = ["Manifest", "Restored", "look", "restore", "verify", "write"]
