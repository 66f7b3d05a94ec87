"""What has to be asked before thanks may go out: pure decisions over a draft."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from bot.features.kudos.ledger import ALLOWANCE, Purse
from bot.features.kudos.model import Draft, Kudos, read
from bot.kernel.people import Person

R = TypeVar("R")
UNDO_FOR = timedelta(minutes=10)
ASKED_FOR = timedelta(minutes=10)
"""How long a question waits; then it is closed and nothing was given."""
ENOUGH = 6
"""Characters of a reason that says something (AT-27)."""
SHORT_BUT_TELLING = 4
"""Enough where several are thanked for one thing (一起救火, AT-26), or when something was asked already (AT-25)."""
WORDS_ENOUGH = 3
REASON_LIMIT = 500


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Some cannot be thanked: oneself, people who left. `rest` can; empty if nobody is left."""

    oneself: bool
    gone: tuple[Person, ...]
    rest: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class OverCap:
    """More for one person than a week allows; `room` is what each may still get."""

    person: Person
    room: int


@dataclass(frozen=True, slots=True)
class OverAllowance:
    """More than is left. Each could get `now`, and on Monday `later`; 0 where that cannot be offered."""

    left: int
    now: int
    later: int


@dataclass(frozen=True, slots=True)
class AskReason:
    """What did they do?"""


@dataclass(frozen=True, slots=True)
class AskBare:
    """Still no reason: send it without points?"""


Question = LeaveOut | OverCap | OverAllowance | AskReason | AskBare


def next_question(draft: Draft, receivers: Sequence[Person], purse: Purse) -> Question | None:
    """The next thing to ask about a draft whose receivers are known; None when it can go out as it is."""
    fit = [person for person in receivers if person.id != draft.giver and person.active]
    if len(fit) < len(receivers):
        gone = tuple(person for person in receivers if person.id != draft.giver and not person.active)
        return LeaveOut(any(person.id == draft.giver for person in receivers), gone, tuple(fit))
    if draft.points:
        return _over(draft, fit, purse) or _reason(draft, len(fit))
    if not read(draft.reason) and not draft.bare and not draft.echoes:
        return AskReason() if draft.asked_reason == 0 else AskBare()
    return None


def _over(draft: Draft, receivers: Sequence[Person], purse: Purse) -> Question | None:
    room = purse.room([person.id for person in receivers])
    affordable = max(purse.left, 0) // len(receivers)
    if draft.points > room:
        tightest = max(receivers, key=lambda person: purse.given.get(person.id, 0))
        return OverCap(tightest, max(min(room, affordable), 0))
    if draft.points > affordable:
        later = draft.points - affordable
        return OverAllowance(max(purse.left, 0), affordable, later if later * len(receivers) <= ALLOWANCE else 0)
    return None


def _reason(draft: Draft, count: int) -> Question | None:
    if draft.echoes or draft.bare:
        return None
    other_question = draft.asked and not draft.asked_reason
    if not is_thin(read(draft.reason), short_will_do=count > 1 or other_question):
        return None
    return AskReason() if draft.asked_reason == 0 else AskBare()


def is_thin(reason: str, short_will_do: bool = False) -> bool:
    """Whether a reason says nothing one could learn from: too few characters or words, or one repeated.

    Emoji and punctuation do not count.
    """
    said = [char for char in reason.casefold() if char.isalnum()]
    if any(unicodedata.category(char) == "Lo" for char in said):
        return len(said) < (SHORT_BUT_TELLING if short_will_do else ENOUGH) or len(set(said)) < 3
    words = {word for word in reason.casefold().split() if any(char.isalnum() for char in word)}
    return len(words) < (WORDS_ENOUGH - 1 if short_will_do else WORDS_ENOUGH)


def is_stale(draft: Draft, now: datetime) -> bool:
    return now - draft.asked_at > ASKED_FOR


def may_undo(kudos: Kudos, now: datetime) -> bool:
    return kudos.stands and now - kudos.given_at <= UNDO_FOR


@dataclass(frozen=True, slots=True)
class Sum:
    """How much somebody gave or got: how often, and points."""

    times: int
    points: int


def summed(kudos: Sequence[Kudos]) -> Sum:
    standing = [each for each in kudos if each.stands]
    return Sum(len(standing), sum(each.points for each in standing))


def newest_first(kudos: Sequence[Kudos]) -> list[Kudos]:
    return latest_first([each for each in kudos if each.stands], lambda each: each.given_at)


def latest_first(records: Sequence[R], instant: Callable[[R], datetime]) -> list[R]:
    """Records as they were saved, turned round: of one instant the one saved last is the newest."""
    return sorted(records, key=instant)[::-1]
