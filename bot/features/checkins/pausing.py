"""Not now: skipping a day, or being asked again in the afternoon."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.features.checkins import cards, phrases, question_cards, rules
from bot.features.checkins.guarding import refuse, share_pressed, usable
from bot.features.checkins.lookup import Share, share_now
from bot.features.checkins.model import NO_CARD, CheckIn, Participation, Status, obligation_id
from bot.features.checkins.receiving import put_away
from bot.features.checkins.wording import hour_text
from bot.kernel.cards import Said, say
from bot.kernel.effects import Arm, Disarm, Effect, Post, Push, Revise, Save, Tell, Timing
from bot.kernel.facts import CheckInSkipped, ObligationMet
from bot.kernel.features import PersonTurn, Turn
from bot.kernel.intents import Press, Wake, Words
from bot.kernel.organisation import is_away
from bot.kernel.people import Person, ToPerson
from bot.kernel.timers import Timer


def skip(turn: PersonTurn, wanted: Words | Press) -> Iterator[Effect]:
    """`跳过`, or the button that says it: a day not counted as missed."""
    if isinstance(wanted, Press):
        share = share_pressed(turn, wanted)
        usable_one = share is not None and usable(turn, share)
        yield from skip_share(turn, share) if share and usable_one else refuse(turn, share, wanted)
    elif today := share_now(turn):
        yield from skip_share(turn, today)
    else:
        yield turn.answer(say(phrases.NOTHING_TODAY.line(turn.locale)))


def skip_share(turn: PersonTurn, share: Share) -> Iterator[Effect]:
    """Skip this share; a wish to be asked once more is offered."""
    if share.participation.status is Status.ANSWERED:
        yield turn.answer(say(phrases.SKIP_ANSWERED.line(turn.locale)))
        return
    if share.participation.status is Status.SKIPPED:
        yield turn.answer(say(phrases.SKIPPED_ALREADY.line(turn.locale)))
        return
    skipped = replace(share.participation, status=Status.SKIPPED, acted_at=turn.now, asked=NO_CARD)
    yield from put_away(share, share)
    yield Save(skipped)
    yield Tell(ObligationMet(obligation_id(skipped.id)))
    if not share.checkin.trial:
        yield Tell(CheckInSkipped(skipped.occurrence, skipped.person, skipped.team, skipped.day))
    again = rules.ask_again_at(turn.now, turn.person.timezone)
    if again is None:
        yield turn.answer(say(phrases.SKIPPED_ONLY.line(turn.locale)))
        return
    line = phrases.SKIPPED.line(turn.locale, time=hour_text(again, turn.person.timezone, turn.locale))
    yield turn.answer(cards.once_more(line, skipped, again, turn.locale))


def later(turn: PersonTurn, share: Share) -> Iterator[Effect]:
    """`开会呢晚点`: asked again at 14:00 unless they would rather not; not skipped, not reminded before."""
    again = rules.ask_again_at(turn.now, turn.person.timezone)
    if share.participation.status is Status.ANSWERED:
        yield turn.answer(say(phrases.ALREADY_DONE.line(turn.locale)))
        return
    yield Save(replace(share.participation, snoozed=True, acted_at=turn.now))
    if again is None:
        yield turn.answer(say(phrases.LATER_NO_MORE.line(turn.locale)))
        return
    yield _again(share.participation.id, again)
    line = phrases.LATER.line(turn.locale, time=hour_text(again, turn.person.timezone, turn.locale))
    yield turn.answer(cards.once_more(line, share.participation, again, turn.locale))


def once_more(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """The answer to `想下午 2 点再问一次吗?`."""
    share = share_pressed(turn, press)
    if share is None or not usable(turn, share):
        yield from refuse(turn, share, press)
        return
    again = _instant(press.args.get("at", ""), share)
    if press.args.get("do") == "yes" and again > turn.now and share.participation.status is not Status.ANSWERED:
        yield _again(share.participation.id, again)
        yield Save(replace(share.participation, snoozed=True))
        text = hour_text(again, turn.person.timezone, turn.locale)
        said = phrases.ASK_AT.line(turn.locale, time=text)
    else:
        yield Disarm(_timer(share.participation.id))
        said = phrases.NOT_ASKED.line(turn.locale)
    yield Revise(press.source, say(said))


def _instant(text: str, share: Share) -> datetime:
    """The instant a card offers; one that is not of the share's day is long past."""
    past = datetime.min.replace(tzinfo=UTC)
    try:
        instant = datetime.fromisoformat(text)
        local = instant.astimezone(ZoneInfo(share.participation.zone))
    except (ValueError, OverflowError):
        return past
    return instant if instant.tzinfo and local.date() == share.participation.day else past


def again(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """The instant somebody asked to be asked again."""
    participation = turn.reads.get(Participation, wake.args["participation"])
    checkin = turn.reads.get(CheckIn, participation.checkin) if participation else None
    person = turn.reads.get(Person, participation.person) if participation else None
    if not participation or not checkin or not person or participation.status is Status.ANSWERED:
        return
    day = turn.today(participation.zone)
    share = Share.of(checkin, participation, person.locale)
    question = share.session.next
    if question is None or day != participation.day or not person.active or is_away(turn.reads, person.id, day):
        return
    key = turn.key("checkins/again")
    time = hour_text(wake.scheduled_for, participation.zone, person.locale)
    reason, until = phrases.AGAIN_REASON.text(person.locale, time=time), rules.evening(day, participation.zone)
    push = Push("checkins.again", reason, Timing.FIXED, until)
    yield from put_away(share, share)
    yield Save(replace(participation, asked=key, snoozed=False))
    lead = phrases.AGAIN.line(person.locale, name=Said(person.name))
    yield Post(ToPerson(person.id), question_cards.question(share, question, lead), key, push)


def _again(participation: str, at: datetime) -> Arm:
    return Arm(Timer(_timer(participation), at, "checkins.again", {"participation": participation}))


def _timer(participation: str) -> str:
    return f"checkins.again:{participation}"
