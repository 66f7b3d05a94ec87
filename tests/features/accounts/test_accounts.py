"""One person on two platforms by a code, the first administrator, and platforms in trouble: the whole way through."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.app import App, tables_of
from bot.company import Company
from bot.features import FEATURES
from bot.features.accounts.previews import previews
from bot.kernel.cards import buttons_of
from bot.kernel.events import Event, MessageReceived
from bot.kernel.ids import Platform, TeamId
from bot.kernel.people import ChatRef, Membership, Person, UserRef
from bot.ports.adapter import Envelope
from bot.runtime.clocks import FrozenClock
from storage import Database
from tests.support.toy import NOW, TENANT, ToyPlatform, person

EAST, WEST = Platform("east"), Platform("west")


class Side(ToyPlatform):
    """One of two platforms; people write to it by name."""

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        who, text = envelope.payload["who"], envelope.payload["text"]
        chat = ChatRef(self.platform, TENANT, who, direct=True)
        user = UserRef(self.platform, TENANT, who)
        return [MessageReceived(envelope.event_id, envelope.received, user, chat, text)]


class Office:
    """A bot on both sides."""

    def __init__(self, database: Database) -> None:
        self.east, self.west = Side(EAST), Side(WEST)
        self.clock = FrozenClock(NOW)
        self.app = App(database, lambda _: [self.east, self.west], self.clock)
        self._count = 0

    async def says(self, side: Side, who: str, text: str) -> str:
        """What the bot answers on either side, in one text."""
        self._count += 1
        seen = len(self.east.sent), len(self.west.sent)
        payload = {"who": who, "text": text}
        await self.app.runtime.accept(Envelope(side.platform, str(self._count), self.clock.now(), payload, who))
        await self.app.settle()
        return "\n".join((*self.east.texts()[seen[0] :], *self.west.texts()[seen[1] :]))

    async def person_of(self, side: Side, who: str) -> Person:
        user = UserRef(side.platform, TENANT, who)
        found = await self.app.storage.transact(
            lambda tx: tx.records.get(Person, tx.directory.person_of(user) or "nobody")
        )
        assert found
        return found

    async def code(self) -> str:
        shown = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", await self.says(self.east, "ann", "绑定"))
        assert shown
        return shown[0]


@pytest.fixture
async def office(storage_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    office = Office(Database(storage_url, tables_of(FEATURES), tmp_path / "keys" / "master.key"))
    await office.app.start(beating=False)
    await office.app.install(Company((person("ann"), person("bob"))), EAST, TENANT)
    yield office
    await office.app.stop()


async def test_a_code_from_one_side_joins_an_account_of_the_other(office: Office) -> None:
    code = await office.code()
    assert "「ann」" in await office.says(office.west, "ann.w", f"绑定 {code.lower().replace('-', ' ')}")
    assert "接好了" in await office.says(office.west, "ann.w", "是我本人")
    assert (await office.person_of(office.west, "ann.w")).id == "ann"
    assert (await office.person_of(office.east, "ann")).id == "ann"
    before = len(office.west.sent)
    await office.says(office.west, "ann.w", "帮助")
    assert len(office.west.sent) > before, "what is said there is answered there"


async def test_the_account_that_joins_is_no_second_person(office: Office) -> None:
    await office.says(office.west, "ann.w", "你好")
    stranger = await office.person_of(office.west, "ann.w")
    member = Membership("m", TeamId("t"), stranger.id, date(2026, 1, 5))
    await office.app.storage.transact(lambda tx: tx.records.save([member]))
    code = await office.code()
    await office.says(office.west, "ann.w", f"绑定 {code}")
    await office.says(office.west, "ann.w", "1")
    old = await office.app.storage.transact(lambda tx: tx.records.get(Person, stranger.id))
    assert old is not None
    assert not old.active
    ended = await office.app.storage.transact(lambda tx: tx.records.get(Membership, "m"))
    assert ended is not None
    assert ended.until == date(2026, 9, 17)


async def test_not_me_changes_nothing(office: Office) -> None:
    code = await office.code()
    await office.says(office.west, "eve", f"绑定 {code}")
    assert "什么都没有改" in await office.says(office.west, "eve", "不是我")
    assert (await office.person_of(office.west, "eve")).id != "ann"


async def test_sec_038_a_code_works_once_and_for_ten_minutes(office: Office) -> None:
    code = await office.code()
    await office.says(office.west, "one", f"绑定 {code}")
    await office.says(office.west, "one", "是我本人")
    assert "不对" in await office.says(office.west, "two", f"绑定 {code}")
    code = await office.code()
    await office.says(office.west, "three", f"绑定 {code}")
    office.clock.set(NOW + timedelta(minutes=10))
    assert "不对" in await office.says(office.west, "three", "是我本人"), "the yes is looked at again"
    assert (await office.person_of(office.west, "three")).id != "ann"


async def test_a_code_nobody_gave_out_is_refused(office: Office) -> None:
    assert "不对" in await office.says(office.west, "eve", "绑定 ABCD-EFGH")
    assert "你自己的码" in await office.says(office.east, "ann", f"绑定 {await office.code()}")


async def test_words_that_only_begin_alike_are_no_code(office: Office) -> None:
    assert "没看懂" in await office.says(office.east, "ann", "绑定一下手机号吧")


async def test_sec_037_the_first_administrator_claims_with_the_printed_code(office: Office) -> None:
    code = await office.app.claim_code()
    assert "不对" in await office.says(office.east, "bob", "管理员 ABCD-EFGH")
    assert not (await office.person_of(office.east, "bob")).admin
    assert "你现在是管理员了" in await office.says(office.east, "bob", f"管理员 {code}")
    assert (await office.person_of(office.east, "bob")).admin
    assert "不对" in await office.says(office.east, "ann", f"管理员 {code}"), "once"
    assert await office.app.claim_code() == "", "there is one now"


async def test_a_code_for_one_thing_is_none_for_another(office: Office) -> None:
    assert "不对" in await office.says(office.east, "ann", f"管理员 {await office.code()}")
    assert "不对" in await office.says(office.east, "ann", f"绑定 {await office.app.claim_code()}")


async def test_administrators_hear_of_a_platform_in_trouble(office: Office) -> None:
    admin = replace(await office.person_of(office.east, "ann"), admin=True)
    await office.app.storage.transact(lambda tx: tx.records.save([admin]))
    await office.app.host(WEST).trouble("scope", "west 缺权限", "west lacks a scope")
    await office.app.settle()
    await office.app.advance(NOW + timedelta(hours=8))
    assert any("west 缺权限" in text for text in office.east.texts("ann"))
    assert not office.east.texts("bob")


def test_every_question_can_be_pressed() -> None:
    offered = {button.action.name for card in previews().values() for button, _ in buttons_of(card)}
    assert offered == {"accounts.join", "accounts.keep"}
