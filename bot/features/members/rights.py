"""Refusals: who may change what, and whom to ask instead."""

from bot.features.members import cards, phrases
from bot.kernel.cards import Card
from bot.kernel.features import PersonTurn
from bot.kernel.people import Person, Team
from bot.kernel.phrases import Phrase


def is_admin(turn: PersonTurn) -> bool:
    return turn.person.admin


def is_manager(turn: PersonTurn) -> bool:
    """Whether anybody reports to this person, or a team is theirs."""
    me = turn.person.id
    reports = turn.reads.find(Person, manager=me)
    return any(each.active for each in reports) or any(team.manager == me for team in turn.reads.find(Team))


def is_manager_or_admin(turn: PersonTurn) -> bool:
    return is_admin(turn) or is_manager(turn)


def refusal(turn: PersonTurn, phrase: Phrase) -> Card:
    """The refusal in `phrase`, naming the administrators who could do it instead."""
    admins = [each for each in turn.reads.find(Person, admin=True) if each.active and each.id != turn.person.id]
    ask = phrases.ASK_THEM.line(turn.locale, names=cards.names(admins, turn.locale)) if admins else ()
    return cards.lines(phrase.line(turn.locale, names=ask))
