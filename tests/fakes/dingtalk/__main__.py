"""A DingTalk to try the bot with, by hand: `python -m tests.fakes.dingtalk [--port N] [--plain]`."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime

from bot.sample import sample_company
from tests.fakes.dingtalk import FakeDingTalk
from tests.fakes.dingtalk.company import conversation
from tests.fakes.dingtalk.console import HELP, Console
from tests.fakes.dingtalk.fake import TEMPLATE


def settled(plain: bool = False) -> FakeDingTalk:
    """A fake with the small company that the playground shows. `plain`: nobody has imported the card template."""
    fake = FakeDingTalk(lambda: datetime.now(UTC), template="" if plain else TEMPLATE)
    company = sample_company()
    for person in company.people:
        fake.hire(person.id, person.name, department=person.department, manager=person.manager or "")
    for group in company.groups:
        fake.found(conversation(group.id), group.title, [str(each) for each in group.members])
    return fake


async def talk(port: int, plain: bool) -> None:
    fake = settled(plain)
    await fake.start(port)
    console = Console(fake, lambda line: sys.stdout.write(f"{line}\n") and sys.stdout.flush())
    sys.stdout.write(f"DingTalk is at {fake.url}\n\n{console.section()}\n{HELP}\n\n")
    sys.stdout.flush()
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
    parser.add_argument("--plain", action="store_true", help="without the card template")
    chosen = parser.parse_args()
    asyncio.run(talk(chosen.port, chosen.plain))


if __name__ == "__main__":
    main()
