"""One person on several platforms: a code from here, typed there, and a yes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.features.accounts import cards, phrases
from bot.features.accounts.codes import code_in, found, fresh, kept, spent
from bot.features.accounts.guessing import missed, tired
from bot.features.accounts.showing import shown
from bot.kernel.cards import Action, Said
from bot.kernel.effects import Adopt, Effect, Revise, Save
from bot.kernel.features import PersonTurn
from bot.kernel.intents import Press, Words
from bot.kernel.organisation import ended
from bot.kernel.people import Person

__all__ = ["code_in", "join", "keep", "link"]

PURPOSE = "link"
LASTS = timedelta(minutes=10)


def link(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """`绑定`: a code. `绑定 ABCD-EFGH`: the question whether this account is theirs whose code it is."""
    locale = turn.locale
    code = code_in(words.text)
    if code and not turn.direct:
        yield from shown(turn, code, PURPOSE)
        return
    if code is None:
        code = fresh()
        yield Save(kept(code, PURPOSE, turn.person.id, turn.now, LASTS))
        yield turn.answer(cards.lines(phrases.LINK_CODE.line(locale, code=code), phrases.LINK_ONCE.text(locale)))
        return
    if tired(turn):
        yield turn.answer(cards.lines(phrases.CODE_TIRED.text(locale)))
        return
    note = found(turn.reads, code, PURPOSE, turn.now)
    owner = turn.reads.get(Person, note.text) if note else None
    if note is None or owner is None or not owner.active:
        yield from missed(turn)
        yield turn.answer(cards.lines(phrases.LINK_BAD.text(locale)))
    elif owner.id == turn.person.id:
        yield turn.answer(cards.lines(phrases.LINK_SAME.text(locale)))
    else:
        yes = Action("accounts.join", {"code": code})
        yield turn.answer(cards.question(locale, owner, yes, Action("accounts.keep")))


def join(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Yes: this account belongs to the owner of the code from now on. The code is looked at again, and spent."""
    note = None if tired(turn) else found(turn.reads, press.args.get("code", ""), PURPOSE, turn.now)
    owner = turn.reads.get(Person, note.text) if note else None
    if note is None or owner is None or not owner.active or owner.id == turn.person.id:
        yield from missed(turn)
        yield Revise(press.source, cards.lines(phrases.LINK_BAD.text(turn.locale)))
        return
    yield Save(spent(note))
    yield Adopt(turn.person.id, owner.id)
    # Who was only known from here is no second person: nobody asks or counts them twice.
    yield Save(replace(turn.person, active=False))
    yield from (Save(each) for each in ended(turn.reads, turn.person.id, turn.today(turn.person.timezone)))
    yield Revise(press.source, cards.lines(phrases.LINK_DONE.line(turn.locale, name=Said(owner.name))))


def keep(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """No: nothing changes."""
    yield Revise(press.source, cards.lines(phrases.LINK_KEPT.text(turn.locale)))
