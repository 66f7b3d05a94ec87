"""Changing or stopping a running check-in: by whoever may, and passed on by whoever may not (AT-61)."""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from datetime import date, time

from bot.features.checkins import hours, rules
from bot.features.checkins import phrases_setup as p
from bot.features.checkins.lookup import checkins_of
from bot.features.checkins.model import CheckIn, Occurrence, occurrence_id
from bot.features.checkins.people import may_change, participants, who_may_change
from bot.features.checkins.setup_cards import pick_one
from bot.features.checkins.wording import clock_text, days_text, joined, name_of
from bot.kernel.cards import Action, Button, Card, Line, Said, say
from bot.kernel.days import dated_text
from bot.kernel.effects import Arm, Disarm, Effect, Post, Push, Revise, Save
from bot.kernel.features import Effects, PersonTurn
from bot.kernel.intents import Press, Words
from bot.kernel.people import Person, Team, ToChat, ToPerson
from bot.kernel.text import squash

STOP = "stop"
_WISH = re.compile(
    r"(?:请|帮我|帮忙|麻烦)?(?:把)?(?:每天的?)?打卡(?:时间)?(?:改|调|挪|换|推迟|提前)(?:到|成|为)?(?P<zh>.{1,20})"
    r"|(?:please )?(?:move|change|set) (?:the )?check-?in(?: time)? to (?P<en>.{1,20})",
    re.IGNORECASE,
)


def means_time(turn: PersonTurn, words: Words) -> bool:
    """An hour behind the word; or anything at all, while nothing else is being asked."""
    return not turn.asked or hours.hour_in(words.text) is not None


def change_time(turn: PersonTurn, wanted: Words | Press) -> Iterator[Effect]:
    """`打卡时间 10:00`: bare it says the time; by somebody who may not, it offers to pass the wish on."""
    text = wanted.args.get("at", "") if isinstance(wanted, Press) else wanted.text
    checkin = yield from _one(turn, wanted, "checkins.time", text)
    if checkin is None:
        return
    at = hours.hour_in(text) if text else None
    if not text:
        yield turn.answer(say(_now(checkin, turn)))
    elif at is None:
        yield turn.answer(say(p.NOT_HOUR.line(turn.locale, text=Said(text[:40]))))
    elif not _may(turn, checkin):
        yield _refused(turn, checkin, clock_text(at))
    else:
        yield from _changed(turn, checkin, at, wanted)


def wish(turn: PersonTurn, words: Words) -> Effects | None:
    """`把打卡改到 8 点`, in whatever words."""
    found = _WISH.fullmatch(squash(words.text))
    said = (found["zh"] or found["en"]) if found else ""
    if not said or hours.hour_in(said) is None:
        return None
    return change_time(turn, Words(said, words.mentions))


def stop(turn: PersonTurn, wanted: Words | Press) -> Iterator[Effect]:
    """`停止打卡`: asks once more, for it concerns everybody."""
    checkin = yield from _one(turn, wanted, "checkins.stop", "")
    if checkin is None:
        return
    if not _may(turn, checkin):
        yield _refused(turn, checkin, STOP)
        return
    sure = Button(p.STOP_YES.text(turn.locale), Action("checkins.stopped", {"checkin": checkin.id}))
    leave = Button(p.NO_NEED.text(turn.locale), Action("checkins.leave", {}))
    yield turn.answer(say(p.STOP_SURE.line(turn.locale, audience=Said(checkin.audience)), sure, leave))


