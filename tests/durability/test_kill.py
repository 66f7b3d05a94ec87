"""SIGKILL at every fail-point around accept, tick, turn and send: nothing is lost, nothing is said twice.

The child is the real command with the real playground; a client repeats an act under its id until it is
acknowledged, as a platform redelivers. Points and passages are drawn from a seed.
"""

import random
import signal
import sqlite3
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.runtime.failpoints import NAMES
from tests.support.process import Gone, Process

RUNS_A_SEED = 25
PASSAGES = {"accept": 1, "tick": 1, "turn": 2, "send": 2}
"""How many passages of a place a run surely sees; the one that kills is drawn from them."""


def _until_acknowledged(bot: Process, path: str, kills: Counter[str], **body: object) -> None:
    """Repeat an act until the bot says that it has it; each time it dies, start it anew without a fail-point."""
    while True:
        try:
            bot.post(path, **body)
            return
        except Gone:
            kills["died"] += bot.wait() == -signal.SIGKILL
            bot.start()


def _start(bot: Process, failpoint: str, kills: Counter[str]) -> None:
    try:
        bot.start(failpoint)
    except Gone:
        kills["died"] += bot.wait() == -signal.SIGKILL
        bot.start()


def _texts(bot: Process, chat: str, person: str) -> list[str]:
    messages = bot.get(f"/api/chats/{quote(chat)}?as={person}&after=0")["messages"]
    return [str(message["cards"]) for message in messages if message["from"] == "hepai"]


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_lost_and_nothing_is_said_twice(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    bot = Process(tmp_path)
    kills: Counter[str] = Counter()
    points = [point for _ in range(RUNS_A_SEED // len(NAMES) + 1) for point in NAMES][:RUNS_A_SEED]
    dice.shuffle(points)
    for run, point in enumerate(points):
        _start(bot, f"{point}:{dice.randint(1, PASSAGES[point.partition('.')[0]])}", kills)
        text = f"赞 @王磊 第{run:03}次陪我查对账到很晚"
        _until_acknowledged(
            bot, "/api/say", kills, id=f"s{run}", **{"as": "zhaomin", "chat": "east", "text": f"@合拍 {text}"}
        )
        _until_acknowledged(bot, "/api/advance", kills, by="+6h")
        kills["died"] += not bot.running
        bot.stop(signal.SIGKILL)
    bot.start()
    bot.post("/api/advance", by="+2d")
    in_group = [text for text in _texts(bot, "east", "zhaomin") if "🎉" in text]
    direct = _texts(bot, "hepai", "zhaomin")
    received = "".join(_texts(bot, "hepai", "wanglei"))
    prompts = [text for text in direct if "今天 3 题" in text]
    assert bot.stop(signal.SIGTERM) == 0
    assert kills["died"] > RUNS_A_SEED * 0.8, f"the places were hardly hit: {kills}"
    for run in range(RUNS_A_SEED):
        words = f"第{run:03}次陪我查对账到很晚"
        assert sum(words in text for text in in_group) == 1, f"run {run} ({points[run]}): announced"
        assert words in received, f"run {run} ({points[run]}): told to 王磊"
    assert len(prompts) == len(set(prompts)) == _workdays_prompted(tmp_path)
    _nothing_is_stuck(tmp_path)


def _workdays_prompted(folder: Path) -> int:
    """How many occurrences of the check-in the database holds for the team's own zone."""
    with sqlite3.connect(folder / "data" / "hepai.db") as database:
        count: int = database.execute("SELECT count(*) FROM checkin_participation WHERE person = 'zhaomin'").fetchone()[
            0
        ]
    return count


def _nothing_is_stuck(folder: Path) -> None:
    with sqlite3.connect(folder / "data" / "hepai.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        states = dict(database.execute("SELECT state, count(*) FROM outbox GROUP BY state"))
        assert not states.get("sending"), states
        assert not states.get("buried"), states
