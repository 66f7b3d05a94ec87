"""AT-60: a check-in set up by dialog. Nobody else gets a message before it is switched on."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from bot.features.checkins import hours, setup_cards
from bot.features.checkins import phrases_setup as p
from bot.features.checkins.enabling import planned, rehearse, team_of
from bot.features.checkins.model import CheckIn, Setup
from bot.features.checkins.people import may_change, who_may_change
from bot.features.checkins.setup_cards import HOUR, OPTIONS, OTHER, SOME, WHERE, WHO
from bot.features.checkins.wording import clock_text, days_text, joined, name_of
from bot.kernel.cards import Line, Said, say
from bot.kernel.effects import Effect, Post, Revise, Save
from bot.kernel.facts import GroupJoined
from bot.kernel.features import PersonTurn, Turn
from bot.kernel.ids import ChatId
from bot.kernel.intents import Press, Words
from bot.kernel.organisation import members_of
from bot.kernel.people import Locale, Person, Team, ToChat

_LINE = re.compile(r"[\s,,、;;.。/]*(?:[1-9][\s,,、;;.。/]*)+")


def on_group(turn: Turn, fact: GroupJoined) -> Iterator[Effect]:
    """The bot came into a group: one greeting, and nothing more until somebody begins."""
    by = turn.reads.get(Person, fact.by)
    locale = by.locale if by else Locale.ZH
    team = team_of(turn.reads, fact.chat)
    running = _running(turn, team)
    everybody = tuple(dict.fromkeys((*fact.members, fact.by)))
    yield Save(Setup(fact.chat, fact.title, everybody, fact.by))
    if running:
        line = p.HELLO_AGAIN.line(locale, days=days_text(running.weekdays, locale), time=clock_text(running.at))
        yield Post(ToChat(fact.chat), say(line), turn.key("checkins/hello"))
    else:
        yield Post(ToChat(fact.chat), setup_cards.hello(fact.chat, locale), turn.key("checkins/hello"))


def begin(turn: PersonTurn, wanted: Words | Press) -> Iterator[Effect]:
    """`开始`, in the group, in a direct chat, or by button."""
    if isinstance(wanted, Press):
        yield from _begin(turn, ChatId(wanted.args.get("chat", "")))
    elif not turn.direct:
        yield from _begin(turn, turn.chat.id)
    else:
        mine = [each for each in turn.reads.find(Setup) if _may(turn, each)]
        chats = dict.fromkeys([*(each.id for each in mine), *_chats_led(turn)])
        if len(chats) == 1:
            yield from _begin(turn, next(iter(chats)))
        elif chats:
            titles = [(_title(turn, each), {"chat": each}) for each in chats]
            yield turn.answer(setup_cards.pick_one(p.WHICH_GROUP.line(turn.locale), "checkins.begin", titles))
        else:
            yield turn.answer(say(p.NO_GROUP.line(turn.locale)))


def _chats_led(turn: PersonTurn) -> list[ChatId]:
    teams = turn.reads.find(Team)
    return [each.chat for each in teams if each.chat and (turn.person.admin or each.manager == turn.person.id)]


def _begin(turn: PersonTurn, chat: ChatId) -> Iterator[Effect]:
    setup = turn.reads.get(Setup, chat) or Setup(chat, _title(turn, chat), (), turn.person.id)
    if not _may(turn, setup):
        yield turn.answer(say(_refused(turn, setup)), "checkins/refused")
        return
    # Not every platform tells what a group is called.
    title = setup.title or p.UNNAMED.text(turn.locale, name=turn.person.name)
    fresh = replace(
        setup, title=title, by=turn.person.id, choices={WHERE: 1}, people=(), at=None, card=turn.key("checkins/setup")
    )
    running = _running(turn, team_of(turn.reads, chat))
    lead = p.CHOOSE.line(turn.locale, title=Said(title))
    if running:
        lead = p.RUNNING.line(
            turn.locale,
            title=Said(title),
            days=days_text(running.weekdays, turn.locale),
            time=clock_text(running.at),
        )
    yield Save(fresh)
    yield turn.answer(setup_cards.choices(fresh, len(planned(turn, fresh)), lead, turn.locale), "checkins/setup")


def choose(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """One choice by button."""
    setup = _open(turn, press)
    name, number = press.args.get("q", ""), _number(press.args.get("v", ""))
    if setup is None or name not in OPTIONS or not 1 <= number <= len(OPTIONS[name]):
        yield turn.answer(say(p.SETUP_GONE.line(turn.locale)))
        return
    yield from _taken(turn, replace(setup, choices={**setup.choices, name: number}))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0


def choices(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """`1 1 2 1` in one line; a part of it fills what is open."""
    setup = _open(turn, press)
    if setup is None:
        yield turn.answer(say(p.SETUP_GONE.line(turn.locale)))
        return
    text = unicodedata.normalize("NFKC", press.text)
    numbers = [int(each) for each in re.findall(r"[1-9]", text)] if _LINE.fullmatch(text) else []
    open_ones = [each for each in OPTIONS if each not in setup.choices]
    names = list(OPTIONS) if len(numbers) == len(OPTIONS) else open_ones
    fits = 0 < len(numbers) <= len(names)
    given = dict(zip(names, numbers, strict=False)) if fits else {}
    if not given or any(number > len(OPTIONS[name]) for name, number in given.items()):
        lead = p.NOT_CHOICES.line(turn.locale, text=Said(press.text[:40]))
        again = replace(setup, card=turn.key("checkins/setup"))
        yield Revise(setup.card, say(p.CHOOSE.line(turn.locale, title=Said(setup.title))))
        yield Save(again)
        yield turn.answer(setup_cards.choices(again, len(planned(turn, again)), lead, turn.locale), "checkins/setup")
        return
    yield from _taken(turn, replace(setup, choices={**setup.choices, **given}))


def _taken(turn: PersonTurn, setup: Setup) -> Iterator[Effect]:
    """The choices so far; complete, the next step follows."""
    yield Save(setup)
    count = len(planned(turn, setup))
    if len(setup.choices) < len(OPTIONS):
        lead = p.CHOOSE.line(turn.locale, title=Said(setup.title))
        yield Revise(setup.card, setup_cards.choices(setup, count, lead, turn.locale))
        return
    yield Revise(setup.card, setup_cards.chosen(setup, count, turn.locale))
    yield from _next(turn, setup)


def _next(turn: PersonTurn, setup: Setup) -> Iterator[Effect]:
    """Ask what the choices leave open; then rehearse."""
    title = Said(setup.title)
    if setup.choices.get(WHO) == SOME and not setup.people:
        yield turn.answer(setup_cards.ask_people(setup, _name_people(turn)), "checkins/people")
    elif not planned(turn, setup):
        asked = setup_cards.ask_to_sign_up(setup, p.SIGN_UP.line(turn.locale, title=title), turn.locale)
        yield turn.answer(asked, "checkins/people")
    elif setup.choices.get(HOUR) == OTHER and setup.at is None:
        yield turn.answer(setup_cards.ask_hour(setup, p.NAME_HOUR.line(turn.locale)), "checkins/hour")
    else:
        yield turn.answer(rehearse(turn, setup), "checkins/rehearsal")


def people(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Who takes part, by mention."""
    setup = _open(turn, press)
    if setup is None:
        yield turn.answer(say(p.SETUP_GONE.line(turn.locale)))
        return
    named = tuple(dict.fromkeys(person.id for _, person in press.mentions if person.active))
    if not named:
        yield Revise(press.source, say(_name_people(turn)))
        said = p.NOBODY_NAMED if turn.capabilities.hears_mentions else p.NOBODY_KNOWN
        yield turn.answer(setup_cards.ask_people(setup, said.line(turn.locale)), "checkins/people")
        return
    chosen = replace(setup, people=named)
    names = joined([name_of(person) for _, person in press.mentions if person.active], p.OR.text(Locale.ZH))
    yield Save(chosen)
    yield Revise(press.source, say((*p.WHO.line(turn.locale), *names)))
    yield from _next(turn, chosen)


