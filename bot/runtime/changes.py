"""What happens beside words and presses: edits, recalls, emojis, pages, and news of the platforms' directories."""

from bot.kernel.cards import stack
from bot.kernel.effects import Post, Tell
from bot.kernel.events import MessageEdited, MessageRecalled, PageOpened, Reacted, UserChanged
from bot.kernel.facts import UserGone
from bot.kernel.features import Turn
from bot.kernel.intents import Edited, Reaction, Recalled, Words
from bot.kernel.people import ToChat
from bot.kernel.text import clean
from bot.ports.storage import Transaction
from bot.runtime.acting import Surroundings, acting, finish, person_of


def edited(tx: Transaction, ready: Turn, event: MessageEdited, around: Surroundings) -> None:
    """The first feature to which the old words meant something decides; to nobody else an edit is news."""
    turn = acting(tx, ready, event.sender, event.chat, around)
    mentions = tuple((each.name, person_of(tx, each.user)) for each in event.mentions)
    change = Edited(event.ref, Words(clean(event.text[: around.max_chars]), mentions))
    for feature in turn.offers.features:
        effects = feature.edited(turn, change) if feature.edited and turn.person.active else None
        if effects is not None:
            finish(tx, turn, effects)
            return


def recalled(tx: Transaction, turn: Turn, event: MessageRecalled) -> None:
    """Not every platform says who took it back: whose words they were is the feature's to know."""
    gone = Recalled(tx.directory.chat_of(event.chat).id, event.ref)
    for feature in turn.offers.features:
        effects = feature.recalled(turn, gone) if feature.recalled else None
        if effects is not None:
            finish(tx, turn, effects)
            return


def reacted(tx: Transaction, ready: Turn, event: Reacted, around: Surroundings) -> None:
    """An emoji is no word to the bot: only a feature that knows this one does anything."""
    turn = acting(tx, ready, event.sender, event.chat, around)
    reaction = Reaction(event.ref, event.emoji, person_of(tx, event.author), clean(event.text))
    for feature in turn.offers.features:
        effects = feature.reacted(turn, reaction) if feature.reacted and turn.person.active else None
        if effects is not None:
            finish(tx, turn, effects)
            return


def page_opened(tx: Transaction, ready: Turn, event: PageOpened, around: Surroundings) -> None:
    """A person's own page: what each feature has for them, one below the other."""
    turn = acting(tx, ready, event.sender, event.chat, around)
    if not turn.person.active:
        return
    parts = tuple(card for feature in turn.offers.features if feature.page for card in feature.page(turn))
    if parts:
        finish(tx, turn, [Post(ToChat(turn.chat.id), stack(parts), turn.key("page"))])


def user_changed(tx: Transaction, turn: Turn, event: UserChanged) -> None:
    """Gone from a platform: this account is nobody's; the last account of a person gone means they left."""
    person = tx.directory.person_of(event.user)
    if person is None or not event.left:
        return
    if len(tx.directory.accounts_of(person)) > 1:
        tx.directory.unlink(event.user)
    else:
        finish(tx, turn, [Tell(UserGone(person))])
