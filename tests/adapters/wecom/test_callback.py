"""The app's callback: stored, then answered; everything bad is turned away without a reason and without a trace."""

import asyncio
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession

from bot.kernel.cards import say
from bot.kernel.events import ActionTriggered, MessageReceived, UserChanged
from tests.adapters.wecom.desk import Desk, Office, opened
from tests.fakes.wecom import FakeWeCom, NotAcknowledged
from tests.fakes.wecom.callbacks import Post
from tests.fakes.wecom.drawing import Handle
from tests.fakes.wecom.samples import plain_card

FORGERIES = [
    *("signature", "unsigned", "corp", "key", "zeros", "stale", "not base64", "empty", "no encrypt", "not xml", "json"),
    *("doctype", "bomb", "doctype inside", "garbage inside", "huge", "huge inside"),
]


async def test_the_console_may_check_the_address(office: Office) -> None:
    await office.fake.callbacks.verify()


async def test_an_event_is_stored_and_answered_with_nothing(office: Office) -> None:
    await office.fake.push(office.fake.said("zhaomin", "帮助"))
    [heard] = office.events
    assert isinstance(heard, MessageReceived)
    assert heard.sender.user == "zhaomin"
    assert (office.fake.acks[-1].code, office.fake.acks[-1].body) == (200, "")
    assert office.fake.alarms == []


@pytest.mark.parametrize("how", FORGERIES)
async def test_sec_002_017_what_wecom_never_sends_is_turned_away(office: Office, how: str) -> None:
    assert set(office.fake.forger.ways) == set(FORGERIES)
    status = await office.fake.forger.send(office.fake.said("zhaomin", "帮助"), how)
    # A body that is too long may meet a closed door before it has been sent.
    assert status in (400, 401, 413) or (how == "huge" and status == 0)
    assert office.desk.envelopes == []
    await office.fake.push(office.fake.said("zhaomin", "在吗"))
    assert len(office.desk.envelopes) == 1


async def test_the_same_request_is_taken_once(office: Office) -> None:
    await office.fake.push(office.fake.said("zhaomin", "帮助"))
    assert await office.fake.forger.replay() == 401
    assert len(office.desk.envelopes) == 1


async def test_a_request_that_could_not_be_stored_may_come_again_as_it_was(office: Office) -> None:
    office.desk.refuses = True
    event = office.fake.said("zhaomin", "帮助")
    with pytest.raises(NotAcknowledged):
        await office.fake.push(event)
    assert [each.code for each in office.fake.acks] == [503] * 3
    office.desk.refuses = False
    assert await office.fake.forger.replay() == 200
    await office.fake.push(event)
    assert len(office.desk.envelopes) == 1


async def test_redeliveries_at_once_are_one_event(office: Office) -> None:
    event = office.fake.said("zhaomin", "帮助")
    await asyncio.gather(*(office.fake.push(event) for _ in range(5)))
    assert len(office.desk.envelopes) == 1


@pytest.mark.parametrize("skew", [-299, 299, -590, 590])
async def test_a_clock_five_minutes_off_is_no_reason(office: Office, skew: int) -> None:
    payload = office.fake.said("zhaomin", "帮助").payload
    post = office.fake.forger._signed(office.fake.forger._seal(payload), time.time() + skew)
    assert await office.fake.callbacks.raw(post) == 200


@pytest.mark.parametrize("stamp", ["12", "-1772000001", "1e9", "", "１７７２００００００", "99999999999", "1772000000"])
async def test_a_time_that_is_none_or_long_ago(office: Office, stamp: str) -> None:
    sealed = office.fake.callbacks.envelopes.seal(office.fake.said("zhaomin", "帮助").payload)
    signature = office.fake.callbacks.envelopes.sign(stamp, "nonce", sealed)
    query = urlencode({"msg_signature": signature, "timestamp": stamp, "nonce": "nonce"})
    assert await office.fake.callbacks.raw(Post(query, office.fake.callbacks.body(sealed))) == 401


async def test_time_and_nonce_cannot_change_places(office: Office) -> None:
    sealed = office.fake.callbacks.envelopes.seal(office.fake.said("zhaomin", "帮助").payload)
    stamp, nonce = str(int(time.time())), str(int(time.time()) + 1)
    signature = office.fake.callbacks.envelopes.sign(stamp, nonce, sealed)
    for one, other in ((stamp, nonce), (nonce, stamp)):
        query = urlencode({"msg_signature": signature, "timestamp": one, "nonce": other})
        await office.fake.callbacks.raw(Post(query, office.fake.callbacks.body(sealed)))
    assert len(office.desk.envelopes) == 1, "the message's own id joins what the signature cannot tell apart"


