"""What the bot has on file at the end, as its own storage reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.features.checkins.model import Participation
from bot.features.kudos.model import Entry, Kudos
from bot.kernel.ids import PersonId
from bot.ports.storage import Storage, Transaction

SECOND = "today"
"""The name of the question that is answered again and again."""


@dataclass(frozen=True, slots=True)
class Record:
    """`answers`: what each person said to the second question, oldest first, also while the third is not answered.

    `kudos` as they were given.
    """

    answers: Mapping[str, Sequence[str]]
    kudos: Sequence[Kudos]
    entries: Sequence[Entry]


async def read(store: Storage, people: Sequence[str]) -> Record:
    def work(tx: Transaction) -> Record:
        answers = {}
        for who in people:
            found = tx.records.find(Participation, person=PersonId(who))
            answers[who] = [_second(version.answers) for each in found for version in each.versions or (each,)]
        return Record(answers, tx.records.find(Kudos), tx.records.find(Entry))

    await store.open()
    try:
        return await store.transact(work)
    finally:
        await store.close()


def _second(answers: Sequence[object]) -> str:
    return next((str(getattr(each, "value", "")) for each in answers if getattr(each, "name", "") == SECOND), "")
