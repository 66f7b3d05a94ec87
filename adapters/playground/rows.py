"""The rows of the log: what is kept, and how each is put and read inside a transaction."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.playground.settings import Room, User
from bot.kernel.cards import Action
from bot.kernel.people import Locale


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands. `seq` grows with every change of anything, so `after` finds what is new."""

    id: int
    chat: str
    author: str
    at: str
    seq: int
    revisions: int
    body: Mapping[str, Any]
    act: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person did: kept whole until the bot has accepted it. Its id is the dedupe key."""

    id: str
    at: datetime
    lane: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pressable:
    """A press that a message shows or once showed."""

    key: str
    chat: str
    action: Action


def direct(user: str) -> str:
    """The log's name of a person's direct chat with the bot."""
    return f"direct:{user}"


def group(room: str) -> str:
    return f"group:{room}"


def put_person(connection: sqlite3.Connection, person: User) -> None:
    connection.execute(
        "INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
        " department = excluded.department, title = excluded.title, staff_no = excluded.staff_no,"
        " timezone = excluded.timezone, locale = excluded.locale",
        (
            person.id,
            person.name,
            person.department,
            person.title,
            person.staff_no,
            person.timezone,
            person.locale.value if person.locale else "",
        ),
    )


def put_room(connection: sqlite3.Connection, room: Room) -> None:
    connection.execute(
        "INSERT INTO rooms VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title",
        (room.id, room.title, room.bot),
    )
    rows = [(room.id, member) for member in room.members]
    connection.executemany("INSERT INTO members VALUES (?, ?) ON CONFLICT DO NOTHING", rows)


def put_act(connection: sqlite3.Connection, act: Act) -> None:
    row = (act.id, act.at.isoformat(), act.lane, as_json(act.payload))
    connection.execute("INSERT INTO acts VALUES (?, ?, ?, ?, 0)", row)


def put_presses(connection: sqlite3.Connection, message: int, presses: Mapping[str, Action]) -> None:
    rows = [(message, id, action.name, as_json(action.args)) for id, action in presses.items()]
    connection.executemany("INSERT INTO presses VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", rows)


def append(
    connection: sqlite3.Connection, chat: str, author: str, at: datetime, body: Mapping[str, Any], act: str
) -> int:
    cursor = connection.execute(
        "INSERT INTO messages (chat, author, at, seq, revisions, body, act) VALUES (?, ?, ?, ?, 0, ?, ?)",
        (chat, author, at.isoformat(), next_seq(connection), as_json(body), act or None),
    )
    assert cursor.lastrowid is not None  # noqa: S101 - an INSERT has one
    return cursor.lastrowid


def next_seq(connection: sqlite3.Connection) -> int:
    latest: int = connection.execute("SELECT coalesce(max(seq), 0) FROM messages").fetchone()[0]
    return latest + 1


def delivered(connection: sqlite3.Connection, key: str) -> int | None:
    row = connection.execute("SELECT message FROM deliveries WHERE key = ?", (key,)).fetchone()
    return row and int(row["message"])


def waiting(connection: sqlite3.Connection, act: str) -> Act | None:
    row = connection.execute("SELECT * FROM acts WHERE id = ? AND accepted = 0", (act,)).fetchone()
    return act_of(row) if row else None


def act_of(row: sqlite3.Row) -> Act:
    return Act(row["id"], datetime.fromisoformat(row["at"]), row["lane"], json.loads(row["payload"]))


def person_of(row: sqlite3.Row) -> User:
    locale = Locale(row["locale"]) if row["locale"] else None
    return User(row["id"], row["name"], row["department"], row["title"], row["staff_no"], row["timezone"], locale)


def message_of(row: sqlite3.Row) -> Message:
    return Message(
        row["id"],
        row["chat"],
        row["author"],
        row["at"],
        row["seq"],
        row["revisions"],
        json.loads(row["body"]),
        row["act"] or "",
        bool(row["accepted"]),
    )


def as_json(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, separators=(",", ":"))
