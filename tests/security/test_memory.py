"""2.1, case 7: how long an event is known, and what makes it the same."""

from datetime import timedelta
from pathlib import Path

from bot.app import App
from bot.company import Company
from bot.runtime.clocks import FrozenClock
from bot.runtime.runtime import KEYS_KEPT
from storage import Database
from tests.security.door import NOW
from tests.security.doors import opened
from tests.support.toy import NOW as MORNING
from tests.support.toy import PLATFORM, TENANT, TOY, ToyPlatform, envelope, person


async def test_sec_007_an_event_is_known_for_thirty_days(tmp_path: Path) -> None:
    """The longest ladder of tries of any platform ends after 7.1 hours."""
    assert timedelta(days=30) <= KEYS_KEPT
    platform, clock = ToyPlatform(), FrozenClock(MORNING)
    app = App(Database("sqlite://", {}, tmp_path / "master.key"), lambda _: [platform], clock, features=[TOY])
    await app.start(beating=False)
    await app.install(Company((person("ann"),)), PLATFORM, TENANT)
    taken = []
    for days in (0, 1, 29, 31):
        clock.set(MORNING + timedelta(days=days))
        await app.runtime._tidy()
        taken.append(await app.runtime.accept(envelope("1", "ann", "echo hi")))
        await app.settle()
    await app.stop()
    assert taken == [True, False, False, True]
    assert len(platform.sent) == 1, "and what is said in answer is known by its own key for ever"


async def test_sec_007_the_same_id_of_another_company_is_another_message() -> None:
    async with opened("feishu") as door:
        for number, tenant in enumerate(("tenant_a", "tenant_b", "tenant_a")):
            assert await door.send(door.signed(door.content("m1", tenant_key=tenant), NOW - number)) == 200
        assert len(door.taken) == 2
    async with opened("dingtalk", corp_id="") as door:
        for number, corp in enumerate(("ding-a", "ding-b", "ding-a")):
            assert await door.send(door.signed(door.content("m1", corp=corp), (NOW - number) * 1000)) == 200
        assert len(door.taken) == 2
