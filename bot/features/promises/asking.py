"""A blocker becomes a request: its author says who and by when, then the helper is asked."""

from collections.abc import Iterator
from dataclasses import replace

from bot.features.promises import asks, cards, phrases, rules
from bot.features.promises.closing import closed, gone, silenced
from bot.features.promises.model import NOBODY, Blocker, BlockerState, Kind, Promise, State
from bot.features.promises.opening import back_on, in_hand
from bot.features.promises.parties import full_name_in, named, person, tell
from bot.features.promises.reading import Ask, read_ask, titled
from bot.kernel.cards import Line, Private, Said
from bot.kernel.days import dated_text
from bot.kernel.effects import Effect, Save, Timing
from bot.kernel.facts import BlockerRaised
from bot.kernel.features import Effects, PersonTurn, Turn
from bot.kernel.intents import Press
from bot.kernel.organisation import absence_of, responsible_for
from bot.kernel.people import Person
from bot.kernel.reader import Reader
from bot.kernel.routing import elsewhere
from bot.kernel.when import NoTime, When


def raised(turn: Turn, fact: BlockerRaised) -> Effects:
    """Somebody is stuck. Heard again under its id it is merely open again."""
    author = person(turn, fact.person)
    known = turn.reads.get(Blocker, fact.id)
    if known or author is None:
        return _again(known)
    blocker = Blocker(
        id=fact.id,
        person=fact.person,
        team=fact.team,
        day=fact.day,
        raised_at=turn.now,
        text="" if fact.private else fact.text,
        what="",
        promise=f"for:{fact.id}",
        secret=Private(fact.person, titled(fact.text) or fact.text) if fact.private else None,
    )
    return _private(turn, blocker, author) if fact.private else _open(turn, fact, blocker, author)


def _again(known: Blocker | None) -> Iterator[Effect]:
    if known and known.state is not BlockerState.OPEN:
        yield Save(replace(known, state=BlockerState.OPEN, solved_at=None))


def _open(turn: Turn, fact: BlockerRaised, blocker: Blocker, author: Person) -> Iterator[Effect]:
    ask = read_ask(fact.text, fact.mentions, author.id, turn.now, author.timezone, turn.calendar)
    helper = person(turn, ask.helper)
    draft = replace(
        _draft(turn, blocker, author),
        what=ask.what,
        owner=helper.id if helper and helper.active else NOBODY,
        due=ask.when.instant if isinstance(ask.when, When) else None,
    )
    guess = None if draft.owner else full_name_in(turn, fact.text, author.id)
    draft, effects = advance(turn, draft, author, fault=_fault(ask), guess=guess)
    yield Save(replace(blocker, what=ask.what, helper=draft.owner))
    yield Save(draft)
    yield from effects


def _private(turn: Turn, blocker: Blocker, author: Person) -> Iterator[Effect]:
    """Only the manager is told, in the author's own words, sealed."""
    responsible = responsible_for(turn.reads, author, turn.today(author.timezone))
    draft = replace(_draft(turn, blocker, author), secret=blocker.secret, their_date=True)
    if responsible is None:
        yield Save(blocker)
        yield Save(draft)
        line = phrases.NO_MANAGER.line(author.locale, what=cards.what_of(draft))
        yield tell(turn, author, cards.sentences([line]), "nobody", phrases.WHO_WHY, timing=Timing.FIXED)
        return
    manager = responsible.person
    asked = replace(draft, owner=manager.id, judge=manager.id, state=State.ASKED)
    card = asks.request(asked, Reader.of(manager, turn.now), author)
    post = tell(turn, manager, card, "private", phrases.PRIVATE_WHY, name=author.name)
    yield Save(replace(blocker, helper=manager.id, judge=manager.id))
    yield Save(replace(asked, card=post.key))
    yield post


def _draft(turn: Turn, blocker: Blocker, author: Person) -> Promise:
    return Promise(
        id=blocker.promise,
        kind=Kind.HELP,
        owner=NOBODY,
        towards=author.id,
        team=blocker.team,
        what=blocker.what,
        due=None,
        state=State.DRAFT,
        opened_at=turn.now,
        blocker=blocker.id,
    )


def advance(
    turn: Turn,
    draft: Promise,
    author: Person,
    fault: NoTime | None = None,
    guess: Person | None = None,
    first: Line | None = None,
    passed_by: Person | None = None,
) -> tuple[Promise, list[Effect]]:
    """Ask the author for what is missing, one thing at a time; when all is said, ask the helper."""
    owner = person(turn, draft.owner)
    if owner is None:
        card = asks.who(draft, author.locale, first, guess)
        post = tell(turn, author, card, "who", phrases.WHO_WHY, timing=Timing.FIXED)
        return replace(draft, state=State.DRAFT, card=post.key), [post]
    if draft.due is None and not draft.their_date:
        card = asks.by_when(draft, author.locale, fault)
        post = tell(turn, author, card, "when", phrases.WHO_WHY, timing=Timing.FIXED)
        return replace(draft, state=State.DRAFT, card=post.key), [post]
    if draft.towards is None:
        return _committed(turn, draft, owner)
    request = asks.request(draft, Reader.of(owner, turn.now), author, passed_by)
    asked = tell(turn, owner, request, "request", phrases.REQUEST_WHY, name=author.name, timing=Timing.DUE_TODAY)
    return replace(draft, state=State.ASKED, card=asked.key), [asked, *_confirmed(turn, draft, author, owner)]


