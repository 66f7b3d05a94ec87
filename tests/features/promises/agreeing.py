"""Short cuts to a promise in a given state, and looks at what is on file."""

from bot.features.promises.model import Blocker, Promise
from bot.kernel.facts import BlockerRaised
from bot.kernel.ids import PersonId
from bot.kernel.people import Person
from tests.features.red_flags.living import MIN, NA, TEAM, Living, at

WISHED = "卡在接口文档,@李娜 周三前要"


def stuck(
    text: str = WISHED, *, id: str = "b", who: Person = MIN, day: int = 17, private: bool = False
) -> BlockerRaised:
    mentions = tuple((each.name, each.id) for each in (MIN, NA) if f"@{each.name}" in text)
    return BlockerRaised(id, who.id, TEAM.id, text, at(day, 0).date(), mentions, private)


async def asked(company: Living, text: str = WISHED) -> None:
    """赵敏 is stuck on Thursday morning and 李娜 has been asked for the API doc by Wednesday."""
    await company.until(at(17, 9, 31))
    await company.tells(stuck(text))
    company.news()


async def accepted(company: Living) -> None:
    await asked(company)
    await company.presses(NA, "接受")
    await company.until(at(17, 11, 45))
    company.news()


async def promise(company: Living, id: str = "for:b") -> Promise:
    found = await company.app.storage.transact(lambda tx: tx.records.get(Promise, id))
    assert found is not None
    return found


async def blocker(company: Living, id: str = "b") -> Blocker:
    found = await company.app.storage.transact(lambda tx: tx.records.get(Blocker, id))
    assert found is not None
    return found


async def owes(company: Living, who: Person) -> list[str]:
    """What a person sees in their list of things to do."""
    company.news()
    await company.says(who, "待办")
    return company.told(who)


def ids(*people: Person) -> list[PersonId]:
    return [each.id for each in people]
