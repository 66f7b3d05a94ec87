"""A database looked at from outside a running bot, for `doctor`: nothing is changed, migrated or locked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.kernel.secret import StorageUrl
from bot.ports.backlog import InboxBacklog, OutboxBacklog
from storage import backlog
from storage.engine import Engine
from storage.errors import StorageError
from storage.leases import Leases
from storage.migrating import status
from storage.place import telling
from storage.session import Session
from storage.urls import engine_for
from storage.values import instant_of

_SERVER = "SELECT current_setting('server_version_num'), current_setting('server_version'), pg_is_in_recovery()"
# Those that would break a promise of ours, or end what takes long.
_SETTINGS = """
SELECT name, setting, coalesce(unit, '') FROM pg_settings WHERE name IN :names
"""
WATCHED = (
    "default_transaction_read_only",
    "fsync",
    "full_page_writes",
    "idle_in_transaction_session_timeout",
    "idle_session_timeout",
    "max_connections",
    "server_encoding",
    "statement_timeout",
    "synchronous_commit",
    "transaction_timeout",
)
_USED = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
_MISSING = """
SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND NOT (
  has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'SELECT')
  AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'INSERT')
  AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'UPDATE')
  AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'DELETE'))
ORDER BY tablename
"""
_MAY_CREATE = "SELECT has_schema_privilege(current_schema(), 'CREATE')"


@dataclass(frozen=True, slots=True)
class Lease:
    """`left`: how long it still lasts; None once let go or run out."""

    name: str
    holder: str
    term: int
    left: timedelta | None


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL. `settings`: those of WATCHED, times in seconds. `closed`: tables that we may not read or change."""

    number: int
    version: str
    standby: bool
    settings: Mapping[str, str]
    connections: int
    closed: Sequence[str]
    may_create: bool


@dataclass(frozen=True, slots=True)
class Checkup:
    """`schema`: the last step taken. `ahead`: by how much the database's clock is ahead of ours."""

    schema: str
    ahead: timedelta
    leases: Sequence[Lease] = ()
    inbox: InboxBacklog = field(default_factory=InboxBacklog)
    outbox: OutboxBacklog = field(default_factory=OutboxBacklog)
    server: Server | None = None


def checkup(url: str | StorageUrl) -> Checkup | None:
    """What there is to see; None where there is no database yet, or one of an older schema. Raises a StorageError."""
    engine = engine_for(url)
    if not engine.exists():
        return None
    steps = status(url)
    if steps.pending or not steps.applied:
        return None
    session = engine.connect()
    try:
        with telling(engine):
            return _looked(engine, session, steps.applied[-1].id)
    finally:
        session.close()


def _looked(engine: Engine, session: Session, schema: str) -> Checkup:
    before = datetime.now(UTC)
    real = instant_of(session.real_now())
    ahead = real - (before + (datetime.now(UTC) - before) / 2)
    leases = [
        Lease(name, holder, term, instant_of(until) - real if until and instant_of(until) > real else None)
        for name, holder, term, until in Leases(session).all()
    ]
    server = _server(session) if engine.dialect == "postgresql" else None
    return Checkup(schema, ahead, leases, backlog.events(session), backlog.messages(session, before), server)


def _server(session: Session) -> Server:
    found = session.row(_SERVER)
    if found is None:
        raise StorageError("PostgreSQL does not say which version it is. Check that it is one.")
    number, version, standby = found
    settings = {name: _in_seconds(value, unit) for name, value, unit in session.rows(_SETTINGS, names=list(WATCHED))}
    used, may = session.row(_USED), session.row(_MAY_CREATE)
    closed = [name for (name,) in session.rows(_MISSING)]
    return Server(int(number), version, bool(standby), settings, used[0] if used else 0, closed, bool(may and may[0]))


def _in_seconds(value: str, unit: str) -> str:
    return f"{int(value) / 1000:g}" if unit == "ms" else value
