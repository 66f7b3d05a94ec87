"""Chaos for seconds (`make chaos` has ten minutes of it), and builds broken on purpose, which it must notice."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.chaos.breaking import BREAKS, broken
from tests.chaos.cluster import HERE
from tests.chaos.company import Plan
from tests.chaos.story import Outcome, Story, Weather

AT_ONCE = timedelta(0)
ONE = Weather(
    seconds=100.0,
    deeds=9,
    replicas=1,
    postgres=False,
    pace=0.5,
    pause=0.0,
    rest=30.0,
    twice=0.4,
    plan=Plan(["feishu"], 6, 2, 4, AT_ONCE),
)
TWO = replace(ONE, replicas=2, postgres=True, pace=1.0, rest=90.0, plan=Plan(["slack", "wecom"], 8, 2, 4, AT_ONCE))


async def chaos(weather: Weather, folder: Path) -> Outcome:
    said: list[str] = []
    outcome = await Story(weather, folder, said.append).run()
    print("\n".join(said), outcome.figures)  # noqa: T201 - shown when it fails
    return outcome


@pytest.mark.slow
@pytest.mark.postgres
async def test_two_replicas_lose_nothing_and_say_nothing_twice(tmp_path: Path) -> None:
    script = ("turn.before_commit:4", "cut", "faults", "database", "send.claimed:3", "kill")
    outcome = await chaos(replace(TWO, script=script, pause=1.0), tmp_path)
    assert outcome.broken == []
    assert outcome.figures["deaths"]


@pytest.mark.slow
async def test_a_restore_repeats_nothing_and_loses_only_what_came_after_the_backup(tmp_path: Path) -> None:
    outcome = await chaos(replace(ONE, deeds=11, restore=True), tmp_path)
    assert outcome.broken == []


BROKEN = {
    "dedupe": (ONE, (), "twice: "),
    "acknowledged before the commit": (ONE, ("accept.before_commit:8",), "lost: "),
    "sent before sending": (ONE, ("send.claimed:4",), "gave up: waited"),
    "the lease": (TWO, (), "a limit was exceeded"),
}
"""By what is taken out: the weather in which that shows, what the monkey does, and how the first finding is worded."""


def test_what_is_to_be_broken_by_hand_is_still_there() -> None:
    """`python -m tests.chaos --broken …` runs those that take too long for here."""
    places = [(HERE / file, old) for promise in BREAKS.values() for file, old, _ in promise]
    assert [(file.name, old) for file, old in places if file.read_text(encoding="utf-8").count(old) != 1] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "promise", [pytest.param(each, marks=pytest.mark.postgres) if BROKEN[each][0] is TWO else each for each in BROKEN]
)
async def test_a_broken_promise_is_noticed(promise: str, tmp_path: Path) -> None:
    weather, script, finding = BROKEN[promise]
    (tmp_path / "site").mkdir()
    tree = broken(promise, tmp_path / "tree")
    outcome = await chaos(
        replace(weather, script=script, pause=float(bool(script)), tree=tree, patience=8.0, rest=15.0),
        tmp_path / "site",
    )
    # A build that keeps an event twice may come to lose another: whichever is found first.
    assert any(finding in each for each in outcome.broken), outcome.broken
