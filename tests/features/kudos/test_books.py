"""Whatever people do, in whatever order: the books balance, nobody gives more than a week allows."""

import random

import pytest

from bot.features.kudos.ledger import ALLOWANCE, MOST_TO_ONE, purse_of, week_of
from bot.features.kudos.model import Entry, Kudos
from bot.features.kudos.rules import summed
from bot.kernel.effects import Arm
from bot.kernel.features import Turn
from tests.features.kudos.office import LEI, MIN, NA, SHANGHAI, XIONG, Office

GIVERS = (MIN, LEI, NA)


def _check(turn: Turn) -> None:
    reads, week = turn.reads, week_of(turn.now, SHANGHAI)
    entries = reads.find(Entry)
    assert sum(each.points for each in entries) == 0
    assert len({each.id for each in entries}) == len(entries)
    earned = sum(each.points for each in entries if each.account.startswith("earned:"))
    assert earned == summed(reads.find(Kudos)).points
    for giver in GIVERS:
        purse = purse_of(reads, giver.id, week)
        assert 0 <= purse.left <= ALLOWANCE
        assert all(0 <= points <= MOST_TO_ONE for points in purse.given.values())


@pytest.mark.parametrize("seed", range(6))
async def test_the_books_balance_after_every_deed(office: Office, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        giver = chance.choice(GIVERS)
        match chance.randrange(4):
            case 0 | 1:
                receivers = chance.sample([MIN, LEI, NA, XIONG], chance.randint(1, 3))
                named = " ".join(f"@{each.name}" for each in receivers)
                await office.says(giver, f"赞 {named} {chance.randint(0, 7)} 周末一起把系统救了回来", *receivers)
            case 2 if office.posts():
                await _presses_something(office, chance)
            case _:
                await office.says(giver, "撤回")
        office.passes(minutes=chance.choice((0, 1, 7, 60, 60 * 24)))
        await _wake_what_is_due(office)
        await office.asks(_check)


async def _wake_what_is_due(office: Office) -> None:
    timers = {each.timer.key: each.timer for each in office.effects if isinstance(each, Arm)}
    for timer in timers.values():
        if timer.action == "kudos.later" and timer.due <= office.now:
            await office.wakes(timer.action, **timer.args)
    office.effects = [each for each in office.effects if not (isinstance(each, Arm) and each.timer.due <= office.now)]


async def _presses_something(office: Office, chance: random.Random) -> None:
    """Any button of any card that was ever shown, by any of the givers."""
    shown = [(post, button) for post in office.posts() for button in office.buttons(post)]
    post, button = chance.choice(shown)
    await office.presses(chance.choice(GIVERS), button.action.name, source=post.key, **button.action.args)
