"""Recurring questions to a team, and the report of the answers."""

from bot.features.checkins import (
    absences,
    answering,
    asking,
    drafts,
    editing,
    enabling,
    history,
    opening,
    pausing,
    prompting,
    reporting,
    rewording,
    setting_up,
    signing_up,
    timing,
)
from bot.features.checkins import phrases as p
from bot.features.checkins import phrases_setup as s
from bot.features.checkins.access import KINDS
from bot.features.checkins.previews import previews
from bot.kernel.facts import AbsenceChanged, AnswersGiven, AnswersWithdrawn, CheckInSkipped, GroupJoined, PersonJoined
from bot.kernel.features import Command, Feature, PersonTurn
from bot.kernel.people import Person, Team


def _direct(turn: PersonTurn) -> bool:
    return turn.direct


def _may_change(turn: PersonTurn) -> bool:
    """An administrator, or somebody's manager."""
    me = turn.person
    return me.admin or any(each.manager == me.id for each in turn.reads.find(Team)) or _has_reports(turn)


def _has_reports(turn: PersonTurn) -> bool:
    return any(each.active for each in turn.reads.find(Person, manager=turn.person.id))


COMMANDS = (
    Command(
        "checkins.checkin",
        ("打卡", "日报", "checkin", "check-in"),
        p.CHECKIN_USAGE,
        p.CHECKIN_HELP,
        asking.checkin,
        takes=True,
        accepts=asking.means_checkin,
    ),
    Command(
        "checkins.change",
        ("改", "修改", "edit"),
        p.CHANGE_USAGE,
        p.CHANGE_HELP,
        editing.change,
        takes=True,
        accepts=editing.means_change,
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
    Command(
        "checkins.time",
        ("打卡时间", "改打卡时间", "checkin time", "check-in time"),
        s.TIME_USAGE,
        s.TIME_HELP,
        timing.change_time,
        takes=True,
        accepts=timing.means_time,
        offered=_may_change,
    ),
    Command(
        "checkins.begin",
        ("开始", "设置打卡", "start", "set up"),
        s.BEGIN_USAGE,
        s.BEGIN_HELP,
        setting_up.begin,
        offered=_may_change,
    ),
    Command(
        "checkins.join",
        ("参加", "我参加", "报名", "join"),
        s.JOIN_USAGE,
        s.JOIN_HELP,
        signing_up.join,
        takes=True,
        accepts=signing_up.means_people,
        offered=lambda turn: not turn.direct,
    ),
    Command(
        "checkins.stop",
        ("停止打卡", "停用打卡", "stop checkin", "stop check-in"),
        s.STOP_USAGE,
        s.STOP_HELP,
        timing.stop,
        offered=_may_change,
    ),
    Command(
        "checkins.today",
        ("打卡情况", "打卡名单", "checkin status", "check-in status"),
        p.TODAY_USAGE,
        p.TODAY_HELP,
        asking.today,
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
        "checkins.reworded": rewording.decided,
        "checkins.list": history.listed,
        "checkins.begin": setting_up.begin,
        "checkins.choose": setting_up.choose,
        "checkins.choices": setting_up.choices,
        "checkins.people": setting_up.people,
        "checkins.signed": setting_up.all_there,
        "checkins.hour": setting_up.hour,
        "checkins.enable": enabling.enable,
        "checkins.try": enabling.try_it,
        "checkins.time": timing.change_time,
        "checkins.stop": timing.stop,
        "checkins.stopped": timing.stopped,
        "checkins.pass_on": timing.pass_on,
        "checkins.leave": timing.leave,
    },
    wakes={
        "checkins.open": opening.open_occurrence,
        "checkins.ask": prompting.go_on,
        "checkins.remind": opening.remind,
        "checkins.reread": rewording.read_again,
        "checkins.close": opening.close,
        "checkins.end": opening.end,
        "checkins.report": reporting.gathered,
        "checkins.again": pausing.again,
        "checkins.join": signing_up.signed,
    },
    hears={
        AnswersGiven: reporting.on_change,
        AnswersWithdrawn: reporting.on_change,
        CheckInSkipped: reporting.on_change,
        AbsenceChanged: absences.on_absence,
        PersonJoined: absences.on_joined,
        GroupJoined: setting_up.on_group,
    },
    recognises=(timing.wish, asking.recognise),
    page=asking.page,
    edited=rewording.edited,
    recalled=rewording.recalled,
    starts=opening.starts,
    section=history.section,
    previews=previews,
)
