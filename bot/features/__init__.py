"""What the bot can do: one folder and one line a feature. Their order is the order in which they hear and recognise."""

from bot.features import checkins, digests, kudos, members, nudges, promises, red_flags

_ALL = (members, checkins, promises, nudges, red_flags, kudos, digests)
FEATURES = tuple(each.FEATURE for each in _ALL if hasattr(each, "FEATURE"))
