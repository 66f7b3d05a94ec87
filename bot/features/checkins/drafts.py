"""Words that wait for their person: understood, written in a group, for another day, or held back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.features.checkins import draft_cards, phrases, question_cards
from bot.features.checkins.days import coming_day, is_between
from bot.features.checkins.lookup import Share, share_on
from bot.features.checkins.model import Audience, CheckIn, Draft, Held, Status
from bot.features.checkins.people import manager_of
from bot.features.checkins.receiving import ask, drafted, receive
from bot.features.checkins.rules import Reply
from bot.features.checkins.taking import Mentions, decided, ids_of, take_all
from bot.features.checkins.understanding import Understood
from bot.kernel.cards import Line, Said, say
from bot.kernel.days import dated_text
from bot.kernel.effects import Effect, Revise, Save
from bot.kernel.features import PersonTurn
from bot.kernel.intents import Press
from bot.kernel.people import Person
from bot.kernel.phrases import Phrase


def confirm_parts(
    turn: PersonTurn, share: Share, parts: Understood, source: str, mentions: Mentions
) -> Iterator[Effect]:
    """AT-02: several answers in one message are shown before they count, unless nothing had to be guessed."""
    taken = take_all(share.questions, parts.fields, mentions)
    fresh = share.participation.status is not Status.ANSWERED
    if parts.exact and fresh and not taken.invalid:
        yield from receive(turn, share, taken.replies, source)
        return
    fields = {name: parts.fields[name] for name in taken.replies}
    draft = drafted(turn, share, Held.CONFIRM, fields, source, ids_of(mentions))
    yield Save(draft)
    right = draft_cards.draft_button(
        draft, "accept", phrases.RIGHT.text(turn.locale), ("对的", "是", "是的", "yes", "ok", "嗯")
    )
    change = draft_cards.draft_button(draft, "redo", phrases.LET_ME.text(turn.locale), ("不对", "no", "改一下"))
    title = phrases.UNDERSTOOD if fresh else phrases.REPLACE
    yield turn.answer(draft_cards.confirm(share, draft, title, right, change), "checkins/confirm")


def from_group(turn: PersonTurn, share: Share, parts: Understood, mentions: Mentions) -> Iterator[Effect]:
    """AT-05: answers written in a group are offered back in private; the group hears nothing."""
    taken = take_all(share.questions, parts.fields, mentions)
    fields = {name: parts.fields[name] for name in taken.replies}
    draft = drafted(turn, share, Held.GROUP, fields, f"group:{turn.event}", ids_of(mentions))
    yield Save(draft)
    take_it = draft_cards.draft_button(draft, "accept", phrases.TAKE_IT.text(turn.locale))
    not_it = draft_cards.draft_button(draft, "drop", phrases.NOT_IT.text(turn.locale))
    yield turn.answer(draft_cards.confirm(share, draft, phrases.FROM_GROUP, take_it, not_it), "checkins/from-group")


def decide(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """A decision about a draft: once, by its person, while it is not too late."""
    draft = turn.reads.get(Draft, press.args.get("d", ""))
    checkin = turn.reads.get(CheckIn, draft.checkin) if draft else None
    wanted = press.args.get("do", "")
    if draft is None or checkin is None or draft.person != turn.person.id or wanted not in _DECISIONS:
        yield turn.answer(say(phrases.NOT_FOUND.line(turn.locale)))
        return
    if draft.used:
        if draft.used != wanted:
            yield turn.answer(say(phrases.DRAFT_GONE.line(turn.locale)))
        return
    share = share_on(turn, checkin, draft.day)
    today = turn.today(turn.person.timezone)
    if draft.day < today and not is_between(turn, share):
        day = dated_text(draft.day, turn.locale, today)
        over = say(phrases.DAY_OVER.line(turn.locale, day=day))
        yield Save(replace(draft, used="late", fields=()))
        yield Revise(press.source, over) if press.source else turn.answer(over)
        return
    yield from _DECISIONS[wanted](turn, press, share, draft)


def _accept(turn: PersonTurn, press: Press, share: Share, draft: Draft) -> Iterator[Effect]:
    yield from _used(press, share, draft)
    yield from receive(turn, share, _replies(turn, share, draft), draft.source)


def _redo(turn: PersonTurn, press: Press, share: Share, draft: Draft) -> Iterator[Effect]:
    yield from _used(press, share, draft)
    if share.session.finished:
        yield turn.answer(question_cards.which_question(share))
    else:
        yield from ask(turn, share, phrases.ONE_BY_ONE.line(turn.locale))


def _drop(turn: PersonTurn, press: Press, share: Share, draft: Draft) -> Iterator[Effect]:
    yield Save(replace(draft, used="drop", fields=()))
    yield Revise(press.source, say(phrases.LEFT_ALONE.line(turn.locale)))


def _first(turn: PersonTurn, press: Press, share: Share, draft: Draft) -> Iterator[Effect]:
    yield from _accept(turn, press, share, draft)


def _second(turn: PersonTurn, press: Press, share: Share, draft: Draft) -> Iterator[Effect]:
    day, today = coming_day(turn, share.checkin), turn.today(turn.person.timezone)
    coming = share_on(turn, share.checkin, day)
    if day == today:
        yield from _used(press, coming, draft)
        yield from receive(turn, coming, _replies(turn, coming, draft), draft.source)
        return
    yield Save(replace(draft, day=day, why=Held.AHEAD))
    kept = phrases.KEPT_FOR.line(turn.locale, day=dated_text(day, turn.locale, today))
    yield Revise(press.source, say(kept))


def _keep(turn: PersonTurn, press: Press, share: Share, draft: Draft) -> Iterator[Effect]:
    day = dated_text(draft.day, turn.locale, turn.today(turn.person.timezone))
    yield Revise(press.source, say(phrases.DRAFT_KEPT.line(turn.locale, day=day)))


def _today(turn: PersonTurn, press: Press, share: Share, draft: Draft) -> Iterator[Effect]:
    today = turn.today(turn.person.timezone)
    now = share_on(turn, share.checkin, today)
    yield from _used(press, now, draft)
    yield from receive(turn, now, _replies(turn, now, draft), draft.source)


def _anew(turn: PersonTurn, press: Press, share: Share, draft: Draft) -> Iterator[Effect]:
    yield Save(replace(draft, used="anew", fields=()))
    yield from ask(turn, share)


def _sensitive(audience: Audience) -> "Decision":
    said = {
        Audience.MANAGER: phrases.KEPT_MANAGER,
        Audience.SELF: phrases.KEPT_SELF,
        Audience.TEAM: phrases.KEPT_TEAM,
    }[audience]

    def handle(turn: PersonTurn, press: Press, share: Share, draft: Draft) -> Iterator[Effect]:
        yield Save(replace(draft, used=press.args.get("do", ""), fields=()))
        yield Revise(press.source, say(_kept_line(turn, said)))
        replies = _replies(turn, share, draft)
        chosen = {name: decided(reply, audience) for name, reply in replies.items()}
        yield from receive(turn, share, chosen, draft.source)

    return handle


def _kept_line(turn: PersonTurn, said: Phrase) -> Line:
    manager = manager_of(turn.reads, turn.person, turn.today(turn.person.timezone))
    named: Said | str = Said(manager.name) if manager else phrases.YOUR_MANAGER.text(turn.locale)
    return said.line(turn.locale, manager=named)


def _used(press: Press, share: Share, draft: Draft) -> Iterator[Effect]:
    """The draft is spent, and its card shows what was decided, without buttons."""
    yield Save(replace(draft, used=press.args.get("do", ""), fields=()))
    if press.source:
        yield Revise(press.source, draft_cards.decided(share, draft))


def _replies(turn: PersonTurn, share: Share, draft: Draft) -> Mapping[str, Reply]:
    people = [(name, person) for name, id in draft.mentions if (person := turn.reads.get(Person, id))]
    return take_all(share.questions, {name: words.text for name, words in draft.fields}, people).replies


Decision = Callable[[PersonTurn, Press, Share, Draft], Iterator[Effect]]
_DECISIONS: Mapping[str, Decision] = {
    "accept": _accept,
    "redo": _redo,
    "drop": _drop,
    "first": _first,
    "second": _second,
    "keep": _keep,
    "today": _today,
    "use": _accept,
    "anew": _anew,
    "manager": _sensitive(Audience.MANAGER),
    "self": _sensitive(Audience.SELF),
    "team": _sensitive(Audience.TEAM),
}
