"""Who is meant, who decides, who is told: reads shared by the handlers of promises."""

from datetime import datetime, timedelta

from bot.features.promises import asks
from bot.features.promises.model import Promise
from bot.features.promises.reading import beyond_label, without_mentions
from bot.kernel.cards import Card
from bot.kernel.effects import Post, Push, Timing
from bot.kernel.features import PersonTurn, Turn
from bot.kernel.ids import PersonId, TeamId
from bot.kernel.intents import Press
from bot.kernel.names import Candidates, Found, Nobody, resolve
from bot.kernel.organisation import responsible_for, teams_of
from bot.kernel.people import Person, ToPerson
from bot.kernel.phrases import Phrase


def tell(
    turn: Turn,
    to: Person,
    card: Card,
    label: str,
    why: Phrase,
    *,
    name: str = "",
    timing: Timing = Timing.SLOT,
) -> Post:
    """A card for a person: an answer to whoever acts, a push to anybody else. `name` fills the reason."""
    if isinstance(turn, PersonTurn) and turn.person.id == to.id:
        return turn.answer(card, label)
    push = Push(f"promises.{label}", why.text(to.locale, name=name), timing)
    return Post(ToPerson(to.id), card, turn.key(f"{label}/{to.id}"), push)


def soon(turn: Turn, due: datetime | None) -> Timing:
    """How urgent a decision about a day is: within a day at once, else in the next slot."""
    return Timing.DUE_TODAY if due is not None and due - turn.now < timedelta(days=1) else Timing.SLOT


def person(turn: Turn, id: PersonId | None) -> Person | None:
    return turn.reads.get(Person, id) if id else None


def owner_and_author(turn: Turn, promise: Promise) -> tuple[Person, Person] | None:
    """Both sides; None only where one was removed from the records."""
    owner, author = person(turn, promise.owner), person(turn, promise.author)
    return (owner, author) if owner and author else None


def judge_for(turn: Turn, author: Person, owner: Person) -> Person | None:
    """Who settles a day between two people: the author's manager, the owner's if that is one of the two."""
    for subject, other in ((author, owner), (owner, author)):
        found = responsible_for(turn.reads, subject, turn.today(subject.timezone))
        if found and found.person.id != other.id:
            return found.person
    return None


def team_of(turn: Turn, subject: Person) -> TeamId:
    teams = teams_of(turn.reads, subject.id, turn.today(subject.timezone))
    return teams[0].id if teams else TeamId("")


def named(turn: PersonTurn, press: Press, action: str, id: str) -> Person | Card | None:
    """The person a press names: chosen from a list, mentioned, or written; a card where it is in doubt; else None."""
    if chosen := press.args.get("to"):
        return turn.reads.get(Person, chosen)
    for _, mentioned in press.mentions:
        if mentioned.id != turn.person.id:
            return mentioned
    written = without_mentions(press.text, [(name, each.id) for name, each in press.mentions])
    return written_name(turn, beyond_label(written), action, id)


def written_name(turn: PersonTurn, text: str, action: str, id: str) -> Person | Card | None:
    """A name typed without `@`: the whole text, or a word of it that is somebody's full name."""
    match resolve(text, turn.reads, turn.readings):
        case Found(found):
            return found
        case Candidates(people):
            others = [each for each in people if each.id != turn.person.id]
            return asks.which(others, turn.locale, action, id) if others else None
        case Nobody():
            return full_name_in(turn, text, turn.person.id)


def full_name_in(turn: Turn, text: str, speaker: PersonId) -> Person | None:
    """Somebody other than the speaker whose full name stands in the text between spaces."""
    for word in text.replace(",", " ").replace(",", " ").split()[:20]:
        found = resolve(word, turn.reads, turn.readings) if len(word) > 1 else Nobody()
        if isinstance(found, Found) and found.person.id != speaker:
            return found.person
    return None
