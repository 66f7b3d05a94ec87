"""Back up while people talk, go on, lose the database, restore: nothing is said twice, nothing due is lost."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App, tables_of
from bot.cli.backing_up import lost
from bot.company import Company
from bot.features import FEATURES as EVERYTHING
from bot.features import accounts
from bot.kernel.cards import say
from bot.kernel.ids import DeliveryKey, PersonId
from bot.kernel.people import Note, UserRef
from bot.kernel.timers import Timer
from bot.ports.adapter import Delivery, Receipt, Unavailable
from bot.ports.outbox import Outgoing
from bot.ports.storage import Transaction
from bot.runtime.clocks import SystemClock
from storage import Database, SentJournal
from storage.backup import restore, write
from tests.support.postgres import Postgres
from tests.support.toy import PLATFORM, TENANT, TOY, ToyPlatform, envelope, person, press

FEATURES = [TOY, accounts.FEATURE]
PEOPLE = [f"p{number}" for number in range(6)]
LETTERS = 60
PATIENCE = 30.0


class SlowPlatform(ToyPlatform):
    """Takes nothing while its gate is shut, and never what is `refused`."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.refused = {DeliveryKey("stuck")}

    async def send(self, delivery: Delivery) -> Receipt:
        await self.gate.wait()
        if delivery.key in self.refused:
            raise Unavailable("not now", timedelta(milliseconds=50))
        return await super().send(delivery)

    async def already_sent(self, delivery: Delivery) -> Receipt | None:
        return None  # it cannot be asked: only the journal knows

    def count(self, words: str) -> int:
        return sum(words in text for text in self.texts())


def letter(key: str, to: str, after: timedelta = timedelta()) -> Outgoing:
    due = SystemClock().now() + after
    return Outgoing(DeliveryKey(key), f"person:{to}", UserRef(PLATFORM, TENANT, to), say(f"letter {key}."), due)


class Bot:
    """A bot on a database, with the journal and the platform that outlive it. `number`: of the events it gets."""

    def __init__(self, url: str, folder: Path, platform: SlowPlatform, number: int) -> None:
        storage = Database(url, tables_of(EVERYTHING), folder / "keys" / "master.key")
        self.journal = SentJournal(folder / "sent", pytest.fail)
        self.app = App(storage, lambda _: [platform], SystemClock(), features=FEATURES, journal=self.journal)
        self.number = number

    async def says(self, who: str, text: str, id: str = "") -> None:
        self.number += 1
        assert await self.app.runtime.accept(envelope(id or f"e{self.number}", who, text))

    async def on_file(self, work: Callable[[Transaction], object]) -> object:
        return await self.app.storage.transact(work)


async def until(happened: Callable[[], object], what: str) -> None:
    end = asyncio.get_running_loop().time() + PATIENCE
    while not happened():
        assert asyncio.get_running_loop().time() < end, what
        await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "way",
    [
        "sqlite to sqlite",
        pytest.param("postgresql to postgresql", marks=pytest.mark.postgres),
        pytest.param("sqlite to postgresql", marks=pytest.mark.postgres),
    ],
)
async def test_nothing_is_said_twice_and_nothing_due_is_lost(
    way: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    def fresh(kind: str, name: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / name / 'hepai.db'}"
        server: Postgres = request.getfixturevalue("postgres")
        return server.fresh()

    source, target = way.split(" to ")
    old_url, new_url = fresh(source, "old"), fresh(target, "new")
    platform = SlowPlatform()
    file = tmp_path / "one.zip"

    old = Bot(old_url, tmp_path, platform, 0)
    await old.app.start()
    staff = (person(PEOPLE[0], admin=True), *(person(each) for each in PEOPLE[1:]))
    await old.app.install(Company(staff), PLATFORM, TENANT, furnish=lambda *_: ())
    letters = [letter(f"l{number}", PEOPLE[number % len(PEOPLE)]) for number in range(LETTERS)]
    letters += [letter("stuck", "elsewhere"), letter("later", "p2", timedelta(hours=1))]
    await old.on_file(lambda tx: tx.outbox.put(letters))
    soon = SystemClock().now() + timedelta(seconds=1.5)
    await old.on_file(lambda tx: tx.timers.arm([Timer("toy/p3", soon, "toy.wake", {"who": "p3"})]))
    await old.on_file(lambda tx: tx.records.save([Note("code:secret", "admin", "2999-01-01T00:00:00+00:00")]))
    for each in PEOPLE:
        await old.says(each, "echo before")
    # Turns are handled and sends are on their way while the picture is taken.
    talking = asyncio.create_task(_talk(old))
    made = await asyncio.to_thread(write, old_url, file)
    platform.gate.set()
    await talking
    await old.says("p4", "echo afterwards", "again")
    await until(lambda: platform.count("wake up") and platform.count("afterwards"), "the timer and the last answer")
    await until(lambda: len(platform.sent) == LETTERS + 2 * len(PEOPLE) + 2, "every message but the stuck one")
    await old.app.stop()
    before = Counter((str(each.to), each.key) for each in platform.sent)
    assert set(before.values()) == {1}

    done = await asyncio.to_thread(
        lambda: restore(
            file,
            new_url,
            [tmp_path / "sent"],
            void=("code:",),
            tell=lambda since, till: [lost(since, till, "Asia/Shanghai")],
        )
    )
    assert done.manifest == made
    assert done.after.settled >= LETTERS, "what waited in the backup went out since"

    new = Bot(new_url, tmp_path, platform, 1000)
    platform.refused.clear()
    await new.app.start()
    # The platform delivers its last event again, because the database that had acknowledged it is gone.
    await new.says("p4", "echo afterwards", "again")
    await until(lambda: platform.count("letter stuck."), "what was due, and was not said")
    await new.says("p5", "echo and on")
    await until(lambda: platform.count("and on"), "life going on")
    card = next(each.key for each in platform.sent if "afterwards" in platform.texts()[platform.sent.index(each)])
    await new.app.runtime.accept(press("pressed", "p4", card, "toy.press", n="afterwards"))
    await until(lambda: platform.count("pressed afterwards"), "an old card is answered, though anew")
    told = await new.on_file(lambda tx: tx.outbox.planned([PersonId("p0")], made.at))
    hours = await new.on_file(lambda tx: tx.outbox.standing_by_key(next(iter(told[PersonId("p0")])).key))  # type: ignore[index]
    code = await new.on_file(lambda tx: tx.records.get(Note, "code:secret"))
    waits = await new.on_file(lambda tx: tx.outbox.arrives(DeliveryKey("later")))
    await new.app.stop()

    again = Counter((str(each.to), each.key) for each in platform.sent)
    assert {each for each, times in again.items() if times > 1} == set()
    assert platform.count("wake up") == 1, "an occurrence that was told is not told again"
    assert platform.count("letter") == LETTERS + 1
    assert len(told[PersonId("p0")]) == 1, "the administrator hears of the hours, once"  # type: ignore[index]
    assert "我是从备份恢复的" in str(hours)
    assert code is None
    assert waits is not None


async def _talk(bot: Bot) -> None:
    for each in PEOPLE:
        await bot.says(each, "echo during")
        await asyncio.sleep(0)
