"""Alerts raised from answers and numbers: the person hears first, then who answers for them; it ends with a word."""

from bot.features.red_flags import asking, closing, hearing, looking, numbers, overdue, raising, telling
from bot.features.red_flags import phrases as p
from bot.features.red_flags.access import KINDS
from bot.features.red_flags.previews import previews
from bot.kernel.facts import (
    AnswersGiven,
    AnswersMissed,
    BlockerInHand,
    BlockerRaised,
    BlockerSolved,
    MetricRecorded,
    PersonJoined,
    PersonLeft,
)
from bot.kernel.features import Command, Feature

FEATURE = Feature(
    name="red_flags",
    kinds=KINDS,
    commands=(
        Command(
            "red_flags.record",
            ("记", "record"),
            p.RECORD_USAGE,
            p.RECORD_HELP,
            numbers.record,
            takes=True,
            accepts=numbers.is_meant,
        ),
        Command("red_flags.mine", ("预警", "alerts", "flags"), p.MINE_USAGE, p.MINE_HELP, looking.mine),
        Command(
            "red_flags.baseline",
            ("基线", "baseline"),
            p.BASELINE_USAGE,
            p.BASELINE_HELP,
            numbers.baseline,
            takes=True,
            accepts=numbers.is_meant,
            offered=numbers.may_set,
        ),
    ),
    actions={
        "red_flags.dispute": asking.dispute,
        "red_flags.solved": asking.solved,
        "red_flags.busy": asking.busy,
        "red_flags.help": asking.help,
        "red_flags.note": asking.note,
        "red_flags.no_note": asking.no_note,
        "red_flags.mood_yes": asking.mood_yes,
        "red_flags.mood_no": asking.mood_no,
        "red_flags.talked": closing.talked,
        "red_flags.words": closing.words,
        "red_flags.resources": closing.resources,
        "red_flags.false_alarm": closing.false_alarm,
        "red_flags.line": closing.line,
        "red_flags.no_line": closing.no_line,
        "red_flags.reopen": closing.reopen,
        "red_flags.pass": closing.pass_on,
        "red_flags.week": looking.week,
    },
    wakes={
        "red_flags.morning": raising.morning,
        "red_flags.look": raising.look,
        "red_flags.tell": telling.tell,
        "red_flags.remind": overdue.remind,
    },
    hears={
        AnswersGiven: hearing.on_answers,
        AnswersMissed: hearing.on_missed,
        BlockerRaised: hearing.on_blocker,
        BlockerInHand: hearing.on_in_hand,
        BlockerSolved: hearing.on_solved,
        MetricRecorded: hearing.on_metric,
        PersonJoined: raising.on_joined,
        PersonLeft: hearing.on_left,
    },
    starts=raising.starts,
    section=looking.section,
    news=looking.news,
    previews=previews,
)
