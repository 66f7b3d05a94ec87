"""Promises: blockers with somebody who helps by a day, and dated commitments."""

from bot.features.promises import (
    answering,
    asking,
    blockers,
    deciding,
    keeping,
    leave,
    lists,
    milestones,
    phrases,
)
from bot.features.promises.access import KINDS
from bot.features.promises.previews import previews
from bot.kernel.facts import AbsenceChanged, AnswersGiven, BlockerRaised, BlockerSolved, PersonLeft
from bot.kernel.features import Command, Feature

COMMIT = Command(
    "promises.commit",
    ("里程碑", "承诺", "commit", "milestone"),
    phrases.COMMIT_USAGE,
    phrases.COMMIT_HELP,
    milestones.commit,
    takes=True,
    accepts=milestones.names_a_day,
)
MOVE = Command(
    "promises.reschedule",
    ("改期", "reschedule"),
    phrases.MOVE_USAGE,
    phrases.MOVE_HELP,
    keeping.reschedule,
    takes=True,
    accepts=milestones.names_a_day,
)
BLOCKERS = Command(
    "promises.blockers",
    ("卡点", "我的卡点", "blockers", "my blockers"),
    phrases.LIST_USAGE,
    phrases.LIST_HELP,
    lists.blockers,
)

FEATURE = Feature(
    name="promises",
    kinds=KINDS,
    commands=(COMMIT, MOVE, BLOCKERS),
    actions={
        "promises.who": asking.who,
        "promises.when": asking.when,
        "promises.let": asking.let,
        "promises.later": asking.later,
        "promises.accept": answering.accept,
        "promises.move": answering.move,
        "promises.pass": answering.pass_on,
        "promises.unknown": answering.unknown,
        "promises.replace": answering.replace_owner,
        "promises.agree": deciding.agree,
        "promises.refuse": deciding.refuse,
        "promises.decide": deciding.decide,
        "promises.fine": keeping.fine,
        "promises.done": keeping.done,
        "promises.stuck": keeping.stuck,
        "promises.reopen": keeping.reopen,
        "promises.reason": milestones.reason,
        "promises.approve": milestones.approve,
        "promises.reject": milestones.reject,
        "promises.cancel": milestones.cancel,
        "promises.solved": blockers.solved,
        "promises.still_open": blockers.still_open,
        "promises.claim": blockers.claim,
        "promises.talked": blockers.talked,
        "promises.wait": leave.wait,
        "promises.show": lists.show,
        "promises.open": lists.open_promise,
        "promises.team": lists.of_team,
    },
    wakes={"promises.leave": leave.begins},
    hears={
        BlockerRaised: asking.raised,
        BlockerSolved: blockers.heard_solved,
        AnswersGiven: blockers.answers,
        AbsenceChanged: leave.changed,
        PersonLeft: blockers.left,
    },
    recognises=(keeping.said_done,),
    section=lists.section,
    news=lists.news,
    previews=previews,
)
