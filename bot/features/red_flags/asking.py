"""What the person answers to the first word: data wrong, busy elsewhere, help; and about their mood."""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.features.red_flags import cards, phrases, telling
from bot.features.red_flags.flags import flag_of, manager_card, names_of, tell_timer
from bot.features.red_flags.model import OPEN, Flag, Outcome, Rule, Stage
from bot.features.red_flags.rules import evening
from bot.kernel.cards import Card, Private, Said
from bot.kernel.effects import Arm, Effect, Revise, Save, Tell
from bot.kernel.facts import BlockerSolved
from bot.kernel.features import PersonTurn
from bot.kernel.intents import Press
from bot.kernel.organisation import responsible_for
from bot.kernel.phrases import Phrase
from bot.kernel.text import shorten

NOTE_LIMIT = 300


def dispute(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """The data is wrong: the manager waits until it could be corrected, and reads the note."""
    flag = _mine(turn, press)
    if flag is None:
        yield _refused(turn, press)
        return
    until = evening(turn.now, turn.person.timezone)
    changed = replace(flag, disputed=True, held_until=until, note=_note(turn, press) or flag.note)
    yield from _chosen(turn, press, changed, phrases.CHOSE_DISPUTE)
    if flag.stage is Stage.ASKED:
        yield Arm(tell_timer(flag, until))
    local = until.astimezone(ZoneInfo(turn.person.timezone))
    tomorrow = local.date() > turn.today(turn.person.timezone)
    phrase = phrases.DISPUTED_TOMORROW if tomorrow else phrases.DISPUTED
    said = phrase.line(turn.locale, time=local.strftime("%H:%M"), manager=Said(_manager(turn, flag)))
    yield turn.answer(cards.card(said))
    if not press.text:
        asked = phrases.DISPUTE_ASK.line(turn.locale)
        yield turn.answer(cards.for_words(asked, turn.locale, "red_flags.note", flag), "ask")


def solved(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """The blocker is out of the way: everybody concerned hears it, and this flag is cleared by that."""
    flag = _mine(turn, press)
    if flag is None or flag.rule is not Rule.BLOCKER:
        yield _refused(turn, press)
        return
    yield Tell(BlockerSolved(flag.about, turn.person.id))


def busy(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    yield from _annotate(turn, press, phrases.CHOSE_BUSY, phrases.BUSY_ASK, wants_help=False)


def help(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    yield from _annotate(turn, press, phrases.CHOSE_HELP, phrases.HELP_ASK, wants_help=True)


def _annotate(turn: PersonTurn, press: Press, chose: Phrase, ask: Phrase, wants_help: bool) -> Iterator[Effect]:
    flag = _mine(turn, press)
    if flag is None:
        yield _refused(turn, press)
        return
    changed = replace(flag, wants_help=wants_help, note=_note(turn, press) or flag.note)
    yield from _chosen(turn, press, changed, chose)
    if press.text:
        yield turn.answer(_noted(turn, changed))
        return
    manager = Said(_manager(turn, flag))
    if wants_help:
        yield turn.answer(cards.card(phrases.NOTED_HELP.line(turn.locale, manager=manager)))
    asked = ask.line(turn.locale, manager=manager)
    yield turn.answer(cards.for_words(asked, turn.locale, "red_flags.note", flag), "ask")


def note(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """The sentence asked for after a button pressed bare."""
    flag = _mine(turn, press)
    if flag is None or not press.text:
        yield _refused(turn, press)
        return
    changed = replace(flag, note=_note(turn, press))
    yield Save(changed)
    yield Revise(press.source, _noted(turn, changed))
    yield from _onto_managers_card(turn, changed)


def no_note(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    yield Revise(press.source, cards.card(phrases.NO_NOTE_DONE.text(turn.locale)))


def mood_yes(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """They want a talk: the manager hears that, and no number."""
    flag = _mine(turn, press)
    if flag is None or flag.stage is not Stage.ASKED:
        yield _refused(turn, press)
        return
    manager = _manager(turn, flag)
    agreed = phrases.MOOD_AGREED.line(turn.locale, manager=Said(manager))
    yield Revise(flag.asked, cards.card(agreed))
    yield from telling.hand_to_responsible(turn, replace(flag, shown=Private(flag.person, "")))


def mood_no(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    flag = _mine(turn, press)
    if flag is None or flag.stage is not Stage.ASKED:
        yield _refused(turn, press)
        return
    today = turn.today(turn.person.timezone)
    yield Save(replace(flag, stage=Stage.CLOSED, outcome=Outcome.DECLINED, closed_on=today))
    yield Revise(flag.asked, cards.card(phrases.MOOD_DECLINED.text(turn.locale)))


def _mine(turn: PersonTurn, press: Press) -> Flag | None:
    flag = flag_of(turn, press)
    return flag if flag and flag.person == turn.person.id and flag.stage in OPEN else None


def _refused(turn: PersonTurn, press: Press) -> Effect:
    flag = flag_of(turn, press)
    theirs = flag is not None and flag.person == turn.person.id
    phrase = phrases.CLOSED_ALREADY if theirs else phrases.NOT_YOURS
    return turn.answer(cards.card(phrase.text(turn.locale)))


def _note(turn: PersonTurn, press: Press) -> Private | None:
    return Private(turn.person.id, shorten(press.text, NOTE_LIMIT)) if press.text else None


def _chosen(turn: PersonTurn, press: Press, changed: Flag, chose: Phrase) -> Iterator[Effect]:
    yield Save(changed)
    yield Revise(changed.asked, cards.asked_again(turn.person, changed, chose.text(turn.locale)))
    yield from _onto_managers_card(turn, changed)


def _onto_managers_card(turn: PersonTurn, changed: Flag) -> Iterator[Effect]:
    """What is said after the manager knows still reaches their card."""
    if changed.stage is Stage.RAISED:
        yield Revise(changed.told, manager_card(turn, changed))


def _noted(turn: PersonTurn, flag: Flag) -> Card:
    told = flag.stage is Stage.RAISED
    text = flag.note or Private(turn.person.id, "")
    said = phrases.NOTED.line(turn.locale, text=text, manager=Said(_manager(turn, flag)))
    already = phrases.ALREADY_TOLD.line(turn.locale, manager=Said(_manager(turn, flag)))
    return cards.card(said, *([already] if told else []))


def _manager(turn: PersonTurn, flag: Flag) -> str:
    """Who hears it, by name: who has it already, else who would answer for the person now."""
    _, addressee = names_of(turn, flag)
    if addressee:
        return addressee.name
    above = responsible_for(turn.reads, turn.person, turn.today(turn.person.timezone))
    return above.person.name if above else "-"
