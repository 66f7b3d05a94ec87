"""Where transactions run, one after another: a session, opened when it is first needed and again when it broke."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TypeVar

from bot.ports import storage as port
from storage.apart import free_rows
from storage.engine import Again, Engine
from storage.errors import StorageError
from storage.session import Session
from storage.transaction import Transaction

T = TypeVar("T")

_WORTHLESS: Final = "DELETE FROM note WHERE until > '' AND until <= :real"
_ATTEMPTS: Final = 12


class Place:
    """Used by one thread at a time. `make` gives a session its transaction, which serves as long as the session."""

    def __init__(self, engine: Engine, make: Callable[[Session], Transaction], session: Session | None) -> None:
        self._engine = engine
        self._make = make
        self._open: tuple[Session, Transaction] | None = (session, make(session)) if session else None

    def transact(self, work: Callable[[port.Transaction], T]) -> T:
        """The work in one transaction, anew when others were in its way."""
        for attempt in range(_ATTEMPTS):
            try:
                with telling(self._engine):
                    return self._once(work)
            except Again:
                time.sleep(random.uniform(0, 0.01 * 2 ** min(attempt, 6)))  # noqa: S311 - no secret
        raise StorageError(f"{self._engine.shown}: too many at once changed the same rows. Try again.")

    def take_turns(
        self,
        pick: Callable[[port.Transaction], Sequence[port.Pending]],
        touches: Callable[[port.Transaction, Sequence[port.Pending]], port.Touches],
        work: Callable[[port.Transaction, Sequence[port.Pending]], T],
        most: int,
    ) -> T | None:
        """See the port. What is kept belongs to one session: the work runs on that one or not at all."""
        if not self._engine.shared:
            return self.transact(lambda tx: _worked(tx, pick, work, most))
        rows, touched = self.transact(lambda tx: _picked(tx, pick, touches))
        if not rows:
            return None
        session = self._ready()[0]

        def on_the_same_session(tx: port.Transaction) -> T:
            if self._ready()[0] is not session:
                raise StorageError(f"{self._engine.shown}: the connection broke; the turns will be taken again.")
            return work(tx, free)

        try:
            with telling(self._engine):
                free = free_rows(session, rows, touched, most)
            return self.transact(on_the_same_session) if free else None
        finally:
            if self._open and self._open[0] is session:
                self._let_go(session)

    def _let_go(self, session: Session) -> None:
        try:
            session.let_go()
        except Exception:
            # It is let go with its connection.
            session.close()
            self._open = None

    def tidy(self) -> None:
        """Notes that are over are deleted; then nothing of what was blanked or deleted stays in a log."""
        session = self._ready()[0]
        with telling(self._engine):
            session.run(_WORTHLESS, real=session.real_now())
            session.tidy()

    def close(self) -> None:
        if self._open:
            self._open[0].close()
            self._open = None

    def _once(self, work: Callable[[port.Transaction], T]) -> T:
        session, transaction = self._begun()
        try:
            result = work(transaction)
            session.commit()
        except BaseException:
            self._undo(session, transaction)
            raise
        transaction.committed()
        return result

    def _begun(self) -> tuple[Session, Transaction]:
        """A transaction begun. A connection that died while nobody used it is replaced."""
        fresh = self._open is None
        session, transaction = self._ready()
        session.news = False
        try:
            session.control(session.begin)
        except Exception:
            self._undo(session, transaction)
            if fresh or self._open:
                raise
            return self._begun()
        return session, transaction

    def _ready(self) -> tuple[Session, Transaction]:
        if self._open is None:
            session = self._engine.connect()
            self._open = (session, self._make(session))
        return self._open

    def _undo(self, session: Session, transaction: Transaction) -> None:
        transaction.undone()
        try:
            session.rollback()
        except Exception:
            # The connection is gone, and the transaction with it.
            session.close()
            self._open = None


def _picked(
    tx: port.Transaction,
    pick: Callable[[port.Transaction], Sequence[port.Pending]],
    touches: Callable[[port.Transaction, Sequence[port.Pending]], port.Touches],
) -> tuple[Sequence[port.Pending], port.Touches]:
    rows = pick(tx)
    return rows, touches(tx, rows) if rows else {}


def _worked(
    tx: port.Transaction,
    pick: Callable[[port.Transaction], Sequence[port.Pending]],
    work: Callable[[port.Transaction, Sequence[port.Pending]], T],
    most: int,
) -> T | None:
    """Nobody else is there to be kept off: picked and worked in one transaction."""
    rows = pick(tx)
    return work(tx, rows[:most]) if rows else None


@contextmanager
def telling(engine: Engine) -> Iterator[None]:
    """The world's failures leave as a sentence, our own bugs as they are."""
    try:
        yield
    except Exception as error:
        sentence = engine.explain(error)
        if sentence:
            raise sentence from error
        raise
