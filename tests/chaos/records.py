"""What the bot has on file at the end, as its own storage reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.features.checkins.model import Participation
from bot.features.kudos.model import Entry, Kudos
from bot.kernel.ids import PersonId
from bot.ports.storage import Storage, Transaction

FIRST, SECOND = "yesterday", "today"
"""The names of two questions: the second is answered again and again."""


@dataclass(frozen=True, slots=True)
class Record:
    """What each person said to the first question and, oldest first, to the second, also while the third is open.

    `kudos` as they were given.
    """

    first: Mapping[str, Sequence[str]]
    second: Mapping[str, Sequence[str]]
    kudos: Sequence[Kudos]
    entries: Sequence[Entry]


async def read(store: Storage, people: Sequence[str]) -> Record:
    def work(tx: Transaction) -> Record:
        first, second = {}, {}
        for who in people:
            found = tx.records.find(Participation, person=PersonId(who))
            first[who] = [_said(each.answers, FIRST) for each in found]
            second[who] = [_said(version.answers, SECOND) for each in found for version in each.versions or (each,)]
        return Record(first, second, tx.records.find(Kudos), tx.records.find(Entry))

    await store.open()
    try:
        return await store.transact(work)
    finally:
        await store.close()


def _said(answers: Sequence[object], question: str) -> str:
    return next((str(getattr(each, "value", "")) for each in answers if getattr(each, "name", "") == question), "")
