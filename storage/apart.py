"""Which waiting rows may be handled now, while other processes handle theirs: those whose things nobody else keeps."""

from collections.abc import Sequence
from itertools import islice, takewhile

from bot.ports.storage import Pending, Touches
from storage.session import Session


def free_rows(session: Session, rows: Sequence[Pending], touches: Touches, most: int) -> Sequence[Pending]:
    """In the given order, at most so many. What they touch is kept by the session until it lets go.

    A row that touches everything (None) is handled when all others have gone, and together with its like only.
    """
    alone = touches[rows[0].seq] is None
    if not session.join(alone):
        return ()
    if alone:
        return list(takewhile(lambda row: touches[row.seq] is None, rows))[:most]
    kept: set[str] = set()
    busy: set[str] = set()
    free: list[Pending] = []
    left = iter(takewhile(lambda row: touches[row.seq] is not None, rows))
    # No more is kept than is used: another process may want the rest.
    while some := list(islice(left, most - len(free))):
        wanted = {name for row in some for name in touches[row.seq] or ()} - kept - busy
        got = session.keep_others_off(sorted(wanted))
        kept.update(got)
        busy |= wanted.difference(got)
        for row in some:
            names = touches[row.seq] or ()
            if busy.isdisjoint(names):
                free.append(row)
            else:
                # Whoever comes behind it and touches the same must not overtake it.
                busy.update(names)
    return free
