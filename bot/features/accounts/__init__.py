"""Accounts: one person on several platforms, the first administrator, and platforms that do not work."""

from bot.features.accounts import claiming, linking, troubles
from bot.features.accounts import phrases as p
from bot.features.accounts.codes import is_code
from bot.features.accounts.previews import previews
from bot.kernel.facts import PlatformTroubled
from bot.kernel.features import Command, Feature, Kind, PersonTurn
from bot.kernel.intents import Words
from bot.kernel.people import Note


def _codes_only(_: object, note: Note, reads: object) -> bool:
    """A code is found by whoever knows it."""
    return is_code(note)


def _bare_or_code(turn: PersonTurn, words: Words) -> bool:
    return not words.text or linking.code_in(words.text) is not None


def _direct(turn: PersonTurn) -> bool:
    return turn.direct


def _never(_: PersonTurn) -> bool:
    return False


FEATURE = Feature(
    name="accounts",
    kinds=(Kind(Note, _codes_only),),
    commands=(
        Command(
            "accounts.link",
            ("绑定", "link"),
            p.LINK_USAGE,
            p.LINK_HELP,
            linking.link,
            takes=True,
            accepts=_bare_or_code,
            offered=_direct,
        ),
        Command(
            "accounts.claim",
            ("管理员", "admin"),
            p.CLAIM_USAGE,
            p.CLAIM_HELP,
            claiming.claim,
            takes=True,
            accepts=_bare_or_code,
            offered=_never,
        ),
    ),
    actions={"accounts.join": linking.join, "accounts.keep": linking.keep},
    hears={PlatformTroubled: troubles.tell},
    previews=previews,
)
