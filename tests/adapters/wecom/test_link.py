"""The AI bot's connection: found dead in time, opened again without a storm, never fought over, closed cleanly.

The platform's own libraries fail most of these (see EXP 2 of the notes). The times are those of `QUICK`.
"""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from adapters.wecom import build
from bot.kernel.cards import say
from bot.kernel.events import MessageReceived
from bot.ports.adapter import Misconfigured, Unavailable
from tests.adapters.wecom.desk import GROUP, QUICK, ROOM, Desk, Office, opened, until
from tests.fakes.wecom import FakeWeCom

NEWS = say("打卡:两人已交")
ALONE: dict[str, Any] = dict.fromkeys(("corp_id", "agent_id", "secret", "token", "encoding_aes_key"))


async def heard(office: Office, text: str) -> None:
    """Somebody says this in the group, and it arrives."""
    await office.fake.push(office.fake.said("zhaomin", f"@合拍 {text}", ROOM, to_bot=True))
    assert any(isinstance(each, MessageReceived) and each.text == text for each in office.events)


@pytest.mark.parametrize("how", ["reset", "clean", "refresh", "close", "half", "refused", "freeze"])
async def test_every_end_of_a_connection_is_survived(office: Office, how: str) -> None:
    """A frozen link within `silence` and a quarter; everything else at once."""
    await heard(office, "一")
    opened_before = office.fake.link.opened
    await office.fake.disconnect(how)
    async with asyncio.timeout(5):
        await heard(office, "二")
    assert office.fake.link.opened == opened_before + 1
    await office.send("k1", NEWS, to=GROUP)
    assert len(office.shown(room=ROOM)) == 1
    assert office.adapter.health() == ""


async def test_a_server_that_closes_at_once_is_not_stormed(fake: FakeWeCom, desk: Desk) -> None:
    slow = replace(QUICK, first_pause=0.05, longest_pause=10.0)
    async with opened(fake, desk, slow) as office:
        for _ in range(4):
            await fake.link.connected()
            await fake.disconnect("clean")
        began = asyncio.get_running_loop().time()
        await fake.link.connected()
        # The fifth pause is at least half of 0.05 * 2 ** 4, less what passed until it began.
        assert asyncio.get_running_loop().time() - began >= 0.2
        assert office.fake.link.opened == 5


async def test_junk_is_passed_over(office: Office) -> None:
    for junk in (
        "hello",
        "[1,2]",
        "3",
        "null",
        '{"cmd":"aibot_msg_callback"}',
        '{"cmd":"never_heard","body":{}}',
        "{" * 9,
    ):
        await office.fake.link.junk(junk)
    await office.fake.link.junk(b"\x00\xff")
    await office.fake.link.junk('{"cmd":"aibot_msg_callback","headers":[],"body":{"msgid":3,"from":"x"}}')
    await heard(office, "还在")
    assert office.fake.link.opened == 1


async def test_a_subscription_that_is_forgotten_is_made_again(office: Office) -> None:
    office.fake.faults.add("expired")
    with pytest.raises(Unavailable):
        await office.send("k1", NEWS, to=GROUP)
    await office.send("k1", NEWS, to=GROUP)
    assert len(office.shown(room=ROOM)) == 1
    assert office.fake.link.opened == 2


async def test_an_error_without_its_id_answers_the_only_question(office: Office) -> None:
    with pytest.raises(Exception, match="40058"):
        await office.adapter.link.ask("aibot_send_msg", {"chatid": ROOM})  # type: ignore[union-attr]


async def test_kicked_although_it_sends_it_waits_and_tells(fake: FakeWeCom, desk: Desk) -> None:
    patient = replace(QUICK, kicked=0.3)
    async with opened(fake, desk, patient) as office:
        await fake.disconnect("kick")
        await until(lambda: ("aibot.kicked", False) in desk.troubles)
        assert "another program" in office.adapter.health()
        with pytest.raises(Unavailable, match="another program"):
            await office.send("k1", NEWS, to=GROUP)
        began = asyncio.get_running_loop().time()
        await fake.link.connected()
        assert asyncio.get_running_loop().time() - began >= 0.05
        await heard(office, "回来了")
        assert desk.troubles[-1] == ("aibot.kicked", False), "not over before it has held for a while"


