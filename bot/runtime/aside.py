"""What was set aside is told to the administrators: events that cannot be handled, messages that nobody takes."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.kernel.people import Note, Person
from bot.ports.adapter import Envelope
from bot.ports.outbox import Buried
from bot.ports.storage import Parked, Storage, Transaction
from bot.runtime.desk import TROUBLE

APART = timedelta(hours=1)
"""Of what is set aside in the meantime the next telling says how much it was."""
_NOTE = "aside"
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Told:
    """How often something was told, when last, and of how much; `given_up` counts what nobody is told of, too."""

    times: int = 0
    at: datetime = _NEVER
    events: int = 0
    messages: int = 0
    given_up: int = 0


class Aside:
    """Looks now and then; of several processes one."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def look(self, now: datetime) -> bool:
        """Whether there was something new, told in the same transaction: once, whatever dies."""
        return await self._storage.transact(lambda tx: _look(tx, now))


def _look(tx: Transaction, now: datetime) -> bool:
    told = _read(tx.records.get(Note, _NOTE))
    events, given_up = tx.inbox.backlog().parked, tx.outbox.backlog(now).buried
    if (events, given_up) == (told.events, told.given_up):
        return False
    buried = tx.outbox.buried()
    # An administrator whom nothing reaches would otherwise be one more message each time.
    themselves = {f"person:{each.id}" for each in tx.records.find(Person, admin=True)}
    messages = sum(each.lane not in themselves for each in buried)
    grown = events > told.events or messages > told.messages
    if grown and now - told.at < APART:
        return False
    seen = replace(told, events=events, messages=messages, given_up=given_up)
    if grown:
        seen = replace(seen, times=told.times + 1, at=now)
        said = {"platform": "", "subject": _NOTE, "over": False, **_words(tx.inbox.parked(), buried, themselves)}
        tx.inbox.accept([Envelope(TROUBLE, f"{_NOTE}:{seen.times}", now, said)])
    tx.records.save([Note(_NOTE, _written(seen))])
    return grown


def _words(parked: Sequence[Parked], buried: Sequence[Buried], themselves: Set[str]) -> dict[str, str]:
    others = [each for each in buried if each.lane not in themselves]
    zh, en = [], []
    if others:
        last = others[-1]
        zh.append(f"{len(others)} 条消息发不出去(最近一条在 {last.platform}:{last.error})")
        en.append(f"{len(others)} messages are not taken (the last on {last.platform}: {last.error})")
    if parked:
        zh.append(f"{len(parked)} 个事件处理不了(最近一个来自 {parked[-1].source}:{parked[-1].error})")
        en.append(f"{len(parked)} events cannot be handled (the last from {parked[-1].source}: {parked[-1].error})")
    return {
        "zh": f"{';'.join(zh)}。已放在一边,其余照常;运维用 hepai parked 查看,hepai replay 重来。",
        "en": f"{'; '.join(en)}. They are set aside and all else goes on: `hepai parked` lists them, "
        "`hepai replay` tries again.",
    }


def _read(note: Note | None) -> _Told:
    if note is None:
        return _Told()
    times, at, events, messages, given_up = note.text.split(" ")
    return _Told(int(times), datetime.fromisoformat(at), int(events), int(messages), int(given_up))


def _written(told: _Told) -> str:
    return f"{told.times} {told.at.isoformat()} {told.events} {told.messages} {told.given_up}"
