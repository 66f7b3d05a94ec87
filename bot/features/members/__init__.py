"""Welcome and help, wishes, leave, working days, and who belongs where. Answers what nobody understood."""

from bot.features.members import leave, people, preferences, returning, understanding, workdays
from bot.features.members import phrases as p
from bot.features.members.dates import days_of
from bot.features.members.previews import previews
from bot.features.members.rights import is_admin, is_manager, is_manager_or_admin
from bot.features.members.rules import MOST_PUSHES
from bot.kernel.facts import UserGone
from bot.kernel.features import Command, Feature, PersonTurn
from bot.kernel.intents import Words


def _direct(turn: PersonTurn) -> bool:
    return turn.direct


def _dated(turn: PersonTurn, words: Words) -> bool:
    """Days behind the word; or anything at all, while nothing else is being asked."""
    zone = turn.person.timezone
    return not turn.asked or days_of(words.text, turn.today(zone), turn.now, turn.calendar) is not None


def _named(turn: PersonTurn, words: Words) -> bool:
    """Somebody mentioned behind the word; or anything at all, while nothing else is being asked."""
    return not turn.asked or bool(words.mentions)


def _brief(turn: PersonTurn, words: Words) -> bool:
    """A word or two behind it; or anything at all, while nothing else is being asked."""
    return not turn.asked or len(words.text.split()) <= 2


def _can_get_more(turn: PersonTurn) -> bool:
    return turn.direct and turn.person.pushes < MOST_PUSHES


COMMANDS = (
    Command(
        "members.help",
        ("帮助", "help", "?", "怎么用", "菜单"),
        p.HELP_USAGE,
        p.HELP_HELP,
        understanding.help,
        takes=True,
        accepts=_brief,
    ),
    Command(
        "members.leave",
        ("请假", "休假", "leave", "vacation"),
        p.LEAVE_USAGE,
        p.LEAVE_HELP,
        leave.take,
        takes=True,
        accepts=_dated,
        offered=_direct,
    ),
    Command(
        "members.unleave",
        ("取消请假", "取消休假", "销假", "cancel leave"),
        p.UNLEAVE_USAGE,
        p.UNLEAVE_HELP,
        leave.cancel,
        takes=True,
        accepts=_named,
        offered=_direct,
    ),
    Command("members.my_leave", ("我的假", "我的休假", "my leave"), p.MY_LEAVE_USAGE, p.MY_LEAVE_HELP, leave.mine),
    Command("members.calendar", ("日历", "calendar", "holidays"), p.CALENDAR_USAGE, p.CALENDAR_HELP, workdays.ahead),
    Command("members.members", ("成员", "members"), p.MEMBERS_USAGE, p.MEMBERS_HELP, people.members),
    Command("members.fewer", ("少发点", "少发", "fewer", "less"), p.FEWER_USAGE, p.FEWER_HELP, preferences.fewer),
    Command(
        "members.more", ("多一点", "多发点", "more"), p.MORE_USAGE, p.MORE_HELP, preferences.more, offered=_can_get_more
    ),
    Command("members.why", ("为什么", "why"), p.WHY_USAGE, p.WHY_HELP, understanding.why),
    Command(
        "members.language",
        ("语言", "language"),
        p.LANGUAGE_USAGE,
        p.LANGUAGE_HELP,
        preferences.language,
        takes=True,
        accepts=_brief,
        offered=_direct,
    ),
    Command(
        "members.timezone",
        ("时区", "timezone", "time zone"),
        p.ZONE_USAGE,
        p.ZONE_HELP,
        preferences.timezone,
        takes=True,
        accepts=_brief,
        offered=_direct,
    ),
    Command(
        "members.delegate",
        ("委托", "delegate"),
        p.DELEGATE_USAGE,
        p.DELEGATE_HELP,
        people.delegate,
        takes=True,
        accepts=_named,
        offered=is_manager,
    ),
    Command(
        "members.add",
        ("加人", "add"),
        p.ADD_USAGE,
        p.ADD_HELP,
        people.add,
        takes=True,
        accepts=_named,
        offered=is_manager_or_admin,
    ),
    Command(
        "members.manager",
        ("经理", "manager"),
        p.MANAGER_USAGE,
        p.MANAGER_HELP,
        people.manager,
        takes=True,
        accepts=_named,
        offered=is_admin,
    ),
    Command(
        "members.left",
        ("离职", "left"),
        p.LEFT_USAGE,
        p.LEFT_HELP,
        people.left,
        takes=True,
        accepts=_named,
        offered=is_admin,
    ),
    Command(
        "members.off",
        ("放假", "holiday"),
        p.OFF_USAGE,
        p.OFF_HELP,
        workdays.off,
        takes=True,
        accepts=_dated,
        offered=is_admin,
    ),
    Command(
        "members.on",
        ("上班", "workday"),
        p.ON_USAGE,
        p.ON_HELP,
        workdays.on,
        takes=True,
        accepts=_dated,
        offered=is_admin,
    ),
    Command(
        "members.about", ("关于", "你是谁", "about", "who are you"), p.ABOUT_USAGE, p.ABOUT_HELP, understanding.about
    ),
)

FEATURE = Feature(
    name="members",
    commands=COMMANDS,
    actions={
        "members.help": understanding.help,
        "members.pushes": preferences.pushes,
        "members.language": preferences.language,
        "members.leave_days": leave.take,
        "members.leave_cancel": leave.cancel_one,
        "members.left": people.confirmed_left,
        "members.drop": people.drop,
    },
    wakes={"members.back": returning.back, "members.calendar": workdays.missing},
    hears={UserGone: people.on_gone},
    starts=workdays.starts,
    fallback=understanding.fallback,
    previews=previews,
)
