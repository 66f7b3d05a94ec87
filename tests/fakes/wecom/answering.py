"""How one frame of the bot is answered on its link: order, faults, and acknowledgements with and without headers."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from tests.fakes.common.faults import Faults
from tests.fakes.wecom.connection import Connection
from tests.fakes.wecom.frames import Frames
from tests.fakes.wecom.gate import ERROR_PAGE, LIMITED, reset
from tests.fakes.wecom.records import Journal, Json, Refusal

SENDS = ("aibot_send_msg", "aibot_respond_msg", "aibot_respond_update_msg")
NOT_SUBSCRIBED = Refusal(846609, "aibot websocket not subscribed")
Subscribe = Callable[[Connection, Any], Awaitable[None]]


class Answering:
    """`subscribe`: what the link does with that command.

    `loses`: the fault `lost` really loses an acknowledgement; else it breaks before storing. Nothing here stops a
    second copy, so whoever sends again after a lost one is seen twice.
    """

    def __init__(self, frames: Frames, journal: Journal, faults: Faults, subscribe: Subscribe) -> None:
        self._frames, self._journal, self._faults, self._subscribe = frames, journal, faults, subscribe
        self.loses = True

    async def answer(self, connection: Connection, text: str) -> None:
        """It yields first, so that a second frame under the same req_id overlaps."""
        frame = _parsed(text)
        cmd, req_id, body = frame.get("cmd", ""), str(frame.get("headers", {}).get("req_id", "")), frame.get("body")
        fault = self._faults.due() if cmd in SENDS else None
        fault = "dropped" if fault == "lost" and not self.loses else fault
        overlaps = req_id in connection.pending
        connection.pending.add(req_id)
        try:
            await asyncio.sleep(self._faults.delay)
            if overlaps:
                raise Refusal(6000, "data conflict")
            await self._strike(connection, fault)
            told = await self._obey(connection, cmd, req_id, body)
            answer: Json = {
                "headers": {"req_id": req_id},
                "errcode": 0,
                "errmsg": "ok",
                **({"body": told} if told else {}),
            }
        except Refusal as refusal:
            if not refusal.told:
                self._journal.alarm(f"{cmd or text[:80]}: {refusal.words}")
            # Whoever leaves a field out is not told which request that was.
            missing = refusal.code == 40058 and refusal.words.endswith("is missing")
            headers = {} if missing else {"headers": {"req_id": req_id}}
            answer = {**headers, "errcode": refusal.code, "errmsg": refusal.words}
        except ConnectionResetError as error:
            self._journal.call("WS", cmd, {}, body, 0, str(error))
            return
        finally:
            if not overlaps:
                connection.pending.discard(req_id)
        shown = {**body, "secret": "***"} if isinstance(body, dict) and "secret" in body else body
        self._journal.call("WS", cmd, {}, shown, 0 if fault == "lost" else 200, answer)
        if fault == "lost":
            reset(connection.transport)
        elif not connection.socket.closed and not connection.frozen:
            await connection.say(answer)

    async def _strike(self, connection: Connection, fault: str | None) -> None:
        match fault:
            case "limited":
                raise LIMITED
            case "broken":
                raise Refusal(-1, "system busy")
            case "expired":
                connection.subscribed = False
            case "html" if connection.transport:
                await connection.socket.send_str(ERROR_PAGE)
                connection.transport.close()
                raise ConnectionResetError("reset before storing")
            case "dropped":
                reset(connection.transport)
                raise ConnectionResetError("reset before storing")

    async def _obey(self, connection: Connection, cmd: str, req_id: str, body: Any) -> Json:
        if not req_id:
            raise Refusal(40058, "headers.req_id is missing", told=False)
        if cmd == "aibot_subscribe":
            await self._subscribe(connection, body)
            return {}
        if cmd == "ping" and body is not None:
            raise Refusal(40058, "a ping has no body", told=False)
        if not connection.subscribed:
            raise NOT_SUBSCRIBED
        if cmd == "ping":
            return {}
        if cmd not in self._frames.commands:
            raise Refusal(40058, f"no such cmd: {cmd!r}", told=False)
        if not isinstance(body, dict):
            raise Refusal(40058, "body is missing")
        return self._frames.commands[cmd](connection.asked.get(req_id), body)


def _parsed(text: str) -> Json:
    try:
        frame = json.loads(text)
    except ValueError:
        return {}
    good = isinstance(frame, dict) and isinstance(frame.get("headers", {}), dict)
    return frame if good else {}
