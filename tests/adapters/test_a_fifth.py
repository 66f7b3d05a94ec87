"""A further platform is one folder and one line: nothing else in the house learns of it."""

import sys
from pathlib import Path
from textwrap import dedent

import pytest

from adapters import registry
from bot.app import compose
from bot.kernel.ids import Platform
from bot.ports.adapter import Envelope
from bot.settings import load
from tests.support.toy import NOW

PIGEON = '''
"""Carrier pigeons: an adapter of forty lines."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from adapters.common.adapter import Plain
from bot.kernel import options
from bot.kernel.capabilities import Capabilities, Redelivery, Revision
from bot.kernel.cards import Paragraph, plain
from bot.kernel.events import MessageReceived
from bot.kernel.people import ChatRef, Profile, UserRef
from bot.ports.adapter import Receipt

PLATFORM = "pigeon"
SKY = []


@dataclass(frozen=True)
class Settings:
    loft: Annotated[str, options.text]


def build(table, host):
    return Pigeons(options.section(Settings, "platforms.pigeon", table), host)


class Pigeons(Plain):
    platform = PLATFORM

    def __init__(self, settings, host):
        self._loft = settings.loft

    def capabilities(self, direct):
        return Capabilities(False, False, 0, 140, Revision.NEVER, Redelivery.NONE, in_flight=1)

    def decode(self, envelope):
        user = envelope.payload["from"]
        sender, chat = UserRef(PLATFORM, self._loft, user), ChatRef(PLATFORM, self._loft, user, direct=True)
        return [MessageReceived(envelope.event_id, envelope.received, sender, chat, envelope.payload["letter"])]

    async def send(self, delivery):
        for page in delivery.pages:
            SKY.append("\\n".join(plain(block.line) for block in page.blocks if isinstance(block, Paragraph)))
        return Receipt({"message": str(len(SKY))})

    async def profile(self, user):
        return Profile(user, "Noah")

    async def run(self, accept):
        await asyncio.Event().wait()
'''


@pytest.fixture
def pigeons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "house" / "carrier_pigeons"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(PIGEON, encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder.parent))
    monkeypatch.setattr(registry, "ADAPTERS", {**registry.ADAPTERS, "pigeon": "carrier_pigeons:build"})
    monkeypatch.setattr("bot.app.ADAPTERS", registry.ADAPTERS)
    monkeypatch.delitem(sys.modules, "carrier_pigeons", raising=False)


def _settings(folder: Path, section: str) -> Path:
    file = folder / "hepai.toml"
    text = f"""
    [storage]
    url = "sqlite:///{folder}/data/hepai.db"
    sent_journal = "{folder}/sent"
    [keys]
    file = "{folder}/keys/master.key"
    [web]
    port = 0
    {section}
    """
    file.write_text(dedent(text), encoding="utf-8")
    return file


@pytest.mark.usefixtures("pigeons")
async def test_a_fifth_platform_is_served_like_the_others(tmp_path: Path) -> None:
    app = compose(load(_settings(tmp_path, '[platforms.pigeon]\n    loft = "ark"'), {}))
    await app.start(beating=False)
    try:
        letter = {"from": "noah", "letter": "help"}
        await app.runtime.accept(Envelope(Platform("pigeon"), "1", NOW, letter, "noah"))
        await app.settle()
        sky: list[str] = sys.modules["carrier_pigeons"].SKY
        assert "打卡" in sky[0]
        assert len(sky) > 1, "at 140 characters a pigeon, help takes several"
    finally:
        await app.stop()


@pytest.mark.usefixtures("pigeons")
@pytest.mark.parametrize(
    ("section", "says"),
    [
        ("[platforms.pigeon]", "loft is missing"),
        ('[platforms.pigeon]\n    loft = ""', "loft must be a text that is not empty"),
        ('[platforms.pigeon]\n    loft = "x"\n    lofft = "y"', 'did you mean "loft"'),
        ('[platforms.pidgeon]\n    loft = "x"', 'did you mean "pigeon"'),
    ],
)
async def test_a_mistake_in_its_section_leaves_it_out_and_says_so(tmp_path: Path, section: str, says: str) -> None:
    app = compose(load(_settings(tmp_path, section), {}))
    await app.start(beating=False)
    try:
        (why,) = app.broken.values()
        assert says in why
        assert list(app.watch.states().values()) == [why], "readyz says it"
    finally:
        await app.stop()


@pytest.mark.usefixtures("pigeons")
def test_its_secrets_may_come_from_the_environment(tmp_path: Path) -> None:
    file = _settings(tmp_path, "[platforms.pigeon]")
    (tmp_path / "loft").write_text("ark\n", encoding="utf-8")
    for env in ({"HEPAI_PIGEON_LOFT": "ark"}, {"HEPAI_PIGEON_LOFT_FILE": str(tmp_path / "loft")}):
        assert load(file, env).platforms == {"pigeon": {"loft": "ark"}}
