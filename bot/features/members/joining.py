"""The bot introduces itself to whoever is added to a team, with who sees what."""

from bot.features.members import cards, phrases
from bot.kernel.effects import Post, Push
from bot.kernel.features import PersonTurn
from bot.kernel.people import Person, Team, ToPerson


def introduction(turn: PersonTurn, person: Person, team: Team) -> Post:
    """A set-up introduces itself to everybody it asks; this is for those who come later."""
    why = Push("members.intro", phrases.INTRO_WHY.text(person.locale, team=team.name))
    card = cards.intro(person.locale, person.name, team.name)
    return Post(ToPerson(person.id), card, turn.key(f"intro/{person.id}"), why)
