"""2.7, cases 109 and 110: one chat that floods and one event that breaks keep nobody else waiting."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.company import Company
from bot.kernel.features import Command, Effects, Feature, PersonTurn
from bot.kernel.intents import Words
from bot.kernel.phrases import Phrase
from bot.runtime.clocks import FrozenClock
from storage import Database
from tests.support.toy import NOW, PLATFORM, TENANT, TOY, ToyPlatform, envelope, person

PEOPLE = ("ann", "bob", "cy", "di")
FLOOD = 600
SOON = 200
"""Turns after which everybody else must have been heard: a few groups, however long the flood is."""


class Hearing:
    """The bot, and who was heard in which order."""

    def __init__(self, url: str, folder: Path) -> None:
        self.order: list[str] = []
        self.platform, self.clock = ToyPlatform(), FrozenClock(NOW)
        word = Phrase("note", "note")
        command = Command("hearing.note", ("note",), word, word, self._note, takes=True)
        hearing = Feature("hearing", commands=(command,))
        storage = Database(url, {}, folder / "keys" / "master.key")
        self.app = App(storage, lambda _: [self.platform], self.clock, features=[TOY, hearing], attempts=5)

    def _note(self, turn: PersonTurn, words: Words) -> Effects:
        self.order.append(f"{turn.person.id} {words.text}")
        yield from ()

    async def says(self, who: str, number: int, text: str = "", room: str = "") -> None:
        said = text or f"note {number}"
        await self.app.runtime.accept(envelope(f"{who}{number}", who, said, room, lane=room or who))


@pytest.fixture
async def hearing(storage_url: str, tmp_path: Path) -> AsyncIterator[Hearing]:
    hearing = Hearing(storage_url, tmp_path)
    await hearing.app.start(beating=False)
    await hearing.app.install(Company(tuple(person(name) for name in PEOPLE)), PLATFORM, TENANT)
    yield hearing
    await hearing.app.stop()


async def test_sec_109_a_chat_that_floods_keeps_nobody_else_waiting(hearing: Hearing) -> None:
    for number in range(FLOOD):
        await hearing.says("ann", number, room="hall")
    for number in range(3):
        for who in PEOPLE[1:]:
            await hearing.says(who, number)
    await hearing.app.settle()
    assert len(hearing.order) == FLOOD + 9
    late = [each for each in hearing.order[SOON:] if not each.startswith("ann")]
    assert late == [], "they came last and are heard among the first"
    for who in PEOPLE:
        own = [int(each.split()[1]) for each in hearing.order if each.startswith(who)]
        assert own == sorted(own), "everybody in the order in which they spoke"


async def test_sec_110_an_event_that_breaks_is_set_aside_after_five_tries(hearing: Hearing) -> None:
    hearing.platform.broken.add("a poisonous secret")
    await hearing.says("ann", 0, "a poisonous secret")
    for number in range(1, 4):
        for who in PEOPLE:
            await hearing.says(who, number)
    await hearing.app.settle()
    others = [each for each in hearing.order if not each.startswith("ann")]
    assert len(others) == 9, "at once, without waiting for its tries"
    for minutes in range(1, 40):
        await hearing.app.advance(NOW + timedelta(minutes=5 * minutes))
    (parked,) = await hearing.app.storage.transact(lambda tx: tx.inbox.parked())
    assert parked.attempts == 5
    assert "RuntimeError" in parked.error
    assert "secret" not in repr(parked), "class and place, no words"
    assert [each for each in hearing.order if each.startswith("ann")] == ["ann 1", "ann 2", "ann 3"]
