"""Recurring questions to a team, and the report of the answers."""

from bot.features.checkins import (
    absences,
    answering,
    asking,
    drafts,
    editing,
    history,
    opening,
    pausing,
    reporting,
)
from bot.features.checkins import phrases as p
from bot.features.checkins.access import KINDS
from bot.kernel.facts import AbsenceChanged, AnswersGiven, AnswersWithdrawn, CheckInSkipped, PersonJoined
from bot.kernel.features import Command, Feature, PersonTurn


def _direct(turn: PersonTurn) -> bool:
    return turn.direct


COMMANDS = (
    Command(
        "checkins.checkin",
        ("打卡", "日报", "checkin", "check-in"),
        p.CHECKIN_USAGE,
        p.CHECKIN_HELP,
        asking.checkin,
        takes=True,
    ),
    Command(
        "checkins.change",
        ("改", "修改", "edit"),
        p.CHANGE_USAGE,
        p.CHANGE_HELP,
        editing.change,
        takes=True,
        offered=_direct,
    ),
    Command(
        "checkins.undo",
        ("撤回", "undo"),
        p.UNDO_USAGE,
        p.UNDO_HELP,
        editing.undo,
        claims=editing.undoable_since,
        offered=_direct,
    ),
    Command(
        "checkins.skip",
        ("跳过", "今天跳过", "今天先不写了", "今天不写了", "skip", "pass", "skip today"),
        p.SKIP_USAGE,
        p.SKIP_HELP,
        pausing.skip,
        offered=_direct,
    ),
    Command("checkins.mine", ("我的打卡", "my checkins", "my check-ins"), p.MINE_USAGE, p.MINE_HELP, asking.mine),
)

FEATURE = Feature(
    name="checkins",
    kinds=KINDS,
    commands=COMMANDS,
    actions={
        "checkins.pick": answering.pick,
        "checkins.write": answering.write,
        "checkins.form": answering.form,
        "checkins.submit": answering.submit,
        "checkins.start": answering.start,
        "checkins.skip": pausing.skip,
        "checkins.again": pausing.once_more,
        "checkins.draft": drafts.decide,
        "checkins.edit": editing.which,
        "checkins.rewrite": editing.rewrite,
        "checkins.rewritten": editing.rewritten,
        "checkins.undo": editing.undo,
        "checkins.list": history.listed,
    },
    wakes={
        "checkins.open": opening.open_occurrence,
        "checkins.remind": opening.remind,
        "checkins.close": opening.close,
        "checkins.end": opening.end,
        "checkins.again": pausing.again,
    },
    hears={
        AnswersGiven: reporting.on_change,
        AnswersWithdrawn: reporting.on_change,
        CheckInSkipped: reporting.on_change,
        AbsenceChanged: absences.on_absence,
        PersonJoined: absences.on_joined,
    },
    recognises=(asking.recognise,),
    starts=opening.starts,
    section=history.section,
)
