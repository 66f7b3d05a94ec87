"""Reminders of whatever is owed: the owner first, then owner and manager, at most one a day for each thing."""

from typing import Any

from bot.features.nudges import handlers, phrases, todo
from bot.features.nudges.model import Obligation
from bot.features.nudges.previews import previews
from bot.kernel.facts import AbsenceChanged, ObligationMet, ObligationOpened, PersonLeft
from bot.kernel.features import Command, Feature, Kind, Reads
from bot.kernel.people import Person


def _party(viewer: Person, record: Any, _: Reads) -> bool:
    return viewer.id in (record.owner, record.towards)


FEATURE = Feature(
    name="nudges",
    kinds=(Kind(Obligation, _party),),
    commands=(
        Command(
            "nudges.todo",
            ("待办", "我的待办", "todo", "to do", "my tasks"),
            phrases.TODO_USAGE,
            phrases.TODO_HELP,
            todo.todo,
        ),
    ),
    actions={"nudges.open": todo.open_one},
    page=todo.page,
    wakes={"nudges.step": handlers.wake, "nudges.weekly": handlers.weekly},
    hears={
        ObligationOpened: handlers.opened,
        ObligationMet: handlers.met,
        AbsenceChanged: handlers.away,
        PersonLeft: handlers.left,
    },
    previews=previews,
)
