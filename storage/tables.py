"""Rows of the kernel's own kinds, and of the inbox, the outbox, timers, identities and keys.

A row of a record holds it whole in `body`; the other columns repeat the fields that are searched by.
"""

from sqlalchemy import BigInteger, Index, Integer, text
from sqlmodel import Field, SQLModel

from bot.kernel.calendar import CalendarDay
from bot.kernel.people import Absence, Chat, Membership, NameKey, Note, Person, Team

BIG = BigInteger().with_variant(Integer(), "sqlite")


def partial(name: str, *columns: str, where: str) -> Index:
    """An index over the few rows that still matter, so that it stays small however old the table is."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"
    id: str = Field(primary_key=True)
    name: str = Field(index=True)
    department: str = Field(index=True)
    manager: str | None = Field(index=True)
    admin: bool = Field(index=True)
    active: bool
    body: str


class TeamRow(SQLModel, table=True):
    __tablename__ = "team"
    id: str = Field(primary_key=True)
    name: str = Field(index=True)
    manager: str | None = Field(index=True)
    chat: str | None = Field(index=True)
    body: str


class MembershipRow(SQLModel, table=True):
    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_team", "team", "id"),)
    id: str = Field(primary_key=True)
    team: str
    person: str = Field(index=True)
    body: str


class AbsenceRow(SQLModel, table=True):
    __tablename__ = "absence"
    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    first: str = Field(index=True)
    last: str = Field(index=True)
    body: str


class CalendarDayRow(SQLModel, table=True):
    __tablename__ = "calendar_day"
    id: str = Field(primary_key=True)
    body: str


class ChatRow(SQLModel, table=True):
    __tablename__ = "chat"
    id: str = Field(primary_key=True)
    body: str


class NameKeyRow(SQLModel, table=True):
    __tablename__ = "name_key"
    id: str = Field(primary_key=True)
    person: str
    key: str = Field(index=True)
    body: str


class NoteRow(SQLModel, table=True):
    __tablename__ = "note"
    id: str = Field(primary_key=True)
    until: str = Field(index=True)
    body: str


TABLES: dict[type, type[SQLModel]] = {
    Person: PersonRow,
    Team: TeamRow,
    Membership: MembershipRow,
    Absence: AbsenceRow,
    CalendarDay: CalendarDayRow,
    Chat: ChatRow,
    NameKey: NameKeyRow,
    Note: NoteRow,
}


class IdentityRow(SQLModel, table=True):
    """A platform's user is a person. `used`: when they last wrote from there, empty if never."""

    __tablename__ = "identity"
    __table_args__ = (Index("ix_identity_person", "person", "used"),)
    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    person: str
    used: str


