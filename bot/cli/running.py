"""`run`: the bot until SIGTERM."""

import argparse
import asyncio
import gc
import logging
import signal
from dataclasses import replace

from bot.app import App, compose, entrance, seed
from bot.cli.journal_findings import journal
from bot.runtime import logs, stopping
from bot.runtime.logs import say
from bot.settings import Settings

LOG = logging.getLogger(__name__)
TRY_FIRST = """
合拍 Hepai is running:  {page}

先试这三步 / try this first:
  1  打开页面,选「赵敏」                           open the page and be 赵敏 (or Amy, who reads English)
  2  点「下一个 9:30」,回答今天的打卡               press "next 09:30" and answer the check-in
  3  在「华东组」里写:@合拍 赞 @王磊 2 昨晚陪我查对账     thank a colleague in the group

{reach} Ctrl-C stops the bot; what it knows stays in var/.
"""
ONLY_HERE = "Only this machine can reach the page."
OTHERS_TOO = "Other machines can reach the page: whoever has this address with its token can be anybody in it."


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve until SIGTERM or Ctrl-C, and then end within ten seconds; a second signal quits at once."""
    if arguments.port is not None:
        settings = replace(settings, web=replace(settings.web, port=arguments.port))
    if arguments.empty:
        settings = replace(settings, playground=replace(settings.playground, seed=False))
    logs.set_up(settings.logs.level, settings.logs.format)
    asyncio.run(_serve(compose(settings), settings))
    return 0


async def _serve(app: App, settings: Settings) -> None:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda n=number: _stop(loop, n, asked))  # type: ignore[misc]
    for finding in await asyncio.to_thread(lambda: [each for each in journal(settings) if each.remedy]):
        say(LOG, logging.WARNING, f"{finding.says}: {finding.remedy}", "start.older")
    await app.start()
    spare_the_collector()
    try:
        if settings.playground.enabled and settings.playground.seed:
            await seed(app)
        if settings.playground.enabled:
            reach = OTHERS_TOO if settings.playground.allow_remote else ONLY_HERE
            print(TRY_FIRST.format(page=entrance(app), reach=reach), flush=True)
        if settings.platforms:
            print(_serving(app, await app.claim_code()), flush=True)
        await asked.wait()
    finally:
        await app.stop()


def spare_the_collector() -> None:
    """What is loaded by now stays: searching it for garbage again and again takes an eighth of a busy bot's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _serving(app: App, code: str) -> str:
    """Which platforms are served, which are not and why, and how somebody becomes the first administrator."""
    served = ", ".join(each.platform for each in app.adapters) or "none"
    left_out = "".join(f"\n  {platform}: {why}" for platform, why in app.broken.items())
    lines = [f"合拍 Hepai is running on port {app.port}. Platforms: {served}.{left_out}"]
    if code:
        lines.append(
            f"还没有管理员:24 小时内私聊机器人发「管理员 {code}」。\n"
            f"No administrator yet: within 24 hours send the bot “admin {code}” in a direct chat."
        )
    return "\n".join(lines)


def _stop(loop: asyncio.AbstractEventLoop, number: int, asked: asyncio.Event) -> None:
    if not asked.is_set():
        stopping.end_at_last()
    asked.set()
    loop.remove_signal_handler(number)
