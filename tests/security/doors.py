"""Every route on which a platform calls us, opened alike: the real adapter behind the real server, and a desk.

An honest request is made with the platform's own signature (its fake's code, not the adapter's) at a fixed time.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from adapters.common.press import press_value
from adapters.dingtalk import build as dingtalk
from adapters.dingtalk.callbacks import _of_cards
from adapters.feishu import Feishu
from adapters.feishu.settings import read as feishu
from adapters.slack import build as slack
from adapters.wecom import build as wecom
from bot.kernel.cards import Action
from bot.kernel.ids import DeliveryKey
from bot.runtime.web import Web
from tests.adapters.wecom.desk import QUICK
from tests.fakes.dingtalk import CLIENT_ID, CLIENT_SECRET, FakeDingTalk
from tests.fakes.dingtalk.company import CORP
from tests.fakes.dingtalk.crypto import card_sign, robot_sign
from tests.fakes.feishu import FakeFeishu
from tests.fakes.feishu.sealing import encrypt, sign
from tests.fakes.feishu.state import TENANT as FEISHU_TENANT
from tests.fakes.slack import BOT_TOKEN, SIGNING_SECRET, TEAM, FakeSlack
from tests.fakes.wecom import FakeWeCom
from tests.fakes.wecom.crypto import Envelopes
from tests.fakes.wecom.fake import CORP as WECOM_CORP
from tests.security.door import Door
from tests.security.posts import Post

JSON = ("Content-Type", "application/json")
ANN = "ann01"


class FeishuDoor(Door):
    name, path = "feishu", "/callback/feishu"
    user, tenant = "ou_ann", FEISHU_TENANT
    stamp, sign = "X-Lark-Request-Timestamp", "X-Lark-Signature"
    key, token = "an encrypt key", "vt_fake_verification"

    async def open(self, **settings: object) -> None:
        self.fake = FakeFeishu(self.desk.now, limits=False)
        await self.fake.start()
        self.fake.hire("ou_ann", "Ann")
        table: dict[str, object] = {
            "app_id": self.fake.app_id,
            "app_secret": self.fake.app_secret,
            "base_url": self.fake.url,
        }
        table |= {"mode": "http", "encrypt_key": self.key, "verification_token": self.token, **settings}
        self.adapter = Feishu(feishu(table), self.desk, clock=lambda: self.clock)

    async def close(self) -> None:
        await self.fake.stop()

    def content(self, id: str = "m1", text: str = "你好", **header: str) -> bytes:
        found: Any = self.fake._envelope(self.fake.said("ou_ann", text))
        found["event"]["message"]["message_id"] = id
        found["header"].update(header)
        return json.dumps(found).encode()

    def signed(self, content: bytes, at: object = None, nonce: str = "n0nce", secret: str = "") -> Post:
        body = json.dumps({"encrypt": encrypt(content.decode("utf-8", "surrogateescape"), secret or self.key)})
        return self.over(body.encode(), at, nonce, secret)

    def over(self, body: bytes, at: object = None, nonce: str = "n0nce", secret: str = "") -> Post:
        stamp = self.written(at)
        signature = sign(stamp, nonce, secret or self.key, body)
        return Post(
            self.path, body, [JSON, (self.stamp, stamp), ("X-Lark-Request-Nonce", nonce), (self.sign, signature)]
        )

    def foreign(self) -> Sequence[bytes]:
        return (self.content(app_id="cli_other"), self.content(token="vt_other"))


class DingTalkDoor(Door):
    """What somebody says to the robot."""

    name, covers_body, unit = "dingtalk", False, 1000
    user, tenant = ANN, CORP
    secret_path = "k3J9vQ0sWz7Xp1LmN4tR8e"
    path = f"/callback/dingtalk/{secret_path}/robot"
    stamp, sign = "timestamp", "sign"

    async def open(self, **settings: object) -> None:
        self.fake = FakeDingTalk(self.desk.now)
        await self.fake.start()
        self.fake.hire(ANN, "Ann")
        table: dict[str, object] = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "corp_id": CORP,
            "api_url": self.fake.url,
        }
        table |= {"old_api_url": self.fake.url, "mode": "http", "callback_path": self.secret_path, **settings}
        self.adapter = dingtalk(table, self.desk)
        self.adapter._callbacks._clock = lambda: self.clock

    async def close(self) -> None:
        await self.fake.stop()

    def content(self, id: str = "m1", text: str = "你好", corp: str = CORP) -> bytes:
        said = {"msgId": id, "senderStaffId": ANN, "conversationId": "cid1", "conversationType": "1"}
        said |= {"chatbotCorpId": corp, "robotCode": CLIENT_ID, "msgtype": "text"}
        return json.dumps({**said, "text": {"content": text}}).encode()

    def signed(self, content: bytes, at: object = None, nonce: str = "", secret: str = "") -> Post:
        stamp = self.written(at)
        return Post(self.path, content, [JSON, (self.stamp, stamp), (self.sign, self.signature(stamp, secret))])

    def signature(self, stamp: str, secret: str) -> str:
        return robot_sign(secret or CLIENT_SECRET, stamp)

    def foreign(self) -> Sequence[bytes]:
        return (self.content(corp="ding-of-others"),)


class DingTalkCardDoor(DingTalkDoor):
    """What somebody presses on a card."""

    name = "dingtalk-card"
    path = f"/callback/dingtalk/{DingTalkDoor.secret_path}/card"
    stamp, sign = "x-ddpaas-signature-timestamp", "x-ddpaas-signature"

    def content(self, id: str = "m1", text: str = "你好", corp: str = CORP) -> bytes:
        value = press_value(DeliveryKey("k1"), Action("toy.press", {"n": text}))
        told = {"cardPrivateData": {"actionIds": ["b1"], "params": {"value": json.dumps(value)}}}
        found = {"outTrackId": f"d-{id}", "userId": ANN, "corpId": corp, "content": json.dumps(told)}
        return json.dumps(found).encode()

    def signature(self, stamp: str, secret: str) -> str:
        return card_sign(_of_cards(secret or CLIENT_SECRET), stamp)


class SlackDoor(Door):
    name, path = "slack", "/slack/events"
    user, tenant = "U0ANN00001", TEAM
    stamp, sign = "X-Slack-Request-Timestamp", "X-Slack-Signature"

    async def open(self, **settings: object) -> None:
        self.fake = FakeSlack(self.desk.now, limits=False)
        await self.fake.start()
        self.fake.hire("U0ANN00001", "Ann")
        table = {"bot_token": BOT_TOKEN, "signing_secret": SIGNING_SECRET, "mode": "http", **settings}
        table |= {"base_url": f"{self.fake.url}/api", "rates": "none"}
        self.adapter = slack(table, self.desk)
        self.adapter._route._clock = lambda: self.clock

    async def close(self) -> None:
        await self.fake.stop()

    def content(self, id: str = "m1", text: str = "你好", **change: str) -> bytes:
        found: Any = dict(self.fake.said("U0ANN00001", text).parts[0].payload)
        found["event"] = {**found["event"], "ts": f"1790000000.{int.from_bytes(id.encode()) % 10**6:06}"}
        found["event"].pop("client_msg_id", None)
        return json.dumps({**found, **change}).encode()

    def signed(self, content: bytes, at: object = None, nonce: str = "", secret: str = "") -> Post:
        stamp = self.written(at)
        with_time = self.fake.http.signed(content, stamp, secret)  # type: ignore[arg-type]
        return Post(self.path, content, [JSON, (self.stamp, stamp), (self.sign, with_time[self.sign])])

    def foreign(self) -> Sequence[bytes]:
        return (self.content(team_id="T0OTHER0001"),)


class WeComDoor(Door):
    name, path, window = "wecom", "/wecom/callback", 600
    user, tenant = "ann", WECOM_CORP
    stamp, sign = "timestamp", "msg_signature"

    async def open(self, **settings: object) -> None:
        self.fake = FakeWeCom(self.desk.now)
        self.fake.hire("Ann", "Ann")
        await self.fake.start()
        table = {name: each for name, each in self.fake.settings().items() if not name.startswith("aibot")}
        self.adapter = wecom({**table, **settings}, self.desk, QUICK)
        self.adapter._intake._clock = lambda: self.clock

    async def close(self) -> None:
        await self.fake.stop()

    @property
    def seals(self) -> Envelopes:
        return self.fake.callbacks.envelopes

    def content(self, id: str = "7300000000000000001", text: str = "你好") -> bytes:
        payload: str = self.fake.said("ann", text).payload
        before, _, rest = payload.partition("<MsgId>")
        number = id if id.isdigit() else str(int.from_bytes(id.encode()))
        return f"{before}<MsgId>{number}{rest[rest.index('</MsgId>') :]}".encode()

    def signed(
        self, content: bytes, at: object = None, nonce: str = "n0nce", secret: str = "", seals: Envelopes | None = None
    ) -> Post:
        by = seals or self.seals
        return self.over(by.seal(content.decode("utf-8", "surrogateescape")), at, nonce, by)

    def over(self, sealed: str, at: object = None, nonce: str = "n0nce", by: Envelopes | None = None) -> Post:
        stamp = self.written(at)
        signature = (by or self.seals).sign(stamp, nonce, sealed)
        query = [(self.sign, signature), (self.stamp, stamp), ("nonce", nonce)]
        return Post(self.path, self.fake.callbacks.body(sealed), [("Content-Type", "text/xml")], query)

    def foreign(self) -> Sequence[bytes]:
        payload = self.content().decode()
        corp, agent = self.fake.settings()["corp_id"], str(self.fake.settings()["agent_id"])
        return (payload.replace(str(corp), "ww-of-others").encode(), payload.replace(agent, "1000099").encode())


DOORS: Mapping[str, Callable[[], Door]] = {
    each.name: each for each in (FeishuDoor, DingTalkDoor, DingTalkCardDoor, SlackDoor, WeComDoor)
}


@asynccontextmanager
async def opened(name: str, running: bool = True, **settings: object) -> AsyncIterator[Any]:
    """The door of this name, its adapter running behind the bot's own server."""
    door = DOORS[name]()
    await door.open(**settings)
    web = Web([door.adapter], "127.0.0.1", 0, _ready)
    port = await web.start()
    door.url = f"http://127.0.0.1:{port}"
    run = asyncio.create_task(door.adapter.run(door.desk.accept)) if running else None
    try:
        while run and (run.done() or not _takes(door)):
            if run.done():
                run.result()
            await asyncio.sleep(0)
        yield door
    finally:
        if run:
            run.cancel()
            with suppress(asyncio.CancelledError):
                await run
        await door.adapter.close()
        await web.stop()
        await door.close()


def _takes(door: Door) -> bool:
    """Whether its intake is open."""
    intake = door.adapter._intake
    return (intake.accept if name_of(door) == "dingtalk" else intake._accept) is not None


def name_of(door: Door) -> str:
    return door.name.partition("-")[0]


async def _ready() -> str:
    return ""
