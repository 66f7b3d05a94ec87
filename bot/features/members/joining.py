"""The bot introduces itself to whoever joins a team: once, with who sees what."""

from collections.abc import Iterator

from bot.features.members import cards, phrases
from bot.features.members.model import Introduction
from bot.kernel.effects import Effect, Post, Push, Save
from bot.kernel.facts import PersonJoined
from bot.kernel.features import Turn
from bot.kernel.people import Person, Team, ToPerson


def on_joined(turn: Turn, fact: PersonJoined) -> Iterator[Effect]:
    person, team = turn.reads.get(Person, fact.person), turn.reads.get(Team, fact.team)
    if person is None or team is None or turn.reads.get(Introduction, person.id) is not None:
        return
    yield Save(Introduction(person.id, team.id, turn.now))
    why = Push("members.intro", phrases.INTRO_WHY.text(person.locale, team=team.name))
    yield Post(ToPerson(person.id), cards.intro(person.locale, person.name, team.name), turn.key("intro"), why)
