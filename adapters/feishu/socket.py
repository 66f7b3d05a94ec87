"""The long connection, kept: found by us, opened by the vendor's client, watched, and opened again.

What may happen to a connection and how soon the bot is back: a reset or a close: at once; a frozen link: two probes;
a thread that hangs or dies: two beats; a refusal: as soon as the platform takes us again, asked ever more rarely.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import ClientError

from adapters.common.strict_json import loads_strict
from adapters.feishu import limits
from adapters.feishu.api import Api
from adapters.feishu.crossing import Crossing
from adapters.feishu.intake import Intake
from adapters.feishu.machine import Machine, Stuck
from bot.ports.adapter import Misconfigured, Unauthorised, Unavailable

Json = Mapping[str, Any]
Take = Callable[[bytes], Awaitable[Json | None]]
LOG = logging.getLogger(__name__)
PROBE = 10.0
"""Seconds between two looks at a link, and for its answer."""
BEAT = 5.0
"""Seconds between two looks at the vendor's thread, and for its answer."""
STEADY = 30.0
"""Seconds after which a connection was worth opening, though it brought nothing."""
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 60.0


class Socket:
    """`connections` links that share the events. `probe`, `beat`: seconds, see PROBE and BEAT."""

    def __init__(
        self, app_id: str, connections: int, api: Api, intake: Intake, probe: float = PROBE, beat: float = BEAT
    ) -> None:
        self._app_id = app_id
        self._connections = connections
        self._api = api
        self._intake = intake
        self._probe = probe
        self._beat = beat
        self._up: set[int] = set()
        self._links: dict[int, Any] = {}
        self._why = "it was not yet connected"
        self._ever = False
        self.machine: Machine | None = None
        self.opened = 0
        """How many connections there were."""

    @property
    def trouble(self) -> str:
        """Why nothing can be heard; empty while at least one link is open."""
        return "" if self._up else self._why

    async def run(self) -> None:
        """Until cancelled. Raises Misconfigured if the platform does not want us from the start."""
        while True:
            machine = self.machine = Machine()
            try:
                await machine.start()
            except ImportError as error:
                raise Misconfigured("the package lark-oapi cannot be loaded; install the bot's requirements") from error
            try:
                await self._use(machine)
            except Stuck as error:
                self._why = str(error)
                LOG.error("The vendor's client hangs and is replaced", extra={"action": "feishu.stuck"})
                for connection in self._links.values():
                    connection.cut()
                machine.abandon()
            except BaseException:
                # Nothing new is taken; what is in hand is acknowledged before the link goes.
                self._intake.close()
                await machine.stop()
                raise
            finally:
                self._up.clear()
                self._links.clear()

    async def _use(self, machine: Machine) -> None:
        work = [self._keep(machine, number) for number in range(self._connections)]
        tasks = [asyncio.create_task(each) for each in (*work, self._watch(machine))]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()

    async def _watch(self, machine: Machine) -> None:
        while True:
            await asyncio.sleep(self._beat)
            await machine.answers(self._beat)

    async def _keep(self, machine: Machine, number: int) -> None:
        """One link after another."""
        failures = 0
        while True:
            failures = 0 if await self._connected(machine, number) else failures + 1
            await asyncio.sleep(_pause(failures))

    async def _connected(self, machine: Machine, number: int) -> bool:
        """One link from its opening to its end; whether it was worth it: it brought events, or held a while."""
        began = time.monotonic()
        connection = None
        try:
            found = await self._api.discover()
            address, config = found.get("URL"), found.get("ClientConfig")
            if not isinstance(address, str):
                raise ConnectionError("the platform names no address")
            connection = await machine.do(self._connection(machine, address, config, self._taker()))
            self._links[number] = connection
            await machine.do(connection.live(self._opened(number)))
        except Unauthorised as error:
            if not self._ever:
                raise Misconfigured(str(error)) from error
            self._lost(number, str(error))
        except (machine.sdk.Ended, machine.sdk.Refusal) as error:
            self._lost(number, str(error))
        except (Unavailable, ClientError, OSError, TimeoutError) as error:
            self._lost(number, f"the platform cannot be reached ({type(error).__name__})")
        finally:
            self._up.discard(number)
        held = time.monotonic() - began
        return connection is not None and (connection.events > 0 or held > STEADY)

    async def _connection(self, machine: Machine, address: str, config: object, take: Take) -> Any:
        """Made on the vendor's loop, to which its parts bind themselves."""
        wishes = dict(config) if isinstance(config, Mapping) else {}
        return machine.sdk.Connection(self._app_id, address, wishes, take, self._probe)

    def _taker(self) -> Take:
        """What the vendor's thread calls for an event: it is stored here, and only then answered there."""
        crossing = Crossing(self._stored)

        async def take(raw: bytes) -> Json | None:
            async with asyncio.timeout(limits.ACCEPTING):
                return await crossing.take(raw)

        return take

    async def _stored(self, raw: bytes) -> Json | None:
        return await self._intake.take(loads_strict(raw))

    def _opened(self, number: int) -> Callable[[], None]:
        main = asyncio.get_running_loop()

        def told() -> None:
            main.call_soon_threadsafe(self._is_up, number)

        return told

    def _is_up(self, number: int) -> None:
        self._ever = True
        self.opened += 1
        self._up.add(number)
        LOG.info("Connected", extra={"action": "feishu.connected", "connection": number})

    def _lost(self, number: int, why: str) -> None:
        self._why = why
        LOG.info("A connection ended", extra={"action": "feishu.lost", "connection": number, "why": why})


def _pause(failures: int) -> float:
    """Seconds until the next try: none to speak of after a good connection, then twice as long each time, and never
    all bots of a company at once."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures, 20))
    return random.uniform(longest / 2, longest)  # noqa: S311 - no secret
