"""A Slack to try the bot with, by hand: `python -m tests.fakes.slack [--port N]`."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime

from bot.sample import sample_company
from tests.fakes.slack.console import HELP, Console
from tests.fakes.slack.fake import FakeSlack
from tests.fakes.slack.workspace import account, place


def settled() -> tuple[FakeSlack, dict[str, str], dict[str, str]]:
    """A Slack with the small company that the playground shows; people by name (or name·department), and channels."""
    fake = FakeSlack(lambda: datetime.now(UTC))
    company = sample_company()
    names = [person.name for person in company.people]
    people = {}
    for person in company.people:
        called = person.name if names.count(person.name) == 1 else f"{person.name}·{person.department}"
        people[called] = account(person.id)
        fake.hire(
            account(person.id),
            person.name,
            department=person.department,
            timezone=person.timezone,
            locale=person.locale.value,
            staff_no=person.staff_no,
            manager=account(person.manager) if person.manager else "",
        )
    for group in company.groups:
        fake.found(place(group.id), group.title, [account(each) for each in group.members])
    return fake, people, {group.title: place(group.id) for group in company.groups}


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def talk(port: int) -> None:
    fake, people, rooms = settled()
    await fake.start(port)
    console = Console(fake, people, rooms, write)
    write(f"Slack is at {fake.url}\n\n{console.section()}\n\n{HELP}\n\nPeople: {', '.join(people)}")
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
