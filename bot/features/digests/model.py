"""What digests remember: which teams they follow, and which weeks were told."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.kernel.ids import DeliveryKey, TeamId, derive


@dataclass(frozen=True, slots=True)
class Followed:
    """A team that gets a digest. `id` is the team; weeks that had begun before `since` are not told."""

    id: TeamId
    since: datetime


@dataclass(frozen=True, slots=True)
class Digest:
    """A week told to a team: once, whatever is restarted. `first` and `last` are its Monday and Sunday."""

    id: str
    team: TeamId
    first: date
    last: date
    key: DeliveryKey
    posted_at: datetime


def digest_id(team: TeamId, first: date) -> str:
    return derive("digest", team, first.isoformat())
