"""What nudges remembers of a thing owed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.kernel.cards import Button
from bot.kernel.facts import Ladder
from bot.kernel.ids import DeliveryKey, PersonId

NO_CARD = DeliveryKey("")


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Stage(StrEnum):
    """The last thing that was said about it."""

    NEW = "new"
    REMINDED = "reminded"
    LATE = "late"
    LATE_TWICE = "late twice"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something a person owes by an instant, and how far its ladder has been climbed.

    `reminders` are the messages about it in the owner's chat; `told_on` the owner's local day of the last one.
    `manager` was told with `manager_card`; from then on `superior` hears a count.
    """

    id: str
    owner: PersonId
    due: datetime
    what: str
    buttons: tuple[Button, ...]
    late_buttons: tuple[Button, ...]
    ladder: Ladder
    remind: datetime | None
    towards: PersonId | None
    opened_at: datetime
    state: State = State.OPEN
    stage: Stage = Stage.NEW
    reminders: tuple[DeliveryKey, ...] = ()
    told_on: date | None = None
    superior: PersonId | None = None
    manager: PersonId | None = None
    manager_card: DeliveryKey = NO_CARD
