"""A WeCom to try the bot with, by hand: `python -m tests.fakes.wecom [--port N]`."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime

from bot.sample import sample_company
from tests.fakes.wecom.console import HELP, Console
from tests.fakes.wecom.fake import FakeWeCom

ROOM = "wrEastTeam0001"


def settled() -> FakeWeCom:
    """A fake with the small company that the playground shows."""
    fake = FakeWeCom(lambda: datetime.now(UTC))
    company = sample_company()
    for person in company.people:
        fake.hire(person.id, person.name, person.department)
    for group in company.groups:
        fake.found(ROOM, group.title, [str(each) for each in group.members])
    return fake


async def talk(port: int) -> None:
    fake = settled()
    await fake.start(port)
    console = Console(fake, sys.stdout.write)
    fake.journal.listeners.append(lambda line: console.say(f"  {line}"))
    console.say(f"WeCom is at {fake.url}\n\n{console.section()}\n\n{HELP}")
    loop = asyncio.get_running_loop()
    try:
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            if not await console.obey(line.strip()):
                break
    finally:
        await fake.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    asyncio.run(talk(parser.parse_args().port))


if __name__ == "__main__":
    main()
