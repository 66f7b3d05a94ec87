"""The ladder at work: facts and timers move it, one message at a step, decided at the moment it is said."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.features.nudges import cards, phrases, rules
from bot.features.nudges.model import NO_CARD, Obligation, Stage, State
from bot.features.nudges.rules import Next, Owner, Step
from bot.kernel.cards import Card
from bot.kernel.effects import Arm, Disarm, Effect, Post, Push, Revise, Save, Timing, Withdraw
from bot.kernel.facts import AbsenceChanged, Ladder, ObligationMet, ObligationOpened, PersonLeft
from bot.kernel.features import Turn
from bot.kernel.ids import PersonId
from bot.kernel.intents import Wake
from bot.kernel.organisation import Responsible, responsible_for, teams_of
from bot.kernel.people import Absence, Locale, Person, ToPerson
from bot.kernel.reader import Reader
from bot.kernel.timers import Timer

HALF_A_MINUTE = timedelta(seconds=30)


def opened(turn: Turn, fact: ObligationOpened) -> Iterator[Effect]:
    """Something is owed, or what was owed moves or is worded anew.

    A reminder still ahead looks at the owner's days when it comes: a prompt to thousands stays cheap.
    """
    known = turn.reads.get(Obligation, fact.id)
    stands = known if known and known.state is State.OPEN and known.owner == fact.owner else None
    if known and known.state is State.OPEN and (stands is None or known.due != fact.due):
        yield from _closed_reminders(turn, known, moved_to=fact)
    same = stands is not None and stands.due == fact.due
    owed = Obligation(
        id=fact.id,
        owner=fact.owner,
        due=fact.due,
        what=fact.what,
        buttons=fact.buttons,
        late_buttons=fact.late_buttons,
        ladder=fact.ladder,
        remind=fact.remind,
        towards=fact.towards,
        opened_at=known.opened_at if known else turn.now,
        stage=stands.stage if stands and same else Stage.NEW,
        reminders=stands.reminders if stands and same else (),
        told_on=stands.told_on if stands else None,
        superior=stands.superior if stands and same else None,
        manager=stands.manager if stands and same else None,
        manager_card=stands.manager_card if stands and same else NO_CARD,
    )
    if owed.stage is Stage.NEW and owed.remind is not None and owed.remind > turn.now:
        yield Save(owed)
        yield _timer(owed, owed.remind)
    elif (owner := turn.reads.get(Person, fact.owner)) and owner.active:
        yield from _climb(turn, owed, owner)


def met(turn: Turn, fact: ObligationMet) -> Iterator[Effect]:
    """Settled: nothing more is said, and what was said shows it."""
    owed = turn.reads.get(Obligation, fact.id)
    if owed and owed.state is State.OPEN:
        yield from _close(turn, owed)


def left(turn: Turn, fact: PersonLeft) -> Iterator[Effect]:
    for owed in turn.reads.find(Obligation, owner=fact.person, state=State.OPEN):
        yield from _close(turn, owed)


def away(turn: Turn, fact: AbsenceChanged) -> Iterator[Effect]:
    """Leave freezes every ladder until the return; leave revoked starts them again."""
    person = turn.reads.get(Person, fact.person)
    if person is None:
        return
    days = owner_of(turn, person)
    for owed in turn.reads.find(Obligation, owner=fact.person, state=State.OPEN):
        following = rules.next_step(owed, days, turn.now)
        yield _timer(owed, following.at) if following else Disarm(_key(owed))


def wake(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """A step came due: look again at how things stand, then say it or wait on."""
    owed = turn.reads.get(Obligation, wake.args["id"])
    owner = turn.reads.get(Person, owed.owner) if owed else None
    if owed is None or owner is None or not owner.active or owed.state is State.CLOSED:
        return
    reaches = turn.arrives(owed.reminders[-1]) if owed.stage is Stage.LATE_TWICE and owed.reminders else None
    if reaches and reaches > turn.now:
        yield _timer(owed, reaches + HALF_A_MINUTE)  # Never the manager before the owner.
    else:
        yield from _climb(turn, owed, owner)


def weekly(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """To the superior of managers: how much is long late in each team, a count without names."""
    superior = turn.reads.get(Person, wake.args["superior"])
    if superior is None or not superior.active:
        return
    late = [
        each
        for each in turn.reads.find(Obligation, superior=superior.id, state=State.OPEN)
        if each.stage is Stage.ESCALATED
    ]
    if not late:
        return
    teams = Counter(_team_name(turn, each.owner, superior.locale) for each in late)
    why = Push("nudges.weekly", phrases.WHY_WEEKLY.text(superior.locale))
    card = cards.weekly(sorted(teams.items()), superior.locale)
    yield Post(ToPerson(superior.id), card, turn.key("weekly"), why)
    yield _weekly(turn, superior)


def owner_of(turn: Turn, person: Person) -> Owner:
    """The person's days, their leave read once."""
    absences = turn.reads.find(Absence, person=person.id)
    return Owner(person.timezone, turn.calendar, lambda day: any(each.covers(day) for each in absences))


def _climb(turn: Turn, owed: Obligation, owner: Person) -> Iterator[Effect]:
    """Take the next step if its time has come, and arm the one after it."""
    days = owner_of(turn, owner)
    step = rules.next_step(owed, days, turn.now)
    if step is not None and step.at <= turn.now:
        owed, effects = _taken(turn, owed, owner, days, step)
        yield from effects
        earliest = turn.now + rules.AFTER_OWNER
        following = rules.next_step(owed, days, turn.now)
        step = Next(following.step, max(following.at, earliest)) if following else None
    yield Save(owed)
    yield _timer(owed, step.at) if step else Disarm(_key(owed))


