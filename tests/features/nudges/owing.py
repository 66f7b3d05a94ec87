"""Things owed, as other features tell of them."""

from datetime import datetime

from bot.kernel.cards import Action, Button
from bot.kernel.facts import Ladder, ObligationOpened
from bot.kernel.people import Person
from tests.features.red_flags.living import MIN, at

WEDNESDAY = at(16, 18)
DONE = Button("已完成", Action("promises.done", {"id": "x"}))


def owed(
    due: datetime = WEDNESDAY,
    remind: datetime | None = None,
    *,
    id: str = "plan",
    owner: Person = MIN,
    what: str = "方案",
    ladder: Ladder = Ladder.FULL,
    towards: Person | None = None,
) -> ObligationOpened:
    return ObligationOpened(id, owner.id, due, what, (DONE,), ladder, remind, towards.id if towards else None)
