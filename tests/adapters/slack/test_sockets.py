"""What Slack's gateway and the vendor's client do wrong, provoked: the bot comes back within a stated time."""

import asyncio
import json
from collections import deque
from contextlib import suppress

import pytest

from adapters.slack import build
from adapters.slack.backoff import Backoff
from adapters.slack.limits import PING, PROVEN, STALE
from bot.ports.adapter import Misconfigured
from tests.adapters.slack.conftest import ANN, Desk, Office, opened, settings
from tests.fakes.slack import FakeSlack, shapes

SOON = 5.0
"""Seconds of real time within which every loss below is made good, but those that say otherwise."""


async def heard(office: Office, within: float = SOON) -> None:
    """A further event gets through."""
    before = len(office.desk.envelopes)
    async with asyncio.timeout(within):
        await office.fake.push(office.fake.said(ANN, f"number {before}"))
    assert len(office.desk.envelopes) == before + 1


@pytest.mark.parametrize("how", ["reset", "clean", "close", "half", "refresh"])
async def test_a_connection_that_ends_is_there_again(office: Office, how: str) -> None:
    for _ in range(3):
        await office.fake.disconnect(how)
        await heard(office)


async def test_a_frozen_link_is_noticed_by_its_missing_pongs(office: Office) -> None:
    await office.fake.disconnect("freeze")
    frozen = office.fake.sockets.links[0]
    await office.until(lambda: frozen not in office.fake.sockets.links, 3 * PING + SOON)
    await heard(office)


async def test_a_ticket_that_is_refused_is_not_tried_for_ever(office: Office) -> None:
    office.fake.sockets.stale = 2
    await office.fake.disconnect("reset")
    await heard(office, 4 * (STALE + PING) + SOON)
    assert len(set(office.fake.sockets.tries)) == 4


@pytest.mark.parametrize("reason", ["too_many_websockets", "link_disabled"])
async def test_a_gateway_that_hangs_up_is_not_stormed(office: Office, reason: str) -> None:
    office.fake.sockets.refuse = reason
    await office.fake.disconnect("reset")
    await asyncio.sleep(4)
    tries = len(office.fake.sockets.tries)
    assert tries <= 6, f"{tries} connections in 4 s"
    assert (
        "ten per app" if reason == "too_many_websockets" else "Socket Mode is switched off"
    ) in office.adapter.health()
    office.fake.sockets.refuse = ""
    await heard(office, 20)
    await office.until(lambda: office.adapter.health() == "")


async def test_a_ticket_that_is_not_given_is_waited_for_as_long_as_slack_says(office: Office) -> None:
    office.fake.api.canned["apps.connections.open"] = deque([shapes.limited("3")] + [shapes.html()] * 2)
    before = len(office.calls("apps.connections.open"))
    await office.fake.disconnect("reset")
    await asyncio.sleep(2)
    assert len(office.calls("apps.connections.open")) == before + 1
    await heard(office, 20)


async def test_what_happened_meanwhile_comes_when_the_connection_is_back(office: Office) -> None:
    office.fake.sockets.stale = 1
    await office.fake.disconnect("reset")
    event = office.fake.said(ANN, "while away")
    async with asyncio.timeout(4 * (STALE + PING) + SOON):
        await office.fake.push(event)
    assert len(office.events) == 1


async def test_the_same_happening_over_two_sockets_is_one(fake: FakeSlack) -> None:
    async with opened(fake, connections=2) as office:
        await office.until(lambda: len(fake.sockets.open_links()) == 2)
        fake.alternate = True
        event = fake.said(ANN, "hello")
        for _ in range(4):
            await fake.push(event)
        assert len(office.events) == 1
        await fake.disconnect("reset")
        await heard(office)


@pytest.mark.parametrize("raw", ["not json", "[1, 2]", '{"type": "never_heard_of"}', '{"type":"events_api"}', "{"])
async def test_frames_that_mean_nothing_are_survived(office: Office, raw: str) -> None:
    for link in office.fake.sockets.links:
        await link.send(raw)
    await heard(office)


async def test_payloads_of_an_unknown_kind_are_acknowledged(office: Office) -> None:
    link = office.fake.sockets.links[0]
    seen: list[object] = []
    link._heard = seen.append
    bodies = [{"type": "never_heard_of"}, {}, {"type": "view_closed", "view": {}}]
    for number, body in enumerate(bodies):
        frame = {"envelope_id": str(number), "type": "interactive", "payload": body, "accepts_response_payload": True}
        await link.send(json.dumps(frame))
    await office.until(lambda: len(seen) >= 1)
    assert {"envelope_id": "2"} in seen


async def test_a_wrong_token_is_said_at_once(fake: FakeSlack) -> None:
    for name, says in (("bot_token", "bot_token"), ("app_token", "connections:write")):
        wrong = {"bot_token": "xoxb-wrong", "app_token": "xapp-wrong"}[name]
        adapter = build(settings(fake, **{name: wrong}), Desk())
        with pytest.raises(Misconfigured, match=says) as failure:
            await adapter.run(Desk().accept)
        assert wrong not in str(failure.value)
        await adapter.close()


async def test_a_stop_finishes_what_is_in_hand(fake: FakeSlack) -> None:
    """Stored and acknowledged, though the stop came in between."""
    desk, gate = Desk(), asyncio.Event()
    desk.storing = gate.wait  # type: ignore[assignment]
    office = Office(fake, desk, build(settings(fake), desk))
    running = asyncio.ensure_future(office.adapter.run(desk.accept))
    await office.until(lambda: bool(fake.sockets.open_links()))
    pushing = asyncio.ensure_future(fake.push(fake.said(ANN, "hello")))
    await asyncio.sleep(0.2)
    running.cancel()
    await asyncio.sleep(0.1)
    gate.set()
    await pushing
    with suppress(asyncio.CancelledError):
        await running
    await office.adapter.close()
    assert len(desk.envelopes) == len(fake.acks) == 1
    assert fake.sockets.open_links() == []


async def test_nothing_runs_on_after_a_stop(fake: FakeSlack) -> None:
    async with opened(fake, connections=3) as office:
        await heard(office)
    left = [task for task in asyncio.all_tasks() if "slack" in repr(task.get_coro()) and "test" not in repr(task)]
    assert left == []


async def test_variables_of_the_environment_change_nothing(fake: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "SLACK_CLIENT_ID",
        "SLACK_CLIENT_SECRET",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "SLACK_SIGNING_SECRET",
    ):
        monkeypatch.setenv(name, "of somebody else")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with opened(fake) as office:
        await heard(office)
        await office.fake.push(office.fake.modals.shortcut(ANN, "give_kudos"))
        assert len(office.fake.views.stacks[ANN]) == 1


def test_pauses_grow_with_failures_and_end_with_success() -> None:
    now = 0.0
    backoff = Backoff(lambda: now, lambda: 1.0)
    assert [backoff.pause() for _ in range(9)] == [0, 0, 1, 2, 4, 8, 16, 32, 60]
    backoff.opened()
    backoff.heard()
    assert backoff.pause() == 0
    for _ in range(5):
        backoff.pause()
    backoff.opened()
    now = PROVEN
    assert backoff.pause() == 0
    backoff.opened()
    backoff.told("link_disabled")
    assert backoff.pause() >= 1
    backoff.rest(90)
    assert backoff.pause() == 90
