"""A real bot behind its page, and a real Chromium in front of it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tests.browser.window import Town, running

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """The Chromium of this machine, which `make browser` installs."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, "no Chromium was found: run `make browser`, which installs one"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        await browser.close()


@pytest.fixture
async def town(browser: Browser, tmp_path: Path) -> AsyncIterator[Town]:
    """The sample company on a Monday before work: 14 September 2026, 08:50 in Shanghai."""
    async with running(tmp_path) as app:
        town = Town(app, browser, tmp_path / "screenshots")
        yield town
        await town.close()
        assert town.complaints == [], "the page wrote errors to the browser's console"
