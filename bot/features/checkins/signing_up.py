"""Who takes part, where the platform does not tell who is in a group: people sign up by calling the bot there."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.features.checkins import phrases_setup as p
from bot.features.checkins.enabling import team_of
from bot.features.checkins.model import Setup
from bot.features.checkins.people import may_change, who_may_change
from bot.features.checkins.wording import joined, name_of
from bot.kernel.cards import Line, Said, say
from bot.kernel.effects import Arm, Effect, Post, Save
from bot.kernel.features import PersonTurn, Turn
from bot.kernel.ids import ChatId, PersonId
from bot.kernel.intents import Wake, Words
from bot.kernel.organisation import members_of
from bot.kernel.people import Locale, Person, Team, ToPerson
from bot.kernel.timers import Timer


def means_people(turn: PersonTurn, words: Words) -> bool:
    """Names behind the word, in a group; `参加 客户会议` is an answer to a question."""
    return not turn.direct and (bool(words.mentions) or "@" in words.text)


def join(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """`参加` for oneself, `参加 @王磊` for others. In a turn of its own: a newcomer may not read the set-up."""
    if turn.direct:
        yield turn.answer(say(p.JOIN_WHERE.line(turn.locale)))
        return
    args = {
        "chat": turn.chat.id,
        "title": turn.chat.title,
        "person": turn.person.id,
        "named": " ".join(dict.fromkeys(person.id for _, person in words.mentions if person.active)),
        "text": "named" if words.text else "",
    }
    yield Arm(Timer(f"checkins.join/{turn.key('join')}", turn.now, "checkins.join", args))


def signed(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """They are noted, and told so; a team that is set up already is its manager's to change."""
    chat, person = ChatId(wake.args["chat"]), turn.reads.get(Person, PersonId(wake.args["person"]))
    if person is None:
        return
    team = team_of(turn.reads, chat)
    if team:
        yield _answer(turn, person, _into_a_team(turn, person, team))
        return
    setup = turn.reads.get(Setup, chat) or Setup(chat, wake.args["title"], (), PersonId(""))
    named = [PersonId(each) for each in wake.args["named"].split()]
    others = bool(wake.args["text"]) and may_change(turn.reads, person, None, _people(turn, setup.members))
    if others and not named:
        yield _answer(turn, person, p.JOIN_UNKNOWN.line(person.locale))
        return
    kept, new = _signed(setup), named if others else [person.id]
    yield Save(replace(setup, members=tuple(dict.fromkeys((*kept, *new))), signed=setup.signed or not kept))
    if others:
        names = joined([name_of(each) for each in _people(turn, new)], p.OR.text(Locale.ZH))
        count = len({*kept, *new})
        yield _answer(turn, person, p.JOINED_BY.line(person.locale, names=names, count=count))
    else:
        told = p.JOINED_ALONE if wake.args["text"] else p.JOINED
        yield _answer(turn, person, told.line(person.locale))


def _signed(setup: Setup) -> tuple[PersonId, ...]:
    """Whoever takes part so far; that somebody brought the bot says nothing of them."""
    return setup.members if setup.signed else tuple(each for each in setup.members if each != setup.by)


def _into_a_team(turn: Turn, person: Person, team: Team) -> Line:
    title = Said(team.name)
    if person in members_of(turn.reads, team.id, turn.today(team.timezone)):
        return p.JOINED_ALREADY.line(person.locale, title=title)
    able = joined([name_of(each) for each in who_may_change(turn.reads, team)], p.OR.text(person.locale))
    return p.JOIN_LATER.line(person.locale, title=title, names=able, name=Said(person.name))


def _people(turn: Turn, ids: Sequence[PersonId]) -> list[Person]:
    found = (turn.reads.get(Person, each) for each in ids)
    return [each for each in found if each and each.active]


def _answer(turn: Turn, person: Person, line: Line) -> Post:
    return Post(ToPerson(person.id), say(line), turn.key("signed"))