def _committed(turn: Turn, draft: Promise, owner: Person) -> tuple[Promise, list[Effect]]:
    """One's own commitment needs nobody's yes."""
    promise, effects = in_hand(turn, replace(draft, state=State.ACCEPTED, card=cards.NO_CARD), owner)
    remind = (
        rules.remind_at(promise.kind, promise.due, turn.now, owner.timezone, turn.calendar) if promise.due else None
    )
    card = cards.committed(promise, Reader.of(owner, turn.now), remind)
    return promise, [tell(turn, owner, card, "committed", phrases.ACCEPTED_WHY), *effects]


def _confirmed(turn: Turn, draft: Promise, author: Person, owner: Person) -> list[Effect]:
    """To the author: whom the request went to, if they are acting just now, or that it waits for a leave to end."""
    acting = isinstance(turn, PersonTurn) and turn.person.id == author.id
    absence = absence_of(turn.reads, owner.id, turn.today(owner.timezone))
    if not acting and absence is None:
        return []
    reader = Reader.of(author, turn.now)
    when = reader.moment(draft.due) if draft.due else ""
    asked = phrases.ASKED_THEM if draft.due else phrases.ASKED_THEM_OPEN
    lines = [asked.line(author.locale, name=Said(owner.name), when=when, what=cards.what_of(draft))]
    if absence:
        back = dated_text(back_on(turn, absence), author.locale, reader.today)
        lines.append(phrases.AWAY_THEN.line(author.locale, name=Said(owner.name), back=back))
    off = cards.button(phrases.CALL_OFF, author.locale, "cancel", draft.id)
    card = cards.sentences(lines, off, numbered=False)
    return [tell(turn, author, card, "asked", phrases.ACCEPTED_WHY, timing=Timing.FIXED)]


def who(turn: PersonTurn, press: Press) -> Effects:
    """The author names a helper, perhaps with the day."""
    draft = _own_draft(turn, press)
    if draft is None:
        return gone(turn, press)
    found = named(turn, press, "who", draft.id)
    ask = said(turn, press, draft)
    if isinstance(found, Person) and found.active:
        due = ask.when.instant if isinstance(ask.when, When) else draft.due
        return _continued(turn, press, replace(draft, owner=found.id, due=due), _fault(ask))
    if found is not None and not isinstance(found, Person):
        return [turn.answer(found)]
    if press.text and (effects := elsewhere(turn, press)) is not None:
        return effects
    again = asks.who(draft, turn.locale, phrases.WHO_AGAIN.line(turn.locale))
    return [turn.answer(again), *silenced(turn, press)]


def when(turn: PersonTurn, press: Press) -> Effects:
    """The author names the day."""
    draft = _own_draft(turn, press)
    if draft is None:
        return gone(turn, press)
    ask = said(turn, press, draft)
    if isinstance(ask.when, When):
        return _continued(turn, press, replace(draft, due=ask.when.instant), None)
    if ask.when is None and press.text and (effects := elsewhere(turn, press)) is not None:
        return effects
    return [turn.answer(asks.by_when(draft, turn.locale, _fault(ask))), *silenced(turn, press)]


def let(turn: PersonTurn, press: Press) -> Effects:
    """The helper is to name the day."""
    draft = _own_draft(turn, press)
    if draft is None or not draft.owner:
        return gone(turn, press)
    return _continued(turn, press, replace(draft, their_date=True), None)


def later(turn: PersonTurn, press: Press) -> Effects:
    """No help for now: the blocker stays in the author's list."""
    draft = _own_draft(turn, press)
    if draft is None:
        return gone(turn, press)
    kept = cards.sentence(phrases.KEPT_OPEN, turn.locale, what=cards.what_of(draft))
    return [turn.answer(kept), *closed(turn, press, draft)]


def _continued(turn: PersonTurn, press: Press, before: Promise, fault: NoTime | None) -> Iterator[Effect]:
    draft, effects = advance(turn, before, turn.person, fault)
    blocker = turn.reads.get(Blocker, draft.blocker) if draft.blocker else None
    if blocker and blocker.helper != draft.owner:
        yield Save(replace(blocker, helper=draft.owner))
    yield Save(draft)
    yield from effects
    yield from closed(turn, press, before)


def _own_draft(turn: PersonTurn, press: Press) -> Promise | None:
    promise = turn.reads.get(Promise, press.args.get("id", ""))
    mine = promise is not None and promise.author == turn.person.id and promise.state is State.DRAFT
    return promise if mine else None


def said(turn: PersonTurn, press: Press, draft: Promise) -> Ask:
    """Who and when, as written with a press."""
    mentions = [(name, each.id) for name, each in press.mentions]
    return read_ask(press.text, mentions, draft.author, turn.now, turn.person.timezone, turn.calendar)


def _fault(ask: Ask) -> NoTime | None:
    return ask.when if isinstance(ask.when, NoTime) else None
