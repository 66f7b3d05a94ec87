"""A database in memory without its thread, for tests that make many small transactions."""

from storage import masterkey
from storage.keys import KeyCache
from storage.migrating import ensure
from storage.place import Place
from storage.schema import Schema, Tables
from storage.sqlite import SqliteEngine
from storage.transaction import Transaction


def in_memory(tables: Tables) -> Place:
    engine, schema = SqliteEngine(None), Schema(tables)
    session = engine.connect()
    ensure(engine, session, schema, may_change=True)
    master, shelves = masterkey.ephemeral(), schema.shelves(engine.numbers_itself)
    return Place(engine, lambda each: Transaction(each, master, KeyCache(), shelves), session)
