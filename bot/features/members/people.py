"""Who belongs where: the team's list, delegates, managers, people who join and leave."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.features.members import cards, joining, phrases, rules
from bot.features.members.rights import is_manager, is_manager_or_admin, refusal
from bot.kernel.cards import Action, Said
from bot.kernel.days import day_text
from bot.kernel.effects import Effect, Post, Push, Revise, Save, Tell
from bot.kernel.facts import PersonJoined, PersonLeft, UserGone
from bot.kernel.features import PersonTurn, Turn
from bot.kernel.intents import Press, Words
from bot.kernel.organisation import absence_of, ended, is_over, members_of, teams_of
from bot.kernel.people import Membership, Person, Team, ToPerson
from bot.kernel.text import squash


def members(turn: PersonTurn, _: Words) -> Iterator[Effect]:
    """The team of this chat, or each of the writer's own teams."""
    today = turn.today(turn.person.timezone)
    teams = _team_here(turn) or teams_of(turn.reads, turn.person.id, today) or _teams_led(turn)
    if not teams:
        yield turn.answer(cards.lines(phrases.NO_TEAM.line(turn.locale, name=Said(turn.person.name))))
    for team in teams:
        people = members_of(turn.reads, team.id, today)
        rows = [(person, _about(turn, team, person)) for person in people]
        yield turn.answer(cards.members(turn.locale, team, rows), f"members/{team.id}")


def _about(turn: PersonTurn, team: Team, person: Person) -> Sequence[str]:
    locale, reads = turn.locale, turn.reads
    told = [person.department] if person.department else []
    if person.id == team.manager:
        told.append(phrases.MEMBER_LEADS.text(locale))
    if person.manager and (above := reads.get(Person, person.manager)):
        told.append(phrases.MEMBER_MANAGER.text(locale, name=above.name))
    if person.delegate and (delegate := reads.get(Person, person.delegate)):
        told.append(phrases.MEMBER_DELEGATE.text(locale, name=delegate.name))
    absence = absence_of(reads, person.id, turn.today(person.timezone))
    if absence:
        back = day_text(turn.calendar.next_workday(absence.last), locale)
        told.append(phrases.MEMBER_AWAY.text(locale, day=back))
    return told


def _team_here(turn: PersonTurn) -> tuple[Team, ...]:
    return tuple(team for team in turn.reads.find(Team) if team.chat == turn.chat.id) if not turn.direct else ()


def _teams_led(turn: PersonTurn) -> tuple[Team, ...]:
    """Teams this person may change: all of them for an administrator."""
    mine = turn.person
    return tuple(team for team in turn.reads.find(Team) if mine.admin or team.manager == mine.id)


