"""What promises remembers: blockers, and promises between two people."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.kernel.cards import Private
from bot.kernel.ids import DeliveryKey, PersonId, TeamId

NOBODY = PersonId("")


class BlockerState(StrEnum):
    OPEN = "open"
    SOLVED = "solved"
    WITHDRAWN = "withdrawn"
    """Its words were taken back, or its person left: nobody solved it."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something in a person's way. `promise`: the request for help it led to; `helper`: who is or was asked.

    Of a private one only `secret` has words, and only `judge`, the manager told of it, may read it.
    `asked_on`: the day its person was last asked whether it is solved.
    """

    id: str
    person: PersonId
    team: TeamId
    day: date
    raised_at: datetime
    text: str
    what: str
    promise: str
    secret: Private | None = None
    helper: PersonId = NOBODY
    judge: PersonId | None = None
    state: BlockerState = BlockerState.OPEN
    solved_at: datetime | None = None
    asked_on: date | None = None


class Kind(StrEnum):
    HELP = "help"
    """One person gives another what they are waiting for; the waiting one agrees to its day."""
    MILESTONE = "milestone"
    """A dated commitment of one's own, or asked of somebody."""


class State(StrEnum):
    DRAFT = "draft"
    """Its author has not yet said who or when."""
    ASKED = "asked"
    COUNTERED = "countered"
    """The owner named another day; it stands unless the other side objects."""
    JUDGED = "judged"
    """Both days are with a manager."""
    ACCEPTED = "accepted"
    MET = "met"
    DROPPED = "dropped"


LIVE = (State.ASKED, State.COUNTERED, State.JUDGED, State.ACCEPTED)
"""Somebody has it in hand."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What `owner` gives to `towards` (None: to themself) by `due`.

    `proposal`: another day somebody has yet to agree to, with `reason`; `moves`: how often it moved; `trail`: who
    passed it on, so that it never comes back; `judge`: the manager asked to decide; `card`: the message that
    waits for an answer; `their_date`: the owner is to name the day; `leave_card`: that the owner is away when due;
    `told`: that they accepted.
    """

    id: str
    kind: Kind
    owner: PersonId
    towards: PersonId | None
    team: TeamId
    what: str
    due: datetime | None
    state: State
    opened_at: datetime
    blocker: str = ""
    secret: Private | None = None
    their_date: bool = False
    proposal: datetime | None = None
    reason: str = ""
    moves: int = 0
    trail: tuple[PersonId, ...] = ()
    judge: PersonId | None = None
    card: DeliveryKey = DeliveryKey("")  # noqa: RUF009 - a str
    leave_card: DeliveryKey = DeliveryKey("")  # noqa: RUF009 - a str
    told: DeliveryKey = DeliveryKey("")  # noqa: RUF009 - a str
    closed_at: datetime | None = None

    @property
    def author(self) -> PersonId:
        """Who wanted it."""
        return self.towards or self.owner

    @property
    def deadline(self) -> datetime | None:
        """The day the owner has in mind now."""
        disputed = self.state in (State.COUNTERED, State.JUDGED)
        return self.proposal if disputed and self.proposal else self.due
