"""What a person wrote about being stuck: what they need, from whom, by when. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.kernel.calendar import Calendar
from bot.kernel.ids import PersonId
from bot.kernel.text import shorten
from bot.kernel.when import NoTime, When, parse_when

TITLE = 120
"""Graphemes kept of what something is called."""

Mentions = Sequence[tuple[str, PersonId]]


@dataclass(frozen=True, slots=True)
class Ask:
    """`what` in the person's words without the who and when; `helper` by a real mention only."""

    what: str
    helper: PersonId | None
    when: When | NoTime | None


def read_ask(
    text: str,
    mentions: Mentions,
    speaker: PersonId,
    now: datetime,
    zone: str,
    calendar: Calendar,
    after: datetime | None = None,
) -> Ask:
    """Take a text apart. The first person mentioned other than the speaker is meant."""
    helper = next((person for _, person in mentions if person != speaker), None)
    rest = without_mentions(text, mentions)
    when = parse_when(rest, now, zone, calendar, after)
    return Ask(titled(when.rest if when else rest) or shorten(rest, TITLE), helper, when)


def without_mentions(text: str, mentions: Mentions) -> str:
    for name, _ in mentions:
        text = text.replace(f"@{name}", " ", 1)
    return " ".join(text.split())


_ZH_LEAD = re.compile(
    r"(?:我|还|现在|今天|目前|被|先)?(?:卡在了|卡在|卡住了|卡住|卡点|卡着|需要|急需|缺少|缺|等着|在等|想要|要(?!求|点)|麻烦|请|求)[::]?"
)
_EN_LEAD = re.compile(
    r"(?:i am |i'm |i |we are |we )?(?:still )?(?:stuck (?:on|at|with|in)|blocked (?:on|by)|waiting (?:for|on)|"
    r"needs?|missing|please)(?![a-z])",
    re.IGNORECASE,
)
_ZH_TAIL = re.compile(r"\s?(?:需要|要|给我|给|给出|帮忙|出|行吗|可以吗)$")
_EN_TAIL = re.compile(
    r"(?:^|\s)(?:i )?(?:need(?:ed)?(?: it| this| that)?(?: from)?|from|please|thanks|is needed)$", re.IGNORECASE
)
_CLAUSES = re.compile(r"[,,;；。\n]")
_EDGES = " :：-—~!！?？."


def titled(rest: str) -> str:
    """What is needed, without `卡在` before it and `要` behind it; empty if nothing else was said."""
    joint = "，" if not rest.isascii() else ", "
    clauses = [kept for clause in _CLAUSES.split(rest) if (kept := _clause(clause))]
    return shorten(joint.join(clauses), TITLE)


def _clause(text: str) -> str:
    text = _EN_TAIL.sub("", text.strip(_EDGES)).strip(_EDGES)
    for lead in (_ZH_LEAD, _EN_LEAD, _ZH_LEAD):
        if match := lead.match(text):
            text = text[match.end() :].strip(_EDGES)
    for tail in (_ZH_TAIL, _EN_TAIL, _ZH_TAIL):
        text = tail.sub("", text).strip(_EDGES)
    return text


_OWN_LABEL = re.compile(
    r"(?:应该是|可能是|是|去问|问|改到|改期到|改期|推到|延到|不归我|转给|交给|给|换成|换|请|找|"
    r"move(?: it)? to|reschedule(?: to)?|pass(?: it)?(?: on)? to|not mine|ask)(?![a-z])[,,::\s]{0,3}",
    re.IGNORECASE,
)


def beyond_label(text: str) -> str:
    """What follows the words of a button that people repeat: `3 不归我,转给 李娜` leaves the name."""
    for _ in range(2):
        match = _OWN_LABEL.match(text)
        text = text[match.end() :] if match else text
    return text.strip()
