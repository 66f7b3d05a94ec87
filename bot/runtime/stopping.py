"""An orderly stop takes less than ten seconds, whatever hangs: how long each part may take, and what ends it all."""

import asyncio
import logging
import os
import threading
from collections.abc import Awaitable

from bot.runtime.faults import describe
from bot.runtime.logs import say

LOG = logging.getLogger(__name__)
INTAKE = 1.0
"""Seconds in which events that were already taken in are stored."""
TURNS = 3.0
"""Seconds for the turns in hand; they are undone otherwise and taken again later."""
SENDS = 5.0
"""Seconds for turns and messages on their way together; what is not settled then may be asked for, see Redelivery."""
CLOSING = 0.75
"""Seconds for each of: letting go of leases, the doors, the adapters, the database."""
LAST = 9.0
"""Seconds after which the process ends, whatever still holds it."""
CUT_SHORT = 4
"""The exit code of such an end."""


async def within(seconds: float, part: str, *work: Awaitable[object]) -> None:
    """Wait for the work, but not longer; what fails or takes longer is told of and left behind."""
    tasks = {asyncio.ensure_future(each) for each in work}
    if not tasks:
        return
    done, late = await asyncio.wait(tasks, timeout=seconds)
    for task in late:
        task.cancel()
    if late:
        say(LOG, logging.WARNING, f"Its {part} did not end in time: left behind", f"stop.{part}")
    for task in done:
        if not task.cancelled() and (error := task.exception()):
            say(LOG, logging.WARNING, f"Its {part} did not end well", f"stop.{part}", error=describe(error))


def end_at_last(seconds: float = LAST) -> None:
    """Let this process live so many seconds longer at most: a thread that hangs would hold it for ever."""

    def wait() -> None:
        threading.Event().wait(seconds)
        say(LOG, logging.ERROR, "The stop took too long and was cut short; nothing acknowledged is lost", "stop.cut")
        logging.shutdown()
        os._exit(CUT_SHORT)

    threading.Thread(target=wait, name="stop", daemon=True).start()
