"""The configured platforms, looked at from outside a running bot: their checks, and one of each card to a person."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.app import platforms_of, storage_of
from bot.kernel.cards import (
    Action,
    Bold,
    Button,
    Buttons,
    Card,
    Divider,
    Fields,
    Form,
    Line,
    Link,
    Paragraph,
    Quote,
    Said,
    Select,
    Style,
    Text,
    Tone,
)
from bot.kernel.fitting import fit
from bot.kernel.ids import DeliveryKey, Platform, derive
from bot.kernel.people import UserRef
from bot.kernel.questions import Choice, ChoiceQuestion, ScaleQuestion, TextQuestion
from bot.ports.adapter import Adapter, Delivery, Envelope, Finding, Receipt, SendError
from bot.ports.host import Host
from bot.runtime.clocks import SystemClock
from bot.runtime.desk import Desk
from bot.runtime.faults import describe
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NOTHING = Action("doctor.live")
AWKWARD = "*_~`<b>x</b> [a](https://example.com) <!channel> <at id=all></at> @所有人 1. # > -"


@asynccontextmanager
async def _adapters(settings: Settings) -> "AsyncIterator[tuple[Sequence[Adapter], dict[str, str]]]":
    storage = storage_of(settings, exclusive=False)
    clock = SystemClock()

    async def nobody(_: Envelope) -> bool:
        return True

    def host(platform: Platform) -> Host:
        return Desk(storage, clock, clock, platform, nobody)

    broken: dict[str, str] = {}
    adapters = tuple(platforms_of(settings, host, broken.__setitem__))
    await storage.open()
    try:
        yield adapters, broken
    finally:
        for adapter in adapters:
            await adapter.close()
        await storage.close()


async def look(settings: Settings) -> Sequence[Finding]:
    """What every configured platform's own checks find."""
    if not settings.platforms:
        return [Finding("platforms", "none is configured: only the playground is served")]
    found: list[Finding] = []
    async with _adapters(settings) as (adapters, broken):
        found += [Finding(platform, "left out", why) for platform, why in broken.items()]
        for adapter in adapters:
            try:
                found += [_named(finding, adapter.platform) async for finding in adapter.checks()]
            except Exception as error:
                remedy = "look whether this machine reaches the platform's addresses, and run doctor again"
                found.append(Finding(adapter.platform, f"could not be looked at ({describe(error)})", remedy))
    return found


def _named(finding: Finding, platform: str) -> Finding:
    """Several platforms have a token each."""
    known = platform in finding.subject.lower()
    return finding if known else replace(finding, subject=f"{platform} {finding.subject}")


def live(settings: Settings, platform: str, user: str) -> int:
    """Send one of each card to `user` on `platform`, change one, and say what it answered; 1 if it refused."""
    if not user:
        print("hepai: say to whom: doctor --live PLATFORM --to USER")
        return 2
    return asyncio.run(_live(settings, platform, user))


async def _live(settings: Settings, platform: str, user: str) -> int:
    async with _adapters(settings) as (adapters, broken):
        adapter = next((each for each in adapters if each.platform == platform), None)
        if adapter is None:
            print(f"hepai: {broken.get(platform) or f'[platforms.{platform}] is not configured'}")
            return 2
        refused = 0
        to = UserRef(Platform(platform), "", user)
        last: Receipt | None = None
        began = SystemClock().now().isoformat()
        for name, card in samples():
            key = DeliveryKey(derive("live", began, name))
            receipt = await _send(adapter, Delivery(key, to, fit(card, adapter.capabilities(True)).pages), name)
            refused += receipt is None
            last = receipt or last
        if last:
            changed = Card((Paragraph((Text("改过的卡片 / this card was changed"),)),))
            key = DeliveryKey(derive("live", began, "revise"))
            pages = fit(changed, adapter.capabilities(True)).pages
            refused += await _send(adapter, Delivery(key, to, pages, revises=last), "a change of the last") is None
        return int(refused > 0)


async def _send(adapter: Adapter, delivery: Delivery, name: str) -> Receipt | None:
    try:
        receipt = await adapter.send(delivery)
    except Exception as error:
        told = f"{type(error).__name__}: {error}" if isinstance(error, SendError) else describe(error)
        print(f"FAIL  {name}: {told}")
        return None
    print(f"sent  {name}: {dict(receipt.native)}")
    return receipt


def samples() -> Iterator[tuple[str, Card]]:
    """One card for every thing that a card can hold, with awkward words; look at each in the real client."""
    buttons = (
        Button("好", NOTHING, Style.PRIMARY),
        Button("以后…", NOTHING, takes="when"),
        Button("不要", NOTHING, Style.DANGER),
    )
    link: Line = (Bold("粗体 bold"), Text(" 和 "), Link("链接 link", "https://example.com/"))
    yield "buttons", Card((Paragraph((Text("按一下试试 / press one"),)), Buttons(buttons)), "标题 Title", Tone.GOOD)
    yield "awkward words", Card((Paragraph((Said(AWKWARD),)), Quote("赵敏 <!here>", (Said(AWKWARD),))))
    yield "fields", Card((Fields((("标签", link), ("label", (Text("value"),)))), Divider(), Paragraph(link)))
    options = tuple(Button(f"选项 {number}", NOTHING) for number in range(1, 8))
    yield "select", Card((Paragraph((Text("选一个 / choose"),)), Select("哪一个?", options)), tone=Tone.WARNING)
    questions = (
        TextQuestion("done", "上个工作日做完了什么?"),
        ChoiceQuestion("state", "现在怎样?", (Choice("ok", "顺利"), Choice("bad", "卡住"))),
        ScaleQuestion("mood", "心情"),
    )
    yield "form", Card((Form(questions, NOTHING, "提交", Button("一题一题答", NOTHING)),), "表单 Form")
    yield "long text", Card((Paragraph((Said("很长的一段话。" * 1500),)),), tone=Tone.ALERT)
    changing = Paragraph((Text("这张卡会被改掉 / this card is going to change"),))
    yield "to be changed", Card((changing, Buttons(buttons[:1])))