def _name_people(turn: PersonTurn) -> Line:
    phrase = p.NAME_PEOPLE if turn.capabilities.hears_mentions else p.NAME_PEOPLE_TYPED
    return phrase.line(turn.locale)


def all_there(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Whoever wanted to has signed up."""
    setup = _open(turn, press)
    if setup is None:
        yield turn.answer(say(p.SETUP_GONE.line(turn.locale)))
    elif planned(turn, setup):
        yield Revise(press.source, say(p.ALL_SIGNED.line(turn.locale, count=len(planned(turn, setup)))))
        yield from _next(turn, setup)
    else:
        line = p.NOBODY_YET.line(turn.locale, title=Said(setup.title))
        yield turn.answer(setup_cards.ask_to_sign_up(setup, line, turn.locale), "checkins/people")


def hour(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """The time of day, in words."""
    setup = _open(turn, press)
    if setup is None:
        yield turn.answer(say(p.SETUP_GONE.line(turn.locale)))
        return
    at = hours.hour_in(press.text)
    if at is None:
        yield Revise(press.source, say(p.NAME_HOUR.line(turn.locale)))
        said = p.NOT_HOUR.line(turn.locale, text=Said(press.text[:40]))
        yield turn.answer(setup_cards.ask_hour(setup, said), "checkins/hour")
        return
    chosen = replace(setup, at=at)
    yield Save(chosen)
    yield Revise(press.source, say((*p.HOUR.line(turn.locale), Said(clock_text(at)))))
    yield from _next(turn, chosen)


def _open(turn: PersonTurn, press: Press) -> Setup | None:
    """The set-up of a card, if this person may go on with it."""
    setup = turn.reads.get(Setup, press.args.get("chat", ""))
    return setup if setup and setup.choices and _may(turn, setup) else None


def _may(turn: PersonTurn, setup: Setup) -> bool:
    team = team_of(turn.reads, setup.id)
    members = [found for each in setup.members if (found := turn.reads.get(Person, each))]
    if team:
        members.extend(members_of(turn.reads, team.id, turn.today(team.timezone)))
    return may_change(turn.reads, turn.person, team, members)


def _refused(turn: PersonTurn, setup: Setup) -> Line:
    """Who can do it instead."""
    team = team_of(turn.reads, setup.id)
    able = who_may_change(turn.reads, team)
    title = Said(setup.title)
    if not able:
        return p.NOBODY_MAY.line(turn.locale, title=title)
    names = joined([name_of(each) for each in able], p.OR.text(turn.locale))
    return p.MAY_NOT_SET_UP.line(turn.locale, title=title, names=names)


def _running(turn: Turn, team: Team | None) -> CheckIn | None:
    found = turn.reads.find(CheckIn, team=team.id) if team else ()
    return next((each for each in found if each.enabled and not each.trial), None)


def _title(turn: PersonTurn, chat: ChatId) -> str:
    team = team_of(turn.reads, chat)
    return team.name if team else turn.chat.title if turn.chat.id == chat else ""