async def test_sec_014_a_parameter_given_twice_is_refused(office: Office) -> None:
    post = office.fake.forger._signed(office.fake.forger._seal(office.fake.said("zhaomin", "x").payload))
    assert await office.fake.callbacks.raw(Post(f"{post.query}&nonce=other", post.body)) == 401


async def test_other_methods_and_encodings(office: Office) -> None:
    async with ClientSession() as http:
        url = f"{office.url}/wecom/callback"
        assert (await http.put(url, data=b"x")).status == 405
        assert (await http.head(url)).status == 405
        packed: dict[str, Any] = {"data": b"x", "headers": {"Content-Encoding": "gzip"}}
        # The server unpacks nothing before we look; a body that does not unpack is its own refusal.
        assert (await http.post(url, **packed)).status in (400, 401, 415)
        answer = await http.get(url)
        assert (answer.status, await answer.text()) == (401, "")


async def test_sec_021_a_message_for_another_app_of_the_company_is_refused(office: Office) -> None:
    payload = office.fake.said("zhaomin", "帮助").payload.replace("1000002", "1000003")
    assert await office.fake.callbacks.raw(office.fake.callbacks.post(payload)) == 401
    assert office.desk.envelopes == []


async def test_a_bot_that_does_not_run_yet_takes_nothing(fake: FakeWeCom, desk: Desk) -> None:
    async with opened(fake, desk, running=False) as office:
        with pytest.raises(NotAcknowledged):
            await office.fake.push(office.fake.said("zhaomin", "帮助"))
        assert [each.code for each in fake.acks] == [503] * 3


async def test_sec_007_two_presses_in_one_second_are_two_and_each_brings_its_code(office: Office) -> None:
    await office.adapter.api.post(
        "message/send",
        {"touser": "zhaomin", "agentid": 1000002, "msgtype": "template_card", "template_card": plain_card("t1")},
    )
    [message] = office.shown("zhaomin")
    for key in ("done", "later", "done"):
        await office.fake.push(office.fake.pressed("zhaomin", message.id, Handle("button", key)))
    assert len(office.desk.envelopes) == 3
    assert office.desk.notes["codes:t1"].count("RC0") == 3
    assert [each for each in office.events if isinstance(each, ActionTriggered)] == [], "keys that are not ours"


async def test_only_the_first_look_into_the_chat_is_a_greeting(office: Office) -> None:
    for _ in range(3):
        await office.fake.push(office.fake.opened("zhaomin"))
    await office.fake.push(office.fake.subscribed("ZhaoMin"))
    assert [each.text for each in office.events if isinstance(each, MessageReceived)] == ["你好"]


async def test_a_member_with_another_id_stays_who_they_were(fake: FakeWeCom, desk: Desk) -> None:
    async with opened(fake, desk) as office:
        await fake.push(fake.renamed("ZhaoMin", "ZhaoMin2"))
        await fake.push(fake.said("zhaomin2", "帮助"))
        await office.send("k1", say("好"))
        assert [each.user for each in fake.messages] == ["ZhaoMin2"]
        fake.hire("zhaomin", "新来的")
        await fake.push(fake.said("zhaomin", "你好"))
    async with opened(fake, desk) as office:
        heard = [each.sender for each in office.events if isinstance(each, MessageReceived)]
        assert [each.user for each in heard] == ["zhaomin", "zhaomin/2"], "and who has the old one now is another"
        await office.send("k2", say("早"))
        await office.send("k3", say("早"), to=heard[1])
        assert [each.user for each in fake.messages[1:]] == ["ZhaoMin2", "zhaomin"]
        profile = await office.adapter.profile(heard[1])
        assert profile is not None
        assert profile.name == "新来的"
        await fake.push(fake.renamed("ZhaoMin2", "ZhaoMin3"))
        await fake.push(fake.left("ZhaoMin3"))
        last = office.events[-1]
        assert isinstance(last, UserChanged)
        assert (last.user.user, last.left) == ("zhaomin", True)


async def test_an_app_about_to_be_suspended_is_told_of(office: Office) -> None:
    await office.fake.push(office.fake.happened("zhaomin", "inactive_alert"))
    await office.fake.push(office.fake.happened("zhaomin", "active_restored"))
    assert [each for each in office.desk.troubles if each[0] == "inactive"] == [("inactive", False), ("inactive", True)]
    assert office.events == []
