"""What `doctor` finds in a database: clocks, leases, what waits, and settings of the server that would hurt."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from bot.ports.adapter import Finding
from bot.runtime.leading import BEAT, LASTS, sending
from bot.settings import Settings
from storage import StorageError
from storage.checkup import Checkup, Lease, Server, checkup

CLOCKS_APART = timedelta(seconds=1)
LATE = {"event": timedelta(minutes=1), "message": timedelta(minutes=10)}
OLDEST_SERVER = 130000
"""Versions before 13 are no longer mended: https://www.postgresql.org/support/versioning/"""
LEAST_FREE = 10
"""Connections that should be free: a bot opens six."""
LONGEST_TURN = 60.0
"""Seconds that a transaction of ours may take: one that plans a fan-out to everybody."""
UNSAFE: Mapping[str, tuple[tuple[str, ...], str]] = {
    "fsync": (("on",), "what is acknowledged would be lost with the machine: set fsync = on and restart PostgreSQL"),
    "full_page_writes": (("on",), "a crash of the machine could tear pages: set full_page_writes = on"),
    "synchronous_commit": (
        ("on", "local", "remote_write", "remote_apply"),
        "what is acknowledged could be lost in a crash: ALTER ROLE … SET synchronous_commit = on",
    ),
    "default_transaction_read_only": (
        ("off",),
        "nothing can be written: ALTER ROLE … RESET default_transaction_read_only",
    ),
    "server_encoding": (("UTF8",), "not every word can be kept: make the database anew with ENCODING 'UTF8'"),
}
ENDING = ("statement_timeout", "transaction_timeout", "idle_in_transaction_session_timeout")


def database(settings: Settings) -> Iterator[Finding]:
    """Nothing where there is no database yet, or where it cannot be reached: that is found elsewhere."""
    try:
        found = checkup(settings.storage.url)
    except StorageError:
        return
    if found is None:
        return
    yield Finding("schema", f"is at {found.schema}")
    yield _clocks(found.ahead)
    if found.server:
        yield from _server(found.server)
        yield from _leases(settings, {each.name: each for each in found.leases})
    yield from _waiting(found)


def _clocks(ahead: timedelta) -> Finding:
    seconds = ahead.total_seconds()
    if abs(ahead) <= CLOCKS_APART:
        return Finding("clocks", f"this machine and the database differ by {abs(seconds):.2f} s")
    says = f"the database's clock is {abs(seconds):.1f} s {'ahead of' if seconds > 0 else 'behind'} this machine's"
    return Finding("clocks", says, "set both by the network (chrony, systemd-timesyncd)", fatal=False)


def _leases(settings: Settings, known: Mapping[str, Lease]) -> Iterator[Finding]:
    if not any(lease.left for lease in known.values()):
        yield Finding("lease", "none is held: no bot runs on this database")
        return
    for name in (BEAT, *(sending(platform) for platform in settings.platforms)):
        lease = known.get(name)
        if lease and lease.left:
            left = f"{lease.left.total_seconds():.1f} s"
            yield Finding("lease", f"{name} is held by {lease.holder}, term {lease.term}, for another {left}")
        else:
            remedy = f"if it stays so for {2 * LASTS.total_seconds():.0f} s, look for what the bots log about leases"
            yield Finding("lease", f"nobody holds {name}, though a bot runs", remedy, fatal=False)


def _waiting(found: Checkup) -> Iterator[Finding]:
    now = datetime.now(UTC)
    inbox, outbox = found.inbox, found.outbox
    waits = now - inbox.oldest if inbox.oldest else timedelta()
    remedy = "start the bot, or look at its log for what holds it up" if waits > LATE["event"] else ""
    yield Finding("inbox", f"{inbox.waiting} events wait, the oldest for {_length(waits)}", remedy, fatal=False)
    due = [each for each in outbox.queues if each.since]
    for platform in sorted({each.platform for each in outbox.queues}):
        number = sum(each.waiting for each in outbox.queues if each.platform == platform)
        late = max((now - each.since for each in due if each.platform == platform and each.since), default=timedelta())
        says = f"{number} messages wait for {platform}, the oldest that could go for {_length(late)}"
        remedy = "start the bot, or see the findings about this platform" if late > LATE["message"] else ""
        yield Finding("outbox", says, remedy, fatal=False)
    if not outbox.queues:
        yield Finding("outbox", "no message waits")
    aside = f"{inbox.parked} events are parked, {outbox.buried} messages were given up"
    remedy = "`hepai parked` lists them, `hepai replay` tries again" if inbox.parked or outbox.buried else ""
    yield Finding("set aside", aside, remedy, fatal=False)


def _server(server: Server) -> Iterator[Finding]:
    old = server.number < OLDEST_SERVER
    remedy = "update PostgreSQL: this version gets no corrections any more" if old else ""
    yield Finding("server", f"PostgreSQL {server.version}", remedy, fatal=False)
    if server.standby:
        yield Finding("server", "is a standby, which cannot be written", "name the primary in [storage] url")
    for name, (good, remedy) in UNSAFE.items():
        value = server.settings.get(name, good[0])
        if value not in good:
            yield Finding("server", f"{name} is {value}", remedy)
    for name in ENDING:
        limit = float(server.settings.get(name, "0"))
        if 0 < limit < LONGEST_TURN:
            remedy = f"long turns would be cut off again and again: ALTER ROLE … SET {name} = 0"
            yield Finding("server", f"{name} is {limit:g} s", remedy, fatal=False)
    if float(server.settings.get("idle_session_timeout", "0")):
        remedy = "connections of ours are quiet at night: ALTER ROLE … SET idle_session_timeout = 0"
        yield Finding(
            "server", f"idle_session_timeout is {server.settings['idle_session_timeout']} s", remedy, fatal=False
        )
    free = int(server.settings.get("max_connections", "100")) - server.connections
    remedy = "raise max_connections, or run fewer bots" if free < LEAST_FREE else ""
    yield Finding("server", f"{free} connections are free", remedy, fatal=False)
    if server.closed:
        tables = ", ".join(server.closed)
        yield Finding("rights", f"no right to read and write {tables}", "GRANT SELECT, INSERT, UPDATE, DELETE on them")
    if not server.may_create:
        remedy = "GRANT CREATE ON SCHEMA … before the next update: it changes tables"
        yield Finding("rights", "tables cannot be made in the schema", remedy, fatal=False)


def _length(span: timedelta) -> str:
    seconds = max(0.0, span.total_seconds())
    return (
        f"{seconds:.0f} s"
        if seconds < 120
        else f"{seconds / 60:.0f} min"
        if seconds < 7200
        else f"{seconds / 3600:.0f} h"
    )