def _taken(turn: Turn, owed: Obligation, owner: Person, days: Owner, next: Next) -> tuple[Obligation, list[Effect]]:
    reader = Reader.of(owner, turn.now)
    whom = _whom(turn, owed)
    late = days.late_days(owed.due, turn.now)
    responsible = responsible_for(turn.reads, owner, turn.today(owner.timezone))
    match next.step:
        case Step.REMIND if owed.ladder is Ladder.ONCE:
            why = Push("nudges.once", phrases.WHY_ONCE.text(owner.locale), Timing.DUE_TODAY, until=owed.due)
            return _told(turn, owed, Stage.REMINDED, cards.before(owed, reader, whom), why)
        case Step.REMIND:
            on_time = Timing.DUE_TODAY if next.at == owed.remind else Timing.NEXT_SLOT
            why = Push("nudges.before", phrases.WHY_REMIND.text(owner.locale), on_time, until=owed.due)
            return _told(turn, owed, Stage.REMINDED, cards.before(owed, reader, whom), why)
        case Step.LATE:
            why = Push("nudges.late", phrases.WHY_LATE.text(owner.locale), Timing.NEXT_SLOT)
            return _told(turn, owed, Stage.LATE, cards.late(owed, reader, whom), why)
        case Step.LATE_TWICE:
            manager = responsible.person if responsible else None
            why = Push("nudges.late_twice", phrases.WHY_LATE_TWICE.text(owner.locale), Timing.NEXT_SLOT)
            return _told(turn, owed, Stage.LATE_TWICE, cards.late_twice(owed, reader, late, manager, whom), why)
        case Step.TELL_MANAGER:
            if responsible is None:
                return replace(owed, stage=Stage.ESCALATED), []
            return _escalated(turn, owed, owner, late, responsible)


def _told(turn: Turn, owed: Obligation, stage: Stage, card: Card, why: Push) -> tuple[Obligation, list[Effect]]:
    key = turn.key(f"{owed.id}/{stage}")
    owner = turn.reads.get(Person, owed.owner)
    day = turn.today(owner.timezone) if owner else None
    told = replace(owed, stage=stage, reminders=(*owed.reminders, key), told_on=day)
    return told, [Post(ToPerson(owed.owner), card, key, why)]


def _escalated(
    turn: Turn, owed: Obligation, owner: Person, late: int, responsible: Responsible
) -> tuple[Obligation, list[Effect]]:
    manager = responsible.person
    card = cards.for_manager(owed, Reader.of(manager, turn.now), owner, late, responsible.instead_of)
    why = Push("nudges.manager", phrases.WHY_MANAGER.text(manager.locale, name=owner.name))
    above = responsible_for(turn.reads, manager, turn.today(manager.timezone))
    superior = above.person if above and above.person.id != owner.id else None
    key = turn.key(f"{owed.id}/manager")
    effects: list[Effect] = [Post(ToPerson(manager.id), card, key, why)]
    if superior:
        effects.append(_weekly(turn, superior))
    told = replace(owed, stage=Stage.ESCALATED, superior=superior.id if superior else None)
    return replace(told, manager=manager.id, manager_card=key), effects


def _close(turn: Turn, owed: Obligation) -> Iterator[Effect]:
    yield Save(replace(owed, state=State.CLOSED))
    yield Disarm(_key(owed))
    yield from _closed_reminders(turn, owed, moved_to=None)


def _closed_reminders(turn: Turn, owed: Obligation, moved_to: ObligationOpened | None) -> Iterator[Effect]:
    """What waits is not sent; what was sent shows how it stands and takes no press any more."""
    owner = turn.reads.get(Person, owed.owner)
    if owner is None:
        return
    stays = moved_to is not None and moved_to.owner == owner.id
    after = replace(owed, due=moved_to.due) if stays and moved_to else None
    for key in owed.reminders:
        yield Withdraw(key)
        yield Revise(key, cards.outcome(owed, after, Reader.of(owner, turn.now)))
    manager = turn.reads.get(Person, owed.manager) if owed.manager else None
    if manager:
        yield Withdraw(owed.manager_card)
        yield Revise(owed.manager_card, cards.outcome(owed, after, Reader.of(manager, turn.now), owner))


def _whom(turn: Turn, owed: Obligation) -> str:
    towards = turn.reads.get(Person, owed.towards) if owed.towards and owed.towards != owed.owner else None
    return towards.name if towards else ""


def _team_name(turn: Turn, person: PersonId, locale: Locale) -> str:
    """The owner's team; of somebody in none, whose people they are."""
    owner = turn.reads.get(Person, person)
    teams = teams_of(turn.reads, person, turn.today(owner.timezone)) if owner else ()
    if teams:
        return teams[0].name
    manager = turn.reads.get(Person, owner.manager) if owner and owner.manager else None
    return phrases.PEOPLE_OF.text(locale, name=manager.name) if manager else phrases.NO_TEAM.text(locale)


def _key(owed: Obligation) -> str:
    return f"nudges/{owed.id}"


def _timer(owed: Obligation, at: datetime) -> Arm:
    return Arm(Timer(_key(owed), at, "nudges.step", {"id": owed.id}))


def _weekly(turn: Turn, superior: Person) -> Arm:
    at = rules.next_week(turn.calendar, turn.now, superior.timezone)
    return Arm(Timer(f"nudges/weekly/{superior.id}", at, "nudges.weekly", {"superior": superior.id}))
