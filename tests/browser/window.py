"""What a person does in front of the page, and what they see: by clicking, typing and looking only."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from bot.app import App, compose, seed
from bot.kernel.secret import StorageUrl
from bot.runtime.clocks import ShiftedClock
from bot.settings import Keys, Playground, Settings, Storage, Web

MONDAY = datetime(2026, 9, 14, 0, 50, tzinfo=UTC)
LAPTOP = (1280, 800)
PHONE = (390, 844)


@asynccontextmanager
async def running(folder: Path, seeded: bool = True, starting: datetime = MONDAY) -> AsyncIterator[App]:
    """The bot as `make run` starts it, on a free port, with its clock set."""
    log = folder / "playground" / "log.db"
    ShiftedClock(log.with_name("clock")).set(starting)
    app = compose(
        Settings(
            storage=Storage(StorageUrl(f"sqlite:///{folder / 'data' / 'hepai.db'}"), folder / "sent"),
            keys=Keys(folder / "keys" / "master.key"),
            web=Web(port=0),
            playground=Playground(log=log, seed=seeded),
        )
    )
    await app.start()
    try:
        if seeded:
            await seed(app)
        yield app
    finally:
        await app.stop()


class Town:
    """All windows that are open on one bot. `complaints`: what any of them wrote to its console as an error."""

    def __init__(self, app: App, browser: Browser, screenshots: Path) -> None:
        self.app = app
        self.browser = browser
        self.base = f"http://127.0.0.1:{app.port}"
        self.screenshots = screenshots
        self.complaints: list[str] = []
        self._contexts: list[BrowserContext] = []

    async def window(self, who: str = "", size: tuple[int, int] = LAPTOP, query: str = "") -> "Window":
        """A new browser window, as its own person (by id), or with the choice of who to be."""
        width, height = size
        phone = size == PHONE
        context = await self.browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", has_touch=phone, is_mobile=phone
        )
        self._contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        parts = [f"as={who}" if who else "", query]
        await page.goto(f"{self.base}/?{'&'.join(part for part in parts if part)}")
        return Window(page, self)

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()


class Window:
    """One window of one person."""

    def __init__(self, page: Page, town: Town) -> None:
        self.page = page
        self._town = town

    @property
    def messages(self) -> Locator:
        return self.page.locator(".message")

    def card(self, text: str) -> Locator:
        """The newest message whose cards hold these words."""
        return self.page.locator(".message:has(.card)").filter(has_text=text).last

    async def choose(self, name: str, department: str = "") -> None:
        """Be somebody else, by the list of everybody."""
        if not await self.page.locator("#chooser").is_visible():
            await self.page.locator(".who-am-i").click()
        await self.page.locator("#chooser a.person", has_text=re.compile(f"{name}{department}")).first.click()
        await expect(self.page.locator(".who-am-i")).to_contain_text(name)

    async def open(self, title: str) -> None:
        await self.page.locator(".chat-button", has_text=title).click()
        await expect(self.page.locator(".head h1")).to_have_text(title)

    async def say(self, text: str) -> None:
        """Type and send. At `@name` the first of the list that opens is taken, as one does."""
        field = self.page.locator(".composer textarea")
        await field.click()
        for index, piece in enumerate(re.split(r"(@\S+)", text)):
            # the list has put a space after the name already
            await self.page.keyboard.insert_text(piece.removeprefix(" ") if index else piece)
            if piece.startswith("@"):
                await self.page.locator(".picker li").first.click()
        await self.page.locator(".send").click()
        await expect(field).to_have_value("")

    async def press(self, card: str, label: str) -> None:
        """A button on the newest card that holds these words; done when the bot has answered."""
        found = self.card(card)
        await found.get_by_role("button", name=label, exact=False).first.click()
        await expect(self.page.locator(".bubble[aria-busy]")).to_have_count(0)

    async def move_time(self, label: str) -> None:
        """A button of the time machine; done when the clock has arrived."""
        button = self.page.locator(".moves button", has_text=label)
        await button.click()
        await expect(self.page.locator(".machine.moving")).to_have_count(0, timeout=60_000)
        await expect(button).to_be_enabled()

    async def move_to(self, day: str, time: str) -> None:
        """Hour by hour, or morning by morning, until the clock shows this day and at least this time."""
        while not await self._arrived(day, time):
            hours = day in await self.page.locator("#date").inner_text()
            await self.move_time("+1 小时" if hours else "下一个 9:30")

    async def _arrived(self, day: str, time: str) -> bool:
        date, digits = await self.page.locator("#date").inner_text(), await self.page.locator("#digits").inner_text()
        return day in date and digits >= time

    async def sees(self, *texts: str) -> None:
        for text in texts:
            await expect(self.page.locator(".messages")).to_contain_text(text)

    async def sees_nothing_of(self, *texts: str) -> None:
        """After everything has arrived: none of these words stand in the chat."""
        await self._town.app.settle()
        for text in texts:
            await expect(self.page.locator(".messages")).not_to_contain_text(text)

    async def picture(self, name: str) -> Path:
        """What the window shows now, for somebody to look at."""
        await self.page.evaluate("Promise.allSettled(document.getAnimations().map((each) => each.finished))")
        self._town.screenshots.mkdir(exist_ok=True)
        path = self._town.screenshots / f"{name}.png"
        await self.page.screenshot(path=path)
        return path
