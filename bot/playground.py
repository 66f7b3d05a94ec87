"""The playground's adapter, built from the settings: a page that shows the sample company as a platform would."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from adapters.registry import builder
from bot.company import Company
from bot.kernel.calendar import Day
from bot.kernel.ids import Platform
from bot.ports.adapter import Adapter
from bot.ports.controls import Controls
from bot.runtime.clocks import SystemClock
from bot.sample import sample_company
from bot.settings import Settings

if TYPE_CHECKING:
    from adapters import playground

PLAYGROUND = (Platform("playground"), "playground")
"""The playground as a platform and its only tenant."""


def playground_of(settings: Settings, controls: Controls, day_of: Callable[[date], Day]) -> Adapter:
    """The page, which sees the company as a platform does: users and rooms, no teams and no managers."""
    from adapters import playground

    adapter: Adapter = builder(PLAYGROUND[0])(
        playground.Settings(
            settings.playground.log,
            settings.locale.timezone,
            settings.web.host,
            settings.playground.allow_remote,
        ),
        controls,
        shown(sample_company() if settings.playground.seed else Company()),
        SystemClock(),
        day_of,
    )
    return adapter


def shown(company: Company) -> "playground.Company":
    """A company as the playground shows it: people and groups, without teams and managers."""
    from adapters import playground

    users = (playground.User(p.id, p.name, p.department, "", p.staff_no, p.timezone, p.locale) for p in company.people)
    rooms = (playground.Room(group.id, group.title, group.members) for group in company.groups)
    return playground.Company(tuple(users), tuple(rooms))
