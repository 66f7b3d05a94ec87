"""One payload in, one answer out, whichever way it came: over a socket or posted to our route."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Literal

from slack_bolt.async_app import AsyncApp

from adapters.slack.fast import Fast
from adapters.slack.intake import Intake
from adapters.slack.routing import dispatched

Kind = Literal["events_api", "interactive", "slash_commands"]

UNHANDLED = 404
"""bolt's answer to a kind of payload it does not know: delivered again, it would mean no more."""


class NotTaken(Exception):
    """It was not stored: Slack must not be told that it was."""


class Door:
    """Stores first. `app` answers what wants an answer."""

    def __init__(self, app: AsyncApp, intake: Intake, fast: Fast) -> None:
        self._app = app
        self._intake = intake
        self._fast = fast
        self._after: set[asyncio.Task[None]] = set()

    async def take(self, kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The body of the acknowledgement, often empty. Raises whatever kept it from being stored."""
        if kind == "events_api":
            await self._intake.event(body)
            event = body.get("event")
            if isinstance(event, Mapping) and event.get("type") == "app_home_opened":
                self._later(body)
            return {}
        if kind == "interactive" and body.get("type") == "block_actions":
            if not await self._fast.press(body):
                await self._intake.press(body)
            return {}
        status, answer = await dispatched(self._app, body)
        if status == UNHANDLED:
            return {}
        if status != 200:
            raise NotTaken(f"{kind}: {status}")
        return _object(answer)

    async def close(self) -> None:
        """What was begun after an acknowledgement is only for show: it is left."""
        for task in self._after:
            task.cancel()
        if self._after:
            await asyncio.wait(self._after)

    def _later(self, body: Mapping[str, Any]) -> None:
        task = asyncio.ensure_future(self._fast.home(body))
        self._after.add(task)
        task.add_done_callback(self._after.discard)


def _object(answer: str) -> dict[str, Any]:
    """bolt answers with JSON, or with a bare text."""
    if not answer:
        return {}
    try:
        found = json.loads(answer)
    except ValueError:
        return {"text": answer}
    return found if isinstance(found, dict) else {"text": answer}
