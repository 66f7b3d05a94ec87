"""What members remembers beside the kernel's people, teams and absences."""

from dataclasses import dataclass
from datetime import datetime

from bot.kernel.ids import PersonId, TeamId


@dataclass(frozen=True, slots=True)
class Introduction:
    """The bot has introduced itself to a person, as a member of a team. `id` is the person: once is enough."""

    id: PersonId
    team: TeamId
    at: datetime
