"""A platform that does not work, told to the administrators: once when it is certain, once when it is over."""

from collections.abc import Iterator

from bot.features.accounts import cards, phrases
from bot.kernel.effects import Effect, Post, Push, Timing
from bot.kernel.facts import PlatformTroubled
from bot.kernel.features import Turn
from bot.kernel.people import Locale, Person, ToPerson


def tell(turn: Turn, fact: PlatformTroubled) -> Iterator[Effect]:
    """To each administrator, wherever they write to the bot from."""
    for admin in turn.reads.find(Person, admin=True):
        if admin.active:
            said = fact.zh if admin.locale is Locale.ZH else fact.en
            why = Push("accounts.trouble", phrases.TROUBLE_WHY.text(admin.locale), Timing.NEXT_SLOT)
            yield Post(ToPerson(admin.id), cards.trouble(said, fact.over), turn.key(f"trouble/{admin.id}"), why)
