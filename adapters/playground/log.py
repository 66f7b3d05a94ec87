"""The platform's own memory: who is there, what was said and shown, in a small SQLite file of its own.

It never opens the bot's database. Every method is one transaction, in the one thread that owns the connection.
"""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from adapters.playground import rows
from adapters.playground.rows import Act, Message, Pressable
from adapters.playground.schema import SCHEMA, VERSION
from adapters.playground.settings import BOT, Company, Room, User
from bot.kernel.cards import Action

P = ParamSpec("P")
T = TypeVar("T")


class Log:
    """All the playground remembers. `path` None keeps it in memory, gone at `close`."""

    def __init__(self, path: Path | None, company: Company) -> None:
        self._path = path
        self._company = company
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="playground-log")
        self._closed = False
        self._connection: sqlite3.Connection | None = None

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one of the methods below in the log's thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, partial(work, *args, **kwargs))

    async def close(self) -> None:
        """Harmless to repeat."""
        if not self._closed:
            self._closed = True
            await self.do(self._close)
            self._thread.shutdown()

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection:
            return self._connection
        if self._path:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path or ":memory:", isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            self._prepare(connection)
        except sqlite3.Error:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, VERSION):
            raise sqlite3.DatabaseError(f"made by another version of the playground: {version}, not {VERSION}")
        if version == 0:
            connection.executescript(SCHEMA)
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            for person in self._company.people:
                rows.put_person(connection, person)
            for room in self._company.rooms:
                rows.put_room(connection, room)

    def _write(self) -> sqlite3.Connection:
        connection = self._open()
        connection.execute("BEGIN IMMEDIATE")
        return connection

    # Who is there

    def people(self) -> tuple[User, ...]:
        found = self._open().execute("SELECT * FROM people ORDER BY rowid").fetchall()
        return tuple(rows.person_of(row) for row in found)

    def rooms(self) -> tuple[Room, ...]:
        connection = self._open()
        members: dict[str, list[str]] = {}
        for row in connection.execute("SELECT room, person FROM members ORDER BY rowid"):
            members.setdefault(row["room"], []).append(row["person"])
        found = connection.execute("SELECT * FROM rooms ORDER BY rowid").fetchall()
        return tuple(
            Room(row["id"], row["title"], tuple(members.get(row["id"], ())), bool(row["bot"])) for row in found
        )

    def add_person(self, name: str, department: str) -> User:
        with self._write() as connection:
            count = connection.execute("SELECT count(*) FROM people").fetchone()[0]
            person = User(f"person-{count + 1}", name, department)
            rows.put_person(connection, person)
        return person

    def add_room(self, title: str, members: Sequence[str], act: Callable[[Room], Act]) -> tuple[Room, Act]:
        """A new group, and the act of adding the bot to it."""
        with self._write() as connection:
            count = connection.execute("SELECT count(*) FROM rooms").fetchone()[0]
            room = Room(f"room-{count + 1}", title, tuple(members))
            rows.put_room(connection, room)
            made = act(room)
            rows.put_act(connection, made)
        return room, made

    def set_bot(self, act: Act, room: str, present: bool) -> None:
        """Take the bot into a group or out of it, and keep the act of doing so."""
        with self._write() as connection:
            connection.execute("UPDATE rooms SET bot = ? WHERE id = ?", (present, room))
            rows.put_act(connection, act)

    # What people do

    def say(self, act: Act, chat: str, author: str, body: Mapping[str, Any]) -> tuple[int, Act | None]:
        """The message of an act, stored once however often it comes; and the act, if the bot has yet to get it."""
        with self._write() as connection:
            known = connection.execute("SELECT id FROM messages WHERE act = ?", (act.id,)).fetchone()
            if known:
                return known["id"], rows.waiting(connection, act.id)
            rows.put_act(connection, act)
            return rows.append(connection, chat, author, act.at, body, act.id), act

    def chat(self, act: Act, chat: str, author: str, body: Mapping[str, Any]) -> int:
        """A message that is not for the bot."""
        with self._write() as connection:
            return rows.append(connection, chat, author, act.at, body, "")

    def press(self, act: Act) -> Act | None:
        """Keep an act that shows no message; the one kept under its id, if the bot has yet to get it."""
        with self._write() as connection:
            if not connection.execute("SELECT 1 FROM acts WHERE id = ?", (act.id,)).fetchone():
                rows.put_act(connection, act)
            return rows.waiting(connection, act.id)

    def accepted(self, act: str) -> None:
        """The bot has it: the platform need not deliver it again."""
        with self._write() as connection:
            connection.execute("UPDATE acts SET accepted = 1, payload = '' WHERE id = ?", (act,))
            row = connection.execute("SELECT id FROM messages WHERE act = ?", (act,)).fetchone()
            if row:
                connection.execute("UPDATE messages SET seq = ? WHERE id = ?", (rows.next_seq(connection), row["id"]))

    def waiting(self) -> tuple[Act, ...]:
        """Acts the bot has not accepted, oldest first."""
        found = self._open().execute("SELECT * FROM acts WHERE accepted = 0 ORDER BY rowid").fetchall()
        return tuple(rows.act_of(row) for row in found)

    def pressable(self, message: int, press: str) -> Pressable | None:
        sql = (
            "SELECT d.key, m.chat, p.action, p.args FROM presses p JOIN messages m ON m.id = p.message"
            " JOIN deliveries d ON d.message = m.id AND d.first WHERE p.message = ? AND p.id = ?"
        )
        row = self._open().execute(sql, (message, press)).fetchone()
        return row and Pressable(row["key"], row["chat"], Action(row["action"], json.loads(row["args"])))

    def read(self, person: str, chat: str, message: int) -> None:
        with self._write() as connection:
            connection.execute(
                "INSERT INTO marks VALUES (?, ?, ?) ON CONFLICT (person, chat)"
                " DO UPDATE SET message = max(message, excluded.message)",
                (person, chat, message),
            )

    # What the bot does

    def deliver(self, key: str, chat: str, at: datetime, body: Mapping[str, Any], presses: Mapping[str, Action]) -> int:
        """Append under a delivery key; a key seen before changes nothing and gives the first message."""
        with self._write() as connection:
            known = rows.delivered(connection, key)
            if known:
                return known
            message = rows.append(connection, chat, BOT, at, body, "")
            connection.execute("INSERT INTO deliveries VALUES (?, ?, 1)", (key, message))
            rows.put_presses(connection, message, presses)
            return message

    def revise(self, key: str, message: int, body: Mapping[str, Any], presses: Mapping[str, Action]) -> bool:
        """Change a message once per key; False if there is no such message."""
        with self._write() as connection:
            if rows.delivered(connection, key):
                return True
            changed = connection.execute(
                "UPDATE messages SET body = ?, revisions = revisions + 1, seq = ? WHERE id = ? AND author = ?",
                (rows.as_json(body), rows.next_seq(connection), message, BOT),
            ).rowcount
            if changed:
                connection.execute("INSERT INTO deliveries VALUES (?, ?, 0)", (key, message))
                rows.put_presses(connection, message, presses)
            return bool(changed)

    def delivered(self, key: str) -> int | None:
        return rows.delivered(self._open(), key)

    # What one sees

    def seq(self) -> int:
        """The latest change of all."""
        return rows.next_seq(self._open()) - 1

    def messages(self, chats: Sequence[str], after: int, limit: int) -> tuple[int, tuple[Message, ...]]:
        """The newest messages of these chats changed after `after`, oldest first; and the latest change of all."""
        sql = (
            "SELECT m.*, coalesce(a.accepted, 1) AS accepted FROM messages m LEFT JOIN acts a ON a.id = m.act"
            " WHERE m.chat IN (SELECT value FROM json_each(?)) AND m.seq > ? ORDER BY m.id DESC LIMIT ?"
        )
        found = self._open().execute(sql, (json.dumps(chats), after, limit)).fetchall()
        return self.seq(), tuple(rows.message_of(row) for row in reversed(found))

    def message(self, id: int) -> Message | None:
        sql = "SELECT m.*, 1 AS accepted FROM messages m WHERE m.id = ?"
        row = self._open().execute(sql, (id,)).fetchone()
        return rows.message_of(row) if row else None

    def unread(self) -> Mapping[str, Mapping[str, int]]:
        """By person and chat: messages of others after the last one they looked at."""
        unread: dict[str, dict[str, int]] = {}
        found = self._open().execute(
            "SELECT s.person, s.chat, count(*) AS unread FROM (SELECT id AS person, 'direct:' || id AS chat FROM people"
            " UNION ALL SELECT person, 'group:' || room FROM members) s"
            " LEFT JOIN marks k ON k.person = s.person AND k.chat = s.chat"
            " JOIN messages m ON m.chat = s.chat AND m.author <> s.person AND m.id > coalesce(k.message, 0)"
            " GROUP BY s.person, s.chat"
        )
        for row in found:
            unread.setdefault(row["person"], {})[row["chat"]] = row["unread"]
        return unread
