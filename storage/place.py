"""Where transactions run, one after another: a session, opened when it is first needed and again when it broke."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from bot.ports import storage as port
from storage.engine import Again, Engine
from storage.errors import StorageError
from storage.session import Session
from storage.transaction import Transaction

T = TypeVar("T")

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

    def tidy(self) -> None:
        self._ready()[0].tidy()

    def close(self) -> None:
        if self._open:
            self._open[0].close()
            self._open = None

    def _once(self, work: Callable[[port.Transaction], T]) -> T:
        session, transaction = self._begun()
        try:
            result = work(transaction)
            session.control("COMMIT")
        except BaseException:
            self._undo(session, transaction)
            raise
        transaction.committed()
        return result

    def _begun(self) -> tuple[Session, Transaction]:
        """A transaction begun. A connection that died while nobody used it is replaced."""
        fresh = self._open is None
        session, transaction = self._ready()
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