def delegate(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """`委托 @X`: who stands in during leave; `委托 取消` ends it."""
    locale, person = turn.locale, turn.person
    if not words.mentions and squash(words.text) in ("取消", "无", "none", "cancel", "no"):
        yield Save(replace(person, delegate=None))
        yield turn.answer(cards.sentence(phrases.DELEGATE_CLEARED, locale))
        return
    if not words.mentions:
        named = turn.reads.get(Person, person.delegate) if person.delegate else None
        now = phrases.DELEGATE_NOW.line(locale, name=Said(named.name)) if named else phrases.DELEGATE_NONE.line(locale)
        yield turn.answer(cards.lines(now, phrases.DELEGATE_HOW.text(locale)))
        return
    chosen = words.mentions[0][1]
    if not is_manager(turn):
        yield turn.answer(cards.sentence(phrases.DELEGATE_ONLY_MANAGERS, locale))
    elif chosen.id == person.id or not chosen.active:
        yield turn.answer(cards.sentence(phrases.DELEGATE_SELF, locale))
    else:
        yield Save(replace(person, delegate=chosen.id))
        yield turn.answer(cards.lines(phrases.DELEGATE_SET.line(locale, name=Said(chosen.name))))
        told = phrases.DELEGATE_TOLD.line(chosen.locale, manager=Said(person.name))
        why = Push("members.delegate", phrases.DELEGATE_TOLD_WHY.text(chosen.locale, manager=person.name))
        yield Post(ToPerson(chosen.id), cards.lines(told), turn.key("told"), why)


def manager(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """`经理 @成员 @经理`, by an administrator."""
    locale = turn.locale
    if not turn.person.admin:
        yield turn.answer(refusal(turn, phrases.ONLY_ADMINS))
        return
    if len(words.mentions) != 2 or words.mentions[0][1].id == words.mentions[1][1].id:
        yield turn.answer(cards.sentence(phrases.MANAGER_HOW, locale))
        return
    (_, person), (_, above) = words.mentions
    names = {"name": Said(person.name), "manager": Said(above.name)}
    if is_over(turn.reads, person, above):
        yield turn.answer(cards.lines(phrases.MANAGER_CIRCLE.line(locale, **names)))
        return
    yield Save(replace(person, manager=above.id))
    yield turn.answer(cards.lines(phrases.MANAGER_SET.line(locale, **names)))
    if person.id != turn.person.id:
        told = phrases.MANAGER_TOLD.line(person.locale, manager=Said(above.name))
        why = Push("members.manager", phrases.MANAGER_TOLD_WHY.text(person.locale))
        yield Post(ToPerson(person.id), cards.lines(told), turn.key("told"), why)


def add(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """`加人 @X`: into the team of this group, the only one led, or the one named."""
    locale = turn.locale
    if not is_manager_or_admin(turn):
        yield turn.answer(refusal(turn, phrases.ONLY_MANAGERS))
        return
    led = _teams_led(turn)
    team = next(iter(each for each in _team_here(turn) if each in led), None) or rules.team_meant(words.text, led)
    newcomers = {person.id: person for _, person in words.mentions if person.active}
    if not newcomers:
        yield turn.answer(cards.sentence(phrases.ADD_HOW, locale))
        return
    if team is None:
        names = tuple(Said(f"「{each.name}」") for each in led)
        yield turn.answer(cards.lines(phrases.ADD_WHICH_TEAM.line(locale, teams=names)))
        return
    today = turn.today(team.timezone)
    present = {each.id for each in members_of(turn.reads, team.id, today)}
    joined = [person for person in newcomers.values() if person.id not in present]
    before = [person for person in newcomers.values() if person.id in present]
    for person in joined:
        yield Save(Membership(turn.key(f"membership/{person.id}"), team.id, person.id, today))
        if person.manager is None and team.manager not in (None, person.id):
            yield Save(replace(person, manager=team.manager))
        yield Tell(PersonJoined(person.id, team.id))
        yield joining.introduction(turn, person, team)
    said = [(phrases.ADDED, joined), (phrases.ADDED_ALREADY, before)]
    told = [
        phrase.line(locale, team=Said(team.name), names=cards.names(people, locale))
        for phrase, people in said
        if people
    ]
    yield turn.answer(cards.lines(*told, *([phrases.ADD_REACHES.text(locale)] if joined else [])))


def left(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """`离职 @X`, by an administrator: asked once more, as it ends all use."""
    locale = turn.locale
    if not turn.person.admin:
        yield turn.answer(refusal(turn, phrases.ONLY_ADMINS))
    elif not words.mentions:
        yield turn.answer(cards.sentence(phrases.LEFT_HOW, locale))
    elif words.mentions[0][1].id == turn.person.id:
        yield turn.answer(cards.sentence(phrases.LEFT_SELF, locale))
    else:
        person = words.mentions[0][1]
        yes = Action("members.left", {"person": person.id})
        question = phrases.LEFT_CONFIRM.line(locale, name=Said(person.name))
        yield turn.answer(cards.confirm(locale, question, yes, Action("members.drop")))


def confirmed_left(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """The account is closed, memberships end today; the right is looked at again."""
    person = turn.reads.get(Person, press.args.get("person", ""))
    if not turn.person.admin or person is None or person.id == turn.person.id:
        yield turn.answer(refusal(turn, phrases.ONLY_ADMINS))
        return
    name = Said(person.name)
    if not person.active:
        yield Revise(press.source, cards.lines(phrases.LEFT_ALREADY.line(turn.locale, name=name)))
        return
    yield from _leaves(turn, person)
    yield Revise(press.source, cards.lines(phrases.LEFT_DONE.line(turn.locale, name=name)))


def on_gone(turn: Turn, fact: UserGone) -> Iterator[Effect]:
    """The platform's directory says it: nobody is asked once more."""
    person = turn.reads.get(Person, fact.person)
    if person and person.active:
        yield from _leaves(turn, person)


def _leaves(turn: Turn, person: Person) -> Iterator[Effect]:
    yield Save(replace(person, active=False))
    yield from (Save(each) for each in ended(turn.reads, person.id, turn.today(person.timezone)))
    yield Tell(PersonLeft(person.id))


def drop(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """No after all."""
    yield Revise(press.source, cards.sentence(phrases.DROPPED, turn.locale))
