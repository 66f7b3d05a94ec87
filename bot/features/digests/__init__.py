"""The weekly card of a team: what every feature has to say about last week, never a ranking."""

from bot.features.digests import handlers, phrases
from bot.features.digests.model import Digest, Followed
from bot.features.digests.previews import previews
from bot.kernel.facts import PersonJoined
from bot.kernel.features import Command, Feature, Kind

FEATURE = Feature(
    name="digests",
    kinds=(Kind(Digest, lambda viewer, record, reads: False), Kind(Followed, lambda viewer, record, reads: False)),
    commands=(
        Command(
            "digests.show",
            ("周报", "digest"),
            phrases.USAGE,
            phrases.HELP,
            handlers.show,
            takes=True,
            accepts=handlers.is_meant,
        ),
    ),
    wakes={"digests.weekly": handlers.weekly, "digests.show": handlers.shown},
    hears={PersonJoined: handlers.on_joined},
    starts=handlers.starts,
    previews=previews,
)
