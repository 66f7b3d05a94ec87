"""What the vendor's client gets wrong, by the numbers of the platform notes 7 and 10.3: the fake provokes it, and the
bot recovers.

Within: a reset, a close, half a frame, a refusal, a dead discovery: as soon as the platform takes a connection again
(0.05 s, then twice as long each time, at most 60 s). A frozen or silent link: two probes (20 s as delivered). A
thread that hangs or dies: two beats (10 s as delivered).
"""

import asyncio
import contextlib
import logging
import subprocess
import sys
import threading

import pytest

from adapters.feishu import socket
from bot.kernel.events import MessageReceived
from bot.ports.adapter import Misconfigured, Unavailable
from tests.adapters.feishu.served import ANN, BEN, Served, served, until
from tests.fakes.feishu import NotAcknowledged

QUICK = 0.2
"""Seconds of a probe and of a beat in these tests."""


async def hears(one: Served, text: str = "还在吗") -> None:
    """A message comes through and is acknowledged."""
    before = len(one.accepted)
    await one.fake.push(one.fake.said(ANN, text))
    assert len(one.accepted) == before + 1


@pytest.mark.parametrize("how", ["reset", "clean", "close", "half", "busy", "death", "refused", "forbidden"])
async def test_4_every_end_of_the_connection_is_survived(how: str) -> None:
    """The vendor's would sleep for ever after a refusal while reconnecting: silent death."""
    async with served() as one:
        await one.start()
        for _ in range(3):
            await one.fake.disconnect(how)
            await hears(one)
        assert one.adapter.health() == ""
        assert one.fake.alarms == []


async def test_9_a_frozen_link_is_noticed_and_left() -> None:
    """Two probes; the vendor's takes 40 s and more, and then waits for the dead peer to say goodbye."""
    async with served(probe=QUICK) as one:
        await one.start()
        await one.fake.disconnect("freeze")
        await hears(one)


async def test_9_a_server_that_no_longer_pongs_is_left() -> None:
    """The socket lives, nobody is behind it: the vendor's never looks whether its pings are answered."""
    async with served(probe=QUICK) as one:
        one.fake.link.config = {**one.fake.link.config, "PingInterval": 1}
        one.fake.link.mute = True
        await one.start()
        await until(lambda: one.fake.link.opened >= 2)
        one.fake.link.mute = False
        await hears(one)


async def test_3_a_discovery_that_never_answers_blocks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vendor's asks without a time limit, within its loop: that one link, and every other, would be deaf."""
    monkeypatch.setattr("adapters.feishu.limits.DISCOVERY", 0.3)
    async with served(connections=2) as one:
        await one.start(2)
        one.fake.link.discovery.extend(["hang", "hang"])
        await one.fake.disconnect()
        await hears(one)
        assert one.adapter.health() == ""


@pytest.mark.parametrize("how", ["busy", "internal", "http500"])
async def test_7_a_platform_that_is_busy_at_the_start_is_asked_again_soon(how: str) -> None:
    """The vendor's waits up to 30 s, then 120 s each time."""
    async with served() as one:
        one.fake.link.discovery.extend([how] * 3)
        await one.start()
        await hears(one)


async def test_wrong_credentials_are_an_operators_matter() -> None:
    async with served() as one:
        one.fake.link.discovery.append("fatal")
        with pytest.raises(Misconfigured, match="check app_id and app_secret"):
            await one.start()


async def test_1_it_runs_beside_another_loop_twice_and_again() -> None:
    """The vendor's binds the loop it finds at import, and raises when there are two clients or a running loop."""
    async with served() as first, served(connections=3) as second:
        await first.start()
        await second.start(3)
        await hears(first)
        await hears(second)
        await first.stop()
        await hears(second)
        await first.start()
        await hears(first)
        assert len(second.fake.link.connections) == 3


async def test_6_events_wait_for_their_commits_together_and_pings_go_on() -> None:
    """The vendor's handles one event after the other, and nothing else meanwhile: here none is stored before the last
    has come."""
    async with served(probe=QUICK) as one:
        one.fake.link.config = {**one.fake.link.config, "PingInterval": 1}
        await one.start()
        one.together = 20
        link = one.fake.link.connections[0]
        pushing = [asyncio.create_task(one.fake.push(one.fake.said(ANN, str(n)))) for n in range(19)]
        await until(lambda: link.pings >= 3)
        assert one.accepted == []
        await asyncio.gather(one.fake.push(one.fake.said(BEN, "letzter")), *pushing)
        assert len(one.accepted) == 20
        assert one.fake.link.opened == 1
        assert one.fake.alarms == []


async def test_6_nothing_is_acknowledged_that_was_not_stored() -> None:
    """The vendor's acknowledges what an `async def` handler never even began."""
    async with served() as one:
        await one.start()
        one.failing = Unavailable("the bot is stopping")
        event = one.fake.said(ANN, "hi")
        with pytest.raises(NotAcknowledged, match="500"):
            await one.fake.push(event)
        one.failing = None
        await one.fake.push(event)
        assert [each.code for each in one.fake.acks] == [500, 200]
        assert len(one.accepted) == 1


