"""HTTP callbacks: the platform's are taken, and nothing else that comes to the address. The numbers are those of the
security notes."""

import asyncio
import time

import pytest
from multidict import CIMultiDict

from adapters.feishu.callback import PATH
from bot.kernel.cards import Action, Button, say
from bot.kernel.events import ActionTriggered, MessageReceived
from tests.adapters.feishu.asked import KEY, NOW, TOKEN, asked
from tests.adapters.feishu.served import ANN
from tests.fakes.feishu.drawing import draw


async def test_the_console_saves_the_address_and_events_come() -> None:
    async with asked(clock=time.time) as to:
        fake = to.one.fake
        await fake.subscribe(f"{to.url}{PATH}", KEY)
        await fake.push(fake.said(ANN, "你好"))
        (heard,) = to.one.events
        assert isinstance(heard, MessageReceived)
        assert heard.text == "你好"
        sent = await to.one.send(say("完成了?", Button("完成", Action("x.go"))))
        (button,) = draw(fake.messages[0]).pressables
        await fake.push(fake.pressed(ANN, sent.native["message"], button.handle))
        assert isinstance(to.one.events[-1], ActionTriggered)
        assert fake.acks[-1].body == {}
        lower = await fake.post(fake.said(ANN, "klein"), "lower")
        assert (lower.status, lower.body) == (200, {})
        assert fake.alarms == []


@pytest.mark.parametrize("flaw", ["signature", "unsigned", "stale", "plain", "key", "garbage"])
async def test_sec_002_what_is_not_the_platforms_is_refused(flaw: str) -> None:
    async with asked(clock=time.time) as to:
        fake = to.one.fake
        await fake.subscribe(f"{to.url}{PATH}", KEY)
        posted = await fake.post(fake.said(ANN, "hi"), flaw)
        assert posted.status == 401
        assert to.one.accepted == []
        assert to.one.adapter._callback.refused.total() == 1


async def test_sec_006_the_same_request_again_is_taken_once() -> None:
    async with asked() as to:
        raw = to.sealed()
        headers = to.signed(raw)
        answers = await asyncio.gather(*(to.post(raw, headers) for _ in range(3)))
        assert {status for status, _ in answers} == {200}
        assert len(to.one.accepted) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"X-Lark-Signature": ""},
        {"X-Lark-Signature": "e1"},
        {"X-Lark-Signature": "é" * 64},
        {"X-Lark-Request-Nonce": ""},
        {"X-Lark-Request-Nonce": "n 0nce"},
        {"X-Lark-Request-Timestamp": ""},
        {"X-Lark-Request-Timestamp": "abc"},
        {"X-Lark-Request-Timestamp": "1e9"},
        {"X-Lark-Request-Timestamp": "-1"},
        {"X-Lark-Request-Timestamp": "１７００００００００"},
        {"X-Lark-Request-Timestamp": "1700000000000"},
    ],
)
async def test_sec_005_malformed_headers_are_refused_and_break_nothing(change: dict[str, str]) -> None:
    async with asked() as to:
        raw = to.sealed()
        assert (await to.post(raw, {**to.signed(raw), **change}))[0] == 401


async def test_sec_002_a_signature_in_upper_case_is_not_the_platforms() -> None:
    async with asked() as to:
        raw = to.sealed()
        headers = to.signed(raw)
        assert (await to.post(raw, {**headers, "X-Lark-Signature": headers["X-Lark-Signature"].upper()}))[0] == 401


@pytest.mark.parametrize(("age", "status"), [(301, 401), (-301, 401), (300, 200), (-300, 200)])
async def test_sec_005_five_minutes_of_skew_and_no_more(age: int, status: int) -> None:
    async with asked() as to:
        raw = to.sealed()
        assert (await to.post(raw, to.signed(raw, at=NOW - age)))[0] == status


async def test_an_operator_can_take_older_signatures() -> None:
    """Whether a redelivery seven hours later is signed anew, nobody could verify."""
    async with asked(max_age=30_000) as to:
        raw = to.sealed()
        assert (await to.post(raw, to.signed(raw, at=NOW - 25_200)))[0] == 200


async def test_sec_003_one_bit_or_one_space_more_is_another_body() -> None:
    async with asked() as to:
        raw = to.sealed()
        headers = to.signed(raw)
        assert (await to.post(raw + b" ", headers))[0] == 401
        assert (await to.post(bytes([raw[0], raw[1] ^ 1, *raw[2:]]), headers))[0] == 401


async def test_sec_008_digits_cannot_move_between_time_and_nonce() -> None:
    async with asked() as to:
        raw = to.sealed()
        headers = to.signed(raw, nonce="42abc")
        moved = {**headers, "X-Lark-Request-Timestamp": f"{NOW}42", "X-Lark-Request-Nonce": "abc"}
        assert (await to.post(raw, moved))[0] == 401


async def test_sec_009_bytes_behind_the_signed_json_are_refused() -> None:
    async with asked() as to:
        raw = to.sealed() + b'{"encrypt":"x"}'
        assert (await to.post(raw, to.signed(raw)))[0] == 401


async def test_sec_014_a_header_given_twice_is_refused() -> None:
    async with asked() as to:
        raw = to.sealed()
        headers = CIMultiDict({"Content-Type": "application/json", **to.signed(raw)})
        headers.add("X-Lark-Signature", "0" * 64)
        async with to.http.post(f"{to.url}{PATH}", data=raw, headers=headers) as answer:
            assert answer.status == 401


@pytest.mark.parametrize(
    ("token", "status"), [(TOKEN, 200), ("vt_other", 401), ("", 401), (None, 401), (["x"], 401), ("é", 401)]
)
async def test_sec_021_another_apps_token_is_refused(token: object, status: int) -> None:
    async with asked() as to:
        raw = to.sealed(token=token)
        assert (await to.post(raw, to.signed(raw)))[0] == status


async def test_sec_021_another_apps_event_is_acknowledged_and_dropped() -> None:
    async with asked() as to:
        raw = to.sealed(app_id="cli_other")
        assert (await to.post(raw, to.signed(raw)))[0] == 200
        assert to.one.accepted == []
        assert to.one.adapter._intake.dropped["another app"] == 1
