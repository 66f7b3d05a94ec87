"""What kudos keeps: thanks given, the ledger, thanks being put together, saved stories, private highlights."""

from dataclasses import dataclass
from datetime import datetime

from bot.kernel.cards import Private
from bot.kernel.features import Reads
from bot.kernel.ids import ChatId, DeliveryKey, PersonId
from bot.kernel.people import Person

NO_KEY = DeliveryKey("")

Wording = str | Private
"""A reason: open, or private words of whoever wrote them."""


def read(wording: Wording) -> str:
    return wording.text if isinstance(wording, Private) else wording


@dataclass(frozen=True, slots=True)
class Kudos:
    """Thanks from one person to one other. All receivers of one message share its `gift`.

    `chat`, `announced`: where and under which key the group was told; `told`: the receiver's message, empty if
    they were away; `confirmed`: the giver's. `echoes`: the gift this one joined with "me too".
    """

    id: str
    gift: str
    giver: PersonId
    receiver: PersonId
    points: int
    reason: Wording
    tags: tuple[str, ...]
    private: bool
    given_at: datetime
    chat: ChatId | None = None
    announced: DeliveryKey = NO_KEY
    told: DeliveryKey = NO_KEY
    confirmed: DeliveryKey = NO_KEY
    echoes: str = ""
    undone_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.undone_at is None


@dataclass(frozen=True, slots=True)
class Entry:
    """One side of a booking. Every booking has two that add up to zero; `other` is the account of the other."""

    id: str
    account: str
    other: str
    owner: PersonId
    points: int
    kudos: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Slot:
    """A receiver as written, and who it is once that is certain. `glued`: words ran on behind the name."""

    query: str
    person: PersonId | None = None
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """Thanks that wait for an answer of the giver: nothing is booked or said before.

    `chat`: the group it was typed in. `points` for each receiver now, `later` for each on Monday.
    `asked_reason`: how often; `bare`: sent without points whatever the reason.
    """

    id: str
    giver: PersonId
    chat: ChatId | None
    slots: tuple[Slot, ...]
    points: int
    reason: Wording
    tags: tuple[str, ...]
    private: bool
    asked_at: datetime
    card: DeliveryKey = NO_KEY
    later: int = 0
    asked: bool = False
    asked_reason: int = 0
    bare: bool = False
    echoes: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True)
class Story:
    """A gift somebody saved to the story wall; one a gift."""

    id: str
    gift: str
    saved_by: PersonId
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Highlight:
    """Something a person is proud of, for nobody else."""

    id: str
    person: PersonId
    text: Private
    at: datetime


def may_read_kudos(viewer: Person, kudos: Kudos, _: Reads) -> bool:
    """Thanks said openly are for all; private ones for the two."""
    return not kudos.private or viewer.id in (kudos.giver, kudos.receiver)


def may_read_entry(viewer: Person, entry: Entry, _: Reads) -> bool:
    return viewer.id == entry.owner


def may_read_draft(viewer: Person, draft: Draft, _: Reads) -> bool:
    return viewer.id == draft.giver


def may_read_story(_viewer: Person, _story: Story, _: Reads) -> bool:
    """Only open thanks can be saved."""
    return True


def may_read_highlight(viewer: Person, highlight: Highlight, _: Reads) -> bool:
    return viewer.id == highlight.person
