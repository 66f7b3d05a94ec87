"""A Feishu to try the bot with, by hand: `python -m tests.fakes.feishu [--port N]`."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime

from bot.sample import sample_company
from tests.fakes.feishu.company import suffix
from tests.fakes.feishu.console import HELP, Console
from tests.fakes.feishu.fake import FakeFeishu


def settled() -> FakeFeishu:
    """A fake with the small company that the playground shows; its first administrator is told apart by name only."""
    fake = FakeFeishu(lambda: datetime.now(UTC))
    company = sample_company()
    for person in company.people:
        above = f"ou_{suffix('person', person.manager)}" if person.manager else ""
        fake.hire(
            f"ou_{suffix('person', person.id)}",
            person.name,
            person.department,
            person.locale.value,
            timezone=person.timezone,
            staff_no=person.staff_no,
            leader=above,
        )
    for group in company.groups:
        members = [f"ou_{suffix('person', each)}" for each in group.members]
        fake.found(f"oc_{suffix('group', group.id)}", group.title, members)
    return fake


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def talk(port: int) -> None:
    fake = settled()
    await fake.start(port)
    console = Console(fake, write)
    write(f"Feishu is at {fake.url}\n\n{console.section()}\n\n{HELP}")
    watching = asyncio.create_task(_watch(console))
    loop = asyncio.get_running_loop()
    try:
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            if not await console.obey(line.strip()):
                break
    finally:
        watching.cancel()
        console.news()
        await fake.stop()


async def _watch(console: Console) -> None:
    while True:
        await asyncio.sleep(0.2)
        console.news()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    asyncio.run(talk(parser.parse_args().port))


if __name__ == "__main__":
    main()