async def test_6_a_commit_that_takes_too_long_is_no_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.feishu.limits.ACCEPTING", 0.2)
    async with served() as one:
        await one.start()
        one.slowly = 30
        with pytest.raises(NotAcknowledged, match="500"):
            await one.fake.push(one.fake.said(ANN, "hi"))
        one.slowly = 0
        await hears(one)


async def test_6_an_event_nobody_asked_for_is_acknowledged() -> None:
    """The vendor's answers 500 to what it has no handler for, and the platform sends it four times more."""
    async with served() as one:
        await one.start()
        await one.fake.push(one.fake.opened(ANN))
        assert one.fake.acks[-1].code == 200


@pytest.mark.parametrize(("fragments", "reverse"), [(3, False), (3, True), (1, False)])
async def test_a_payload_in_pieces_is_one_event(fragments: int, reverse: bool) -> None:
    async with served() as one:
        await one.start()
        one.fake.link.fragments, one.fake.link.reverse = fragments, reverse
        await hears(one, "很长的话" * 500)
        (heard,) = one.events
        assert isinstance(heard, MessageReceived)
        assert heard.text == "很长的话" * 500


async def test_a_click_that_comes_as_a_card_is_taken_too() -> None:
    """The vendor's leaves frames of this type without an answer."""
    async with served() as one:
        await one.start()
        one.fake.link.kind = "card"
        await hears(one)


@pytest.mark.parametrize("header", ["sum", "seq", "trace_id"])
async def test_a_header_that_is_not_needed_may_be_missing(header: str) -> None:
    async with served() as one:
        await one.start()
        one.fake.link.omit = header
        await hears(one)


async def test_a_clean_close_every_time_makes_no_storm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections that bring nothing are opened ever more rarely; one that brought something counts anew."""
    fruitless: list[int] = []

    def pause(failures: int) -> float:
        fruitless.append(failures)
        return 0.0

    monkeypatch.setattr(socket, "_pause", pause)
    async with served() as one:
        await one.start()
        for number in range(1, 5):
            await one.fake.disconnect("clean")
            await until(lambda number=number: len(fruitless) == number and not one.adapter.health())
        await hears(one)
        await one.fake.disconnect("clean")
        await until(lambda: len(fruitless) == 5)
        assert fruitless == [1, 2, 3, 4, 0]


def test_pauses_grow_and_differ_and_end_at_a_minute() -> None:
    for failures, most in ((0, 0.05), (1, 0.1), (5, 1.6), (20, 60.0), (2000, 60.0)):
        found = {socket._pause(failures) for _ in range(20)}
        assert all(most / 2 <= each <= most for each in found)
        assert len(found) > 1


async def test_5_a_stop_ends_the_links_and_the_thread() -> None:
    """The vendor's has no stop. What is in hand is still acknowledged."""
    async with served(connections=2) as one:
        await one.start(2)
        one.slowly = 0.3
        pushing = asyncio.create_task(one.fake.push(one.fake.said(ANN, "noch schnell")))
        await until(lambda: one.in_hand)
        await one.stop()
        await pushing
        await until(lambda: not one.fake.link.connections)
        assert "feishu-sdk" not in {thread.name for thread in threading.enumerate()}
        assert one.fake.acks[-1].code == 200
        assert one.adapter.health() != ""


async def test_a_thread_that_hangs_is_replaced() -> None:
    async with served(beat=QUICK) as one:
        await one.start()
        machine = one.adapter.socket.machine
        assert machine is not None
        wake = threading.Event()

        async def hang() -> None:
            wake.wait(30)

        hanging = asyncio.create_task(machine.do(hang()))
        try:
            await until(lambda: one.adapter.socket.machine is not machine)
            await hears(one)
        finally:
            wake.set()
            hanging.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await hanging


async def test_a_thread_that_dies_is_replaced() -> None:
    async with served(beat=QUICK) as one:
        await one.start()
        machine = one.adapter.socket.machine
        assert machine is not None
        machine.abandon()
        await until(lambda: one.adapter.socket.machine is not machine)
        await hears(one)


async def test_8_neither_the_ticket_nor_words_reach_standard_output(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """The vendor's prints to standard output, the address with its ticket among it."""
    caplog.set_level(logging.INFO)
    async with served() as one:
        await one.start()
        await hears(one, "geheim-geheim")
        await one.fake.disconnect()
        await hears(one)
        logging.getLogger("Lark").warning("connect failed: wss://msg.example/ws?ticket=abc")
        printed = "".join(capfd.readouterr())
        assert "connect failed: (address)" in caplog.text
        for secret in ("ticket", "geheim", "ws://", "wss://"):
            assert secret not in printed + caplog.text


def test_the_vendors_library_is_loaded_by_running_only() -> None:
    """Two seconds and 150 MB that a site without Feishu, or `doctor`, does not pay for."""
    script = (
        "import sys\n"
        "from types import SimpleNamespace\n"
        "from adapters.registry import builder\n"
        "adapter = builder('feishu')({'app_id': 'cli_1', 'app_secret': 'abc123'}, SimpleNamespace(now=None))\n"
        "print(adapter.platform, 'lark_oapi' in sys.modules)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "feishu False\n"
