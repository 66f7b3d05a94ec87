"""What the bot can do: one folder and one line a feature. Their order is the order in which they hear and recognise."""

from bot.features import accounts, checkins, digests, kudos, members, nudges, promises, red_flags

FEATURES = (
    members.FEATURE,
    accounts.FEATURE,
    checkins.FEATURE,
    promises.FEATURE,
    nudges.FEATURE,
    red_flags.FEATURE,
    kudos.FEATURE,
    digests.FEATURE,
)
