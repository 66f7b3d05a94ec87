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

SEEDS = 5
RUNS = len(NAMES)
"""Each seed dies once at every place, in an order of its own: fifty runs in all."""
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


@pytest.mark.parametrize("seed", range(SEEDS))
def test_nothing_is_lost_and_nothing_is_said_twice(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    bot = Process(tmp_path)
    kills: Counter[str] = Counter()
    points = dice.sample(NAMES, RUNS)
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
    prompts = [text for text in direct if "早上好" in text]
    assert bot.stop(signal.SIGTERM) == 0
    assert kills["died"] > RUNS * 0.7, f"the places were hardly hit: {kills}"
    for run in range(RUNS):
        words = f"第{run:03}次陪我查对账到很晚"
        assert sum(words in text for text in in_group) == 1, f"run {run} ({points[run]}): announced"
        assert words in received, f"run {run} ({points[run]}): told to 王磊"
    assert len(prompts) == _days_asked(tmp_path) > 1
    _nothing_is_stuck(tmp_path)


def _days_asked(folder: Path) -> int:
    with sqlite3.connect(folder / "data" / "hepai.db") as database:
        shares = database.execute("SELECT count(*) FROM checkin_participation WHERE person = 'zhaomin'")
        count: int = shares.fetchone()[0]
    return count


def _nothing_is_stuck(folder: Path) -> None:
    with sqlite3.connect(folder / "data" / "hepai.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        states = dict(database.execute("SELECT state, count(*) FROM outbox GROUP BY state"))
        assert not states.get("sending"), states
        assert not states.get("buried"), states
