"""Words that could be for more than one day: after midnight, on a day off, the evening before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.features.checkins import draft_cards, phrases, rules
from bot.features.checkins.lookup import Share, share_on
from bot.features.checkins.model import CheckIn, Draft, Held, Participation, Status, participation_id
from bot.features.checkins.receiving import drafted
from bot.features.checkins.taking import Mentions, ids_of, parts_of
from bot.features.checkins.templates import TODAY, YESTERDAY
from bot.kernel.cards import Line
from bot.kernel.days import dated_text, day_text
from bot.kernel.effects import Effect, Save
from bot.kernel.features import PersonTurn
from bot.kernel.questions import Question

SMALL_HOURS = 5
"""Until then a new day has not begun for somebody who is still up."""


def is_between(turn: PersonTurn, share: Share) -> bool:
    """The day of this share is over, and the next one has not been opened."""
    day, zone = share.participation.day, share.participation.zone
    if day >= turn.today(zone):
        return False
    following = rules.next_day(share.checkin, day, turn.calendar)
    return turn.now < rules.opens(share.checkin, following, zone)


def share_before(turn: PersonTurn, checkin: CheckIn) -> Share | None:
    """The share of the last day, while what is written now may belong to it."""
    zone = turn.person.timezone
    before = rules.previous_day(checkin, turn.today(zone), turn.calendar)
    found = turn.reads.get(Participation, participation_id(checkin.id, before, turn.person.id))
    if found is None:
        return None
    share = Share.of(checkin, found, turn.locale)
    waits = is_up_late(turn, share) or found.status is not Status.ANSWERED
    return share if waits and is_between(turn, share) else None


def is_up_late(turn: PersonTurn, share: Share) -> bool:
    """The day of this share ended only just now."""
    return turn.now - rules.ends(share.participation.day, share.participation.zone) < timedelta(hours=SMALL_HOURS)


def could_be_for(turn: PersonTurn, share: Share, text: str) -> bool:
    """Whether words written after a day may be its answers: any in the small hours, later only such as look like it."""
    return is_between(turn, share) and (is_up_late(turn, share) or parts_of(share.questions, text).several)


def coming_day(turn: PersonTurn, checkin: CheckIn) -> date:
    """Today if it is asked about, else the next such day."""
    today = turn.today(turn.person.timezone)
    return today if rules.is_day(checkin, today, turn.calendar) else rules.next_day(checkin, today, turn.calendar)


def ask_which_day(turn: PersonTurn, share: Share, text: str, mentions: Mentions) -> Iterator[Effect]:
    """AT-07: kept for the day that is over, not published, until the person says which day it is."""
    fields = raw_fields(share.questions, text)
    draft = drafted(turn, share, Held.WHICH_DAY, fields, "text", ids_of(mentions))
    yield Save(draft)
    today, first = turn.today(turn.person.timezone), share.participation.day
    second = coming_day(turn, share.checkin)
    line = phrases.WHICH_DAY.line(
        turn.locale, first=day_text(first, turn.locale, today), second=day_text(second, turn.locale, today)
    )
    yield turn.answer(draft_cards.which_day(line, draft, _named(turn, first, today), _named(turn, second, today)))


def _named(turn: PersonTurn, day: date, today: date) -> str:
    if day == today:
        return phrases.DAY_TODAY.text(turn.locale, day=day_text(day, turn.locale, today))
    if today - day == timedelta(days=1):
        return phrases.DAY_YESTERDAY.text(turn.locale, day=day_text(day, turn.locale, today))
    phrase = phrases.DAY_LAST if day < today else phrases.DAY_NEXT
    return phrase.text(turn.locale, day=dated_text(day, turn.locale, today))


def keep_ahead(turn: PersonTurn, share: Share, text: str, mentions: Mentions) -> Iterator[Effect]:
    """AT-08: words for a coming day become a draft of the next one on which the check-in is asked."""
    today = turn.today(turn.person.timezone)
    day = rules.next_day(share.checkin, today, turn.calendar)
    open_ones = [each for each in share.questions if each.name != YESTERDAY]
    fields = raw_fields(open_ones, text)
    ahead = share.now(replace(share.participation, day=day))
    draft = drafted(turn, ahead, Held.AHEAD, fields, "text", ids_of(mentions))
    yield Save(draft)
    also_today = rules.is_day(share.checkin, today, turn.calendar)
    yield turn.answer(draft_cards.kept_ahead(draft, _kept_for(turn, today, day), turn.locale, also_today))


def _kept_for(turn: PersonTurn, today: date, day: date) -> Line:
    kept = phrases.KEPT_FOR.line(turn.locale, day=dated_text(day, turn.locale, today))
    tomorrow = today + timedelta(days=1)
    if day == tomorrow:
        return kept
    text, off = day_text(tomorrow, turn.locale, today), turn.calendar.day(tomorrow)
    if holiday := off.called(turn.locale):
        return (*phrases.HOLIDAY_AHEAD.line(turn.locale, day=text, holiday=holiday), *kept)
    return (*(() if off.works else phrases.DAY_OFF_AHEAD.line(turn.locale, day=text)), *kept)


def raw_fields(questions: Sequence[Question], text: str) -> Mapping[str, str]:
    """What a message says to these questions; without any hint it is what somebody is going to do."""
    return parts_of(questions, text).fields or {TODAY: text}


def new_today(turn: PersonTurn, draft: Draft, checkin: CheckIn) -> Share:
    return share_on(turn, checkin, turn.today(turn.person.timezone))