def stopped(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    checkin = turn.reads.get(CheckIn, press.args.get("checkin", ""))
    if checkin is None or not _may(turn, checkin):
        yield turn.answer(say(p.NONE_TO_CHANGE.line(turn.locale)))
        return
    yield Save(replace(checkin, enabled=False))
    yield from (Disarm(timer.key) for timer in rules.standing_timers(checkin, checkin.zones, turn.now))
    yield Revise(press.source, say(p.STOPPED.line(turn.locale, audience=Said(checkin.audience))))


def leave(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Nothing changes, and nobody is told."""
    said = p.LEFT_IT if press.args.get("asker") else p.NOT_PASSED
    yield Revise(press.source, say(said.line(turn.locale)))


def pass_on(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """The wish of somebody who may not change it, brought to somebody who may."""
    checkin = turn.reads.get(CheckIn, press.args.get("checkin", ""))
    able = _able(turn, checkin) if checkin else ()
    at = press.args.get("at", "")
    if checkin is None or not able or (at != STOP and hours.hour_in(at) is None):
        yield turn.answer(say(p.NONE_TO_CHANGE.line(turn.locale)))
        return
    reader = able[-1]
    yield Post(
        ToPerson(reader.id),
        _wished(turn.person, checkin, at, reader),
        turn.key("checkins/wish"),
        Push("checkins.wish", p.WISHED_REASON.text(reader.locale, name=turn.person.name)),
    )
    yield Revise(press.source, say(p.PASSED_ON.line(turn.locale, name=name_of(reader))))


def _wished(asker: Person, checkin: CheckIn, at: str, reader: Person) -> Card:
    locale, audience = reader.locale, Said(checkin.audience)
    no = Button(p.LEAVE_IT.text(locale), Action("checkins.leave", {"asker": asker.id}))
    if at == STOP:
        yes = Button(p.STOP_YES.text(locale), Action("checkins.stopped", {"checkin": checkin.id}))
        return say(p.WISHED_STOP.line(locale, name=name_of(asker), audience=audience), yes, no)
    yes = Button(p.CHANGE_IT.text(locale, time=at), Action("checkins.time", {"checkin": checkin.id, "at": at}))
    return say(p.WISHED.line(locale, name=name_of(asker), audience=audience, time=at), yes, no)


def _one(turn: PersonTurn, wanted: Words | Press, action: str, text: str) -> Generator[Effect, None, CheckIn | None]:
    """The check-in that is meant: named by a card, of this group, or the only one; else ask which."""
    if isinstance(wanted, Press):
        found = turn.reads.get(CheckIn, wanted.args.get("checkin", ""))
        candidates = [found] if found and found.enabled else []
    else:
        candidates = _candidates(turn)
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        options = [(each.audience, {"checkin": each.id, "at": text}) for each in candidates]
        yield turn.answer(pick_one(p.WHICH_CHECKIN.line(turn.locale), action, options))
    else:
        yield turn.answer(say(p.NONE_TO_CHANGE.line(turn.locale)))
    return None


def _candidates(turn: PersonTurn) -> list[CheckIn]:
    running = [each for each in turn.reads.find(CheckIn) if each.enabled and not each.trial]
    here = [each for each in running if each.chat == turn.chat.id]
    if here:
        return here
    mine = {each.id for each in checkins_of(turn)}
    return [each for each in running if each.id in mine or _may(turn, each)]


def _may(turn: PersonTurn, checkin: CheckIn) -> bool:
    team = turn.reads.get(Team, checkin.team)
    today = turn.today(team.timezone if team else turn.person.timezone)
    return may_change(turn.reads, turn.person, team, participants(turn.reads, checkin, today))


def _able(turn: PersonTurn, checkin: CheckIn) -> Sequence[Person]:
    """Who may change it: administrators, and last the team's manager, the nearest to ask."""
    return who_may_change(turn.reads, turn.reads.get(Team, checkin.team))


def _refused(turn: PersonTurn, checkin: CheckIn, at: str) -> Effect:
    names = joined([name_of(each) for each in _able(turn, checkin)], p.OR.text(turn.locale))
    tell = Button(p.PASS_ON.text(turn.locale), Action("checkins.pass_on", {"checkin": checkin.id, "at": at}))
    leave = Button(p.NO_NEED.text(turn.locale), Action("checkins.leave", {}))
    return turn.answer(say(p.MAY_NOT_CHANGE.line(turn.locale, names=names), tell, leave))


def _now(checkin: CheckIn, turn: PersonTurn) -> Line:
    return p.TIME_NOW.line(
        turn.locale,
        audience=Said(checkin.audience),
        days=days_text(checkin.weekdays, turn.locale),
        time=clock_text(checkin.at),
        end=clock_text(checkin.window_end),
    )


def _changed(turn: PersonTurn, checkin: CheckIn, at: time, wanted: Words | Press) -> Iterator[Effect]:
    if at == checkin.at:
        yield turn.answer(say(p.TIME_SAME.line(turn.locale, time=clock_text(at))))
        return
    moved = replace(checkin, at=at, window_end=hours.window_end(at), since=turn.now)
    yield Save(moved)
    yield from (Arm(timer) for timer in rules.standing_timers(moved, moved.zones, turn.now))
    team = turn.reads.get(Team, checkin.team)
    first = _first(turn, moved, team)
    said = p.TIME_CHANGED.line(
        turn.locale,
        audience=Said(checkin.audience),
        day=dated_text(first, turn.locale),
        time=clock_text(at),
        end=clock_text(moved.window_end),
    )
    if isinstance(wanted, Press) and wanted.source:
        yield Revise(wanted.source, say(said))
    else:
        yield turn.answer(say(said))
    if checkin.chat and team:
        day = dated_text(first, team.locale)
        told = p.TIME_TOLD.line(team.locale, name=name_of(turn.person), time=clock_text(at), day=day)
        yield Post(ToChat(checkin.chat), say(told), turn.key("checkins/time"))


def _first(turn: PersonTurn, checkin: CheckIn, team: Team | None) -> date:
    """The first day at the new time."""
    zone = team.timezone if team else turn.person.timezone
    today = turn.today(zone)
    opened = turn.reads.get(Occurrence, occurrence_id(checkin.id, today, zone))
    due = rules.is_day(checkin, today, turn.calendar) and turn.now < rules.opens(checkin, today, zone)
    return today if due and opened is None else rules.next_day(checkin, today, turn.calendar)
