"""message/send, update_template_card and recall of the self-built app.

https://developer.work.weixin.qq.com/document/path/90236, 94888 and 94867
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.wecom.board import Board
from tests.fakes.wecom.cards import calls_back, check_card
from tests.fakes.wecom.company import Company
from tests.fakes.wecom.contents import APP_KINDS, check_content
from tests.fakes.wecom.gate import Incoming
from tests.fakes.wecom.markup import TEXT_LIMIT
from tests.fakes.wecom.media import Media
from tests.fakes.wecom.rates import Windows
from tests.fakes.wecom.records import Journal, Json, Refusal
from tests.fakes.wecom.shapes import many, one_of, record, whole, words

ENVELOPE = {
    "touser": words(empty=True),
    "toparty": words(empty=True),
    "totag": words(empty=True),
    "safe": one_of(0, 1, 2),
    "enable_id_trans": one_of(0, 1),
    "enable_duplicate_check": one_of(0, 1),
    "duplicate_check_interval": whole(1, 4 * 3600),
}
UPDATE = {
    "userids": many(words(), 0, 100),
    "partyids": many(whole(1), 0, 100),
    "tagids": many(whole(1), 0, 100),
    "atall": one_of(0, 1),
    "enable_id_trans": one_of(0, 1),
    "button": record({"replace_name": words()}),
    "template_card": lambda *_: None,
}


class AppMessages:
    """What one self-built app says to members. `windows`: how much each may get; the surplus vanishes in silence."""

    def __init__(
        self,
        agent: int,
        company: Company,
        board: Board,
        journal: Journal,
        media: Media,
        now: Callable[[], datetime],
        windows: Windows | None,
    ) -> None:
        self._agent, self._company, self._board, self._journal = agent, company, board, journal
        self._media, self._now, self._windows = media, now, windows
        self.callback = ""
        """Where events go; without it no interactive card may be sent."""
        self.duplicates_answer_alike = True
        self._sent: dict[str, tuple[datetime, Json]] = {}

    def send(self, incoming: Incoming) -> Json:
        body = _object(incoming.body)
        self._check_agent(body)
        kind = check_content(body, APP_KINDS, {"agentid": whole(), **ENVELOPE}, self._journal)
        card = body.get("template_card", {})
        if kind == "template_card" and body.get("safe"):
            raise Refusal(40058, "invalid parameter: safe with a template_card")
        if card and calls_back(card) and not self.callback:
            raise Refusal(
                40058, "invalid parameter: template_card calls back, but there is no callback URL", told=False
            )
        if "media_id" in body.get(kind, {}):
            self._media.check(body[kind]["media_id"])
        if known := self._duplicate(body):
            return known
        receivers, invalid, unlicensed = self._company.reachable(self._addressed(body))
        if not receivers:
            raise Refusal(81013, "user & party & tag all invalid")
        if "task_id" in card:
            self._board.register("app", card["task_id"])
        self._too_long(body, kind)
        id = self._board.next_id("msg")
        self._deliver(body, id, [each.user for each in receivers])
        answer: Json = {"errcode": 0, "errmsg": "ok", "invaliduser": "|".join(invalid), "msgid": id}
        if unlicensed:
            answer["unlicenseduser"] = "|".join(unlicensed)
        if card and calls_back(card):
            answer["response_code"] = self._board.issue(id)
        if body.get("enable_duplicate_check"):
            self._sent[_same(body)] = self._now(), answer
        return answer

    def update(self, incoming: Incoming) -> Json:
        body = _object(incoming.body)
        self._check_agent(body)
        record({"agentid": whole(), "response_code": words()}, UPDATE)(body, "body", self._journal.folded)
        if ("button" in body) == ("template_card" in body):
            raise Refusal(40058, "invalid parameter: either button or template_card")
        if "template_card" in body:
            self._journal.folded.extend(check_card(body["template_card"], "app", updating=True))
        if not (body.get("userids") or body.get("partyids") or body.get("tagids") or body.get("atall")):
            raise Refusal(40058, "invalid parameter: nobody to update it for")
        messages = self._board.redeem(body["response_code"])
        wanted = {each.lower() for each in body.get("userids", [])}
        there = {each.user.lower() for each in messages}
        for message in messages:
            if body.get("atall") or message.user.lower() in wanted:
                self._board.change(message, changed(message.wire, body))
        return {"errcode": 0, "errmsg": "ok", "invaliduser": sorted(wanted - there)}

    def recall(self, incoming: Incoming) -> Json:
        record({"msgid": words()})(incoming.body, "body", [])
        self._board.recall(incoming.body["msgid"])
        return {"errcode": 0, "errmsg": "ok"}

    def passive_text(self, user: str, content: str) -> None:
        """A passive reply with text: one more message, cut as any other."""
        wire = {"msgtype": "text", "text": {"content": content}}
        self._too_long(wire, "text")
        self._deliver(wire, self._board.next_id("msg"), [user])

    def _deliver(self, wire: Json, id: str, users: list[str]) -> None:
        for user in users:
            if self._windows and not self._windows.take(user.lower()):
                self._journal.alarm(f"{id} to {user} was dropped in silence: more than 30 a minute or 1000 an hour")
                continue
            self._board.post("app", wire, id if len(users) == 1 else f"{id}:{user}", user=user, receivers=users)

    def _too_long(self, wire: Json, kind: str) -> None:
        size = len(wire[kind]["content"].encode()) if kind in ("text", "markdown") else 0
        if size > TEXT_LIMIT:
            self._journal.alarm(f"a {kind} of {size} bytes was cut to {TEXT_LIMIT} in silence")

    def _addressed(self, body: Json) -> list[str]:
        users = body.get("touser", "")
        if users == "@all":
            return self._company.everybody()
        listed = users.split("|") if users else []
        if len(listed) > 1000:
            raise Refusal(40032, "invalid userid list size")
        for party in filter(None, body.get("toparty", "").split("|")):
            listed += [each.user for each in self._company.of_department(int(party) if party.isdigit() else 0)]
        return listed

    def _check_agent(self, body: Json) -> None:
        if "agentid" not in body:
            raise Refusal(41011, "missing agentid")
        if body["agentid"] != self._agent or isinstance(body["agentid"], bool):
            raise Refusal(40056, "invalid agentid")

    def _duplicate(self, body: Json) -> Json | None:
        if not body.get("enable_duplicate_check"):
            return None
        at, answer = self._sent.get(_same(body), (None, {}))
        interval = timedelta(seconds=body.get("duplicate_check_interval", 1800))
        if at is None or self._now() - at > interval:
            return None
        return answer if self.duplicates_answer_alike else {"errcode": 0, "errmsg": "ok", "invaliduser": ""}


def changed(wire: Json, change: Json) -> Json:
    """A card once it is updated: its buttons replaced by words, or another card in its place."""
    if "button" in change:
        return {**wire, "disabled": change["button"]["replace_name"]}
    kept = {name: value for name, value in wire.items() if name != "disabled"}
    return {**kept, "template_card": change["template_card"]}


def _same(body: Json) -> str:
    return json.dumps(body, sort_keys=True)


def _object(body: Any) -> Json:
    if not isinstance(body, dict):
        raise Refusal(47001, "data format error")
    return body
