"""Leases: which process may do what only one may do, by the database's own time."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from storage.session import Session
from storage.values import instant_of, text_of

# A holder that comes too late for its own lease starts a new term: somebody else may have had it meanwhile.
_HOLD = """
INSERT INTO lease (name, holder, term, until) VALUES (:name, :holder, 1, :until)
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until,
  term = CASE WHEN lease.holder = excluded.holder AND lease.until > :real THEN lease.term ELSE lease.term + 1 END
WHERE lease.until <= :real OR lease.holder = excluded.holder
RETURNING term
"""
_LET_GO = "UPDATE lease SET until = '' WHERE holder = :holder"
_ALL = "SELECT name, holder, term, until FROM lease ORDER BY name"


class Leases:
    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, names: Sequence[str], holder: str, lasts: timedelta) -> Mapping[str, int]:
        real = self._session.real_now()
        until = text_of(instant_of(real) + lasts)
        held: dict[str, int] = {}
        # Sorted, so that two who want the same names do not wait for each other.
        for name in sorted(names):
            found = self._session.row(_HOLD, name=name, holder=holder, until=until, real=real)
            if found:
                held[name] = found[0]
        return held

    def let_go(self, holder: str) -> None:
        self._session.run(_LET_GO, holder=holder)

    def all(self) -> Sequence[tuple[str, str, int, str]]:
        return [(name, holder, term, until) for name, holder, term, until in self._session.rows(_ALL)]