async def test_of_two_processes_the_one_that_sends_connects_and_the_other_takes_over(
    fake: FakeWeCom, desk: Desk
) -> None:
    standby = Desk()
    standby.leads = False
    async with opened(fake, desk) as office:
        other = build(fake.settings(), standby, QUICK)
        running = asyncio.create_task(other.run(standby.accept))
        await office.send("k1", NEWS, to=GROUP)
        assert fake.link.opened == 1, "the second does not connect while it does not send"
        # And that is no trouble.
        await until(lambda: other.health() == "")
        desk.leads, standby.leads = False, True
        await until(lambda: fake.link.opened == 2)
        await fake.link.connected()
        await until(lambda: len(fake.link.connections) == 1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await other.close()


async def test_who_sends_no_longer_lets_go(fake: FakeWeCom, desk: Desk) -> None:
    async with opened(fake, desk) as office:
        desk.leads = False
        await until(lambda: not fake.link.connections)
        with pytest.raises(Unavailable):
            await office.send("k1", NEWS, to=GROUP)


async def test_wrong_credentials_are_not_hammered(fake: FakeWeCom, desk: Desk) -> None:
    bad = {**fake.settings(), "aibot_secret": "wrong-secret-000"}
    alone = build({name: value for name, value in bad.items() if name not in ALONE}, desk, replace(QUICK, refused=0.3))
    with pytest.raises(Misconfigured, match="aibot_secret") as caught:
        await alone.run(desk.accept)
    assert "wrong-secret" not in str(caught.value)
    began = asyncio.get_running_loop().time()
    with pytest.raises(Misconfigured):
        await alone.run(desk.accept)
    assert asyncio.get_running_loop().time() - began >= 0.25
    await alone.close()
    both = build(bad, desk, replace(QUICK, refused=0.1))
    running = asyncio.create_task(both.run(desk.accept))
    await until(lambda: "aibot_secret" in both.health())
    assert not running.done(), "the app goes on without the AI bot"
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await both.close()


async def test_what_cannot_be_stored_is_held(office: Office) -> None:
    office.desk.refuses = True
    event = office.fake.said("zhaomin", "@合拍 帮助", ROOM, to_bot=True)
    pushing = asyncio.create_task(office.fake.push(event))
    await until(lambda: office.desk.refused > 0)
    office.desk.refuses = False
    await pushing
    assert len(office.desk.envelopes) == 1
    await office.fake.push(event)
    assert len(office.desk.envelopes) == 1


async def test_what_is_held_keeps_its_order_and_waits_for_every_note(office: Office) -> None:
    office.desk.refuses = True
    said = [office.fake.said("zhaomin", f"@合拍 第{number}句", ROOM, to_bot=True) for number in range(4)]
    pushing = [asyncio.create_task(office.fake.push(each)) for each in said[:2]]
    await until(lambda: office.desk.refused > 1)
    pushing += [asyncio.create_task(office.fake.push(each)) for each in said[2:]]
    office.desk.refuses = False
    await asyncio.gather(*pushing)
    texts = [each.text for each in office.events if isinstance(each, MessageReceived)]
    assert texts == [f"第{number}句" for number in range(4)]


async def test_an_orderly_stop_stores_what_was_read(fake: FakeWeCom, desk: Desk) -> None:
    async with opened(fake, desk) as office:
        pushes = [office.fake.said("zhaomin", f"@合拍 {number}", ROOM, to_bot=True) for number in range(20)]
        await asyncio.gather(*(fake.push(each) for each in pushes))
    texts = [each.text for each in office.events if isinstance(each, MessageReceived)]
    assert texts == [str(number) for number in range(20)]
    assert fake.link.connections == [] or await _gone(fake)


async def test_what_is_being_stored_when_it_stops_is_stored(fake: FakeWeCom, desk: Desk) -> None:
    gate = asyncio.Event()
    async with opened(fake, desk):
        desk.gate = gate
        pushing = asyncio.create_task(fake.push(fake.said("zhaomin", "@合拍 帮助", ROOM, to_bot=True)))
        await desk.entered.wait()
        asyncio.get_running_loop().call_later(0.05, gate.set)
    assert len(desk.envelopes) == 1
    await asyncio.gather(pushing, return_exceptions=True)


async def test_nobody_is_overtaken_while_an_encrypted_id_is_read(office: Office) -> None:
    office.fake.hire("LiNa", "李娜", open_id="woAJ2GCAAAXtWyujaWJHDDGi0mACAAAA")
    office.fake.faults.delay = 0.05
    said = [("lina", "一"), ("lina", "二"), ("zhaomin", "三"), ("wanglei", "四")]
    events = [office.fake.said(user, f"@合拍 {text}", ROOM, to_bot=True) for user, text in said]
    await asyncio.gather(*(office.fake.push(event) for event in events))
    heard = [each for each in office.events if isinstance(each, MessageReceived)]
    assert [(each.sender.user, each.text) for each in heard] == said


async def _gone(fake: FakeWeCom) -> bool:
    await until(lambda: not fake.link.connections)
    return True