class InboxRow(SQLModel, table=True):
    """An event as it came. `state`: waiting, handled or parked; `due`: not before, empty for at once."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ux_inbox_event", "source", "dedupe", unique=True),
        partial("ix_inbox_waiting", "seq", where="state = 'waiting'"),
        partial("ix_inbox_lane", "lane", "due", where="state = 'waiting'"),
        partial("ix_inbox_place", "lane", "seq", where="state = 'waiting'"),
        partial("ix_inbox_due", "due", "seq", where="state = 'waiting'"),
        partial("ix_inbox_parked", "received", where="state = 'parked'"),
        partial("ix_inbox_handled", "received", where="state = 'handled'"),
    )
    seq: int = Field(primary_key=True, sa_type=BIG)
    source: str
    dedupe: str
    received: str
    lane: str
    payload: str
    state: str
    due: str
    attempts: int
    error: str


_OPEN = "state IN ('waiting', 'sending')"


class OutboxRow(SQLModel, table=True):
    """A message. `state`: waiting, sending, sent, buried or withdrawn.

    `due` places it in its lane, `at` is when it may be tried next. `parts`: its cards, each under its key, as
    they stand now. `stands`: whether they can be answered or were pushed. `revises`: the row it changes; `must`:
    that change is an answer. `thread`: of the message that it answers. `priority` and `place`: who goes first.
    `until`: from then on it is pointless, empty for never. `term`: the sender's when it was claimed. `calls`: what
    its last try used of the platform's limits.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ux_outbox_key", "key", unique=True),
        partial("ix_outbox_lane", "lane", "due", "seq", where=_OPEN),
        partial("ix_outbox_waiting", "platform", "priority", "at", "place", "seq", where="state = 'waiting'"),
        partial("ix_outbox_until", "until", where="state = 'waiting' AND until <> ''"),
        partial("ix_outbox_tried", "platform", "leased_until", where="leased_until <> ''"),
        partial("ix_outbox_sending", "lane", "leased_until", where="state = 'sending'"),
        partial("ix_outbox_standing", "lane", "leased_until", where="state IN ('sending', 'sent') AND stands = 1"),
        partial("ix_outbox_pushes", "person", "due", where="rule <> ''"),
        partial("ix_outbox_revising", "revises", where="revises IS NOT NULL AND " + _OPEN),
        partial("ix_outbox_buried", "seq", where="state = 'buried'"),
        partial("ix_outbox_worded", "settled", where="settled <> '' AND parts <> ''"),
    )
    seq: int = Field(primary_key=True, sa_type=BIG)
    key: str
    lane: str
    platform: str
    recipient: str
    person: str | None
    rule: str
    reason: str
    due: str
    at: str
    state: str
    token: int
    attempts: int
    uncertain: int
    leased_until: str
    settled: str
    error: str
    receipt: str
    parts: str
    stands: int
    revises: int | None = Field(sa_type=BIG)
    must: int = Field(sa_column_kwargs={"server_default": "1"})
    thread: str = Field(sa_column_kwargs={"server_default": ""})
    priority: int = Field(sa_column_kwargs={"server_default": "0"})
    place: int = Field(sa_column_kwargs={"server_default": "0"})
    until: str = Field(sa_column_kwargs={"server_default": ""})
    term: int = Field(sa_column_kwargs={"server_default": "0"}, sa_type=BIG)
    calls: int = Field(sa_column_kwargs={"server_default": "0"})


class OutboxTryRow(SQLModel, table=True):
    """An earlier try of a message that is tried again: what it used of the limits, for as long as these look back.

    `until`: when its lease would have ended, had it begun when the try was over. `changes`: it changed a message.
    `again`: it was not the first. `sure`: 0 where the sender was gone before it said so.
    """

    __tablename__ = "outbox_try"
    __table_args__ = (Index("ix_outbox_try_until", "platform", "until"),)
    seq: int = Field(primary_key=True, sa_type=BIG)
    platform: str
    recipient: str
    until: str
    calls: int
    changes: int
    again: int
    term: int = Field(sa_type=BIG)
    sure: int


class SaidRow(SQLModel, table=True):
    """A message that was sent after the backup was made from which this database was restored, and when."""

    __tablename__ = "said"
    key: str = Field(primary_key=True)
    at: str = Field(index=True)


class LeaseRow(SQLModel, table=True):
    """What only one process may do. `until`: of real time, empty once let go; `term` grows with each new holder."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True)
    holder: str
    term: int = Field(sa_type=BIG)
    until: str


class OutboxPartRow(SQLModel, table=True):
    """The key of a message that was merged into another, and the row it went into."""

    __tablename__ = "outbox_part"
    key: str = Field(primary_key=True)
    seq: int = Field(sa_type=BIG, index=True)


class TimerRow(SQLModel, table=True):
    """`armed`: of timers due at one instant, those armed first fire first."""

    __tablename__ = "timer"
    __table_args__ = (Index("ix_timer_due", "due", "armed", "key"), Index("ix_timer_armed", "armed"))
    key: str = Field(primary_key=True)
    due: str
    armed: int = Field(sa_column_kwargs={"server_default": "0"}, sa_type=BIG)
    body: str


class PersonKeyRow(SQLModel, table=True):
    """A person's data key, wrapped by the master key; empty once destroyed."""

    __tablename__ = "person_key"
    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    wrapped: str


OWN: tuple[type[SQLModel], ...] = (
    IdentityRow,
    InboxRow,
    OutboxRow,
    OutboxPartRow,
    OutboxTryRow,
    SaidRow,
    LeaseRow,
    TimerRow,
    PersonKeyRow,
)
