"""Commands about one's own check-in, and messages that look like answers without a card that asked."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.features.checkins import cards, phrases, question_cards, rules, wishes
from bot.features.checkins.answering import TEXT, already, who_sees, write
from bot.features.checkins.days import ask_which_day, keep_ahead, share_before
from bot.features.checkins.drafts import confirm_parts, from_group
from bot.features.checkins.history import own_history
from bot.features.checkins.lookup import Share, checkins_of, share_now, share_on, shares_today
from bot.features.checkins.model import CheckIn, Participation, Status
from bot.features.checkins.pausing import later
from bot.features.checkins.people import participants
from bot.features.checkins.receiving import ask
from bot.features.checkins.taking import parts_of
from bot.features.checkins.templates import BLOCKER, TODAY, YESTERDAY
from bot.features.checkins.understanding import understand
from bot.features.checkins.wording import joined
from bot.kernel.cards import Card, Line, Said, say
from bot.kernel.days import dated_text
from bot.kernel.effects import Effect
from bot.kernel.features import Effects, PersonTurn
from bot.kernel.intents import Press, Words
from bot.kernel.organisation import away_on

HISTORY = timedelta(days=14)
ON_ITS_WAY = timedelta(seconds=30)


def means_checkin(turn: PersonTurn, words: Words) -> bool:
    """Answers behind the word; or anything at all, while nothing else is being asked."""
    return not turn.asked or understand(words.text, (YESTERDAY, TODAY, BLOCKER)).several


def checkin(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """`打卡`: start, go on, or see today's; with words after it they are the answers."""
    share = share_now(turn)
    if words.text and (effects := recognise(turn, words)) is not None:
        yield from effects
        return
    if share is None:
        yield from _no_share(turn)
    elif share.participation.status is Status.ANSWERED:
        yield from already(turn, share)
    else:
        yield from ask(turn, share)


def _no_share(turn: PersonTurn) -> Iterator[Effect]:
    running = checkins_of(turn)
    if not running:
        yield turn.answer(say(phrases.NO_CHECKIN.line(turn.locale)))
        return
    today = turn.today(turn.person.timezone)
    day = rules.next_day(running[0], today, turn.calendar)
    line = phrases.NOT_TODAY.line(turn.locale, day=dated_text(day, turn.locale, today))
    yield turn.answer(say(line))


def mine(turn: PersonTurn, _: Words) -> Iterator[Effect]:
    """`我的打卡`: the last two weeks, for the person alone."""
    today = turn.today(turn.person.timezone)
    yield turn.answer(own_history(turn, turn.person, today - HISTORY, today))


def page(turn: PersonTurn) -> Sequence[Card]:
    """Today on a person's own page: the open question, or what stands."""
    return [_as_of_today(turn, share) for share in shares_today(turn)]


def _as_of_today(turn: PersonTurn, share: Share) -> Card:
    question = share.session.next
    if question is None or rules.settled(share.participation.status):
        line = phrases.ALREADY_DONE.line(turn.locale)
        return cards.state(share, line, turn.offers, turn.person.pushes)
    return question_cards.question(share, question)


def today(turn: PersonTurn, _: Words) -> Iterator[Effect]:
    """`打卡情况`: how many have answered, never who has not."""
    day = turn.today(turn.person.timezone)
    lines = [_so_far(turn, each, day) for each in checkins_of(turn)]
    line = joined(lines, " ") if lines else phrases.NO_CHECKIN.line(turn.locale)
    yield turn.answer(say(line))


def _so_far(turn: PersonTurn, checkin: CheckIn, day: date) -> Line:
    if not rules.is_day(checkin, day, turn.calendar):
        return phrases.NOTHING_TODAY.line(turn.locale)
    people = participants(turn.reads, checkin, day)
    away = away_on(turn.reads, [each.id for each in people], day)
    found = turn.reads.find(Participation, checkin=checkin.id, day=day)
    given = sum(each.status is Status.ANSWERED for each in found)
    skipped = sum(each.status is Status.SKIPPED for each in found)
    due = max(given, len(people) - len(away) - skipped)
    return phrases.SO_FAR.line(turn.locale, audience=Said(checkin.audience), given=given, due=due)


def recognise(turn: PersonTurn, words: Words) -> Effects | None:
    """Text nobody asked for that is about a check-in; None if it is not."""
    text = words.text
    if on_its_way := _asked_just_now(turn):
        return write(turn, Press("checkins.write", {"p": on_its_way}, text=text, mentions=words.mentions))
    if turn.direct and wishes.asks_who_sees(text):
        share = share_now(turn)
        return [turn.answer(say(who_sees(turn, share)))] if share else None
    coming = wishes.ahead(text)
    if coming:
        return _ahead(turn, coming, words)
    if turn.direct and wishes.is_snooze(text):
        share = share_now(turn)
        waiting = share and share.participation.status is Status.AWAITING
        return later(turn, share) if share and waiting else None
    if not understand(text, (YESTERDAY, TODAY, BLOCKER)).several:
        return None
    return _answers(turn, words)


def _asked_just_now(turn: PersonTurn) -> str | None:
    """The share whose next question is still on its way: who writes two lines at once answers two questions."""
    share = next(iter(shares_today(turn)), None) if turn.direct else None
    if share is None or not share.participation.asked or not share.participation.answers:
        return None
    standing = {key for each in turn.standing for key, _ in each.parts}
    arrives = turn.arrives(share.participation.asked)
    waits = share.participation.asked not in standing and arrives is not None and arrives >= turn.now - ON_ITS_WAY
    return share.participation.id if waits else None


def _ahead(turn: PersonTurn, coming: str, words: Words) -> Effects | None:
    running = checkins_of(turn)
    if not running:
        return None
    share = share_on(turn, running[0], turn.today(turn.person.timezone))
    return keep_ahead(turn, share, coming, words.mentions)


def _answers(turn: PersonTurn, words: Words) -> Effects | None:
    running = checkins_of(turn)
    before = share_before(turn, running[0]) if running else None
    if before and turn.direct:
        return ask_which_day(turn, before, words.text, words.mentions)
    share = share_now(turn)
    if share is None:
        return _ahead(turn, words.text, words) if turn.direct else None
    parts = parts_of(share.questions, words.text)
    if not parts.several:
        return None
    if not turn.direct:
        return from_group(turn, share, parts, words.mentions)
    return confirm_parts(turn, share, parts, TEXT, words.mentions)
