"""People come, go on leave and come back: the day's check-in follows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.features.checkins.model import CheckIn, Participation, Status, obligation_id
from bot.features.checkins.prompting import arm_new_zones
from bot.features.checkins.reporting import refresh
from bot.kernel.effects import Effect, Save, Tell
from bot.kernel.facts import AbsenceChanged, ObligationMet, PersonJoined
from bot.kernel.features import Span, Turn
from bot.kernel.people import Person


def on_absence(turn: Turn, fact: AbsenceChanged) -> Iterator[Effect]:
    """Leave entered on the day itself excuses from what is still awaited; nobody is reminded then."""
    if fact.cancelled:
        return
    days = Span(fact.first, fact.last + timedelta(days=1))
    for each in turn.reads.find(Participation, person=fact.person, day=days, status=Status.AWAITING):
        yield Save(replace(each, status=Status.EXCUSED))
        yield Tell(ObligationMet(obligation_id(each.id)))
        checkin = turn.reads.get(CheckIn, each.checkin)
        if checkin:
            yield from refresh(turn, checkin, each.day)


def on_joined(turn: Turn, fact: PersonJoined) -> Iterator[Effect]:
    """Somebody from a new zone is asked at their own hour."""
    person = turn.reads.get(Person, fact.person)
    for checkin in turn.reads.find(CheckIn, team=fact.team):
        if person and checkin.enabled and not checkin.trial:
            yield from arm_new_zones(turn, checkin, [person])
