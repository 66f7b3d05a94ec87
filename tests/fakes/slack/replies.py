"""POST /response/{id}: answers to an interaction without a token, five of them within half an hour (D-interact)."""

import json
import time
from dataclasses import dataclass

from aiohttp import web

from tests.fakes.slack.chat import change, content
from tests.fakes.slack.limits import RESPONSE_LIFE, RESPONSE_USES
from tests.fakes.slack.params import Params
from tests.fakes.slack.records import Channel, Json, Message, Refusal
from tests.fakes.slack.workspace import BOT_USER, Workspace

_KNOWN = ("text", "blocks", "attachments", "metadata", "response_type", "replace_original", "delete_original",
          "thread_ts", "unfurl_links", "unfurl_media")  # fmt: skip


@dataclass(slots=True)
class _Place:
    user: str
    channel: Channel
    message: Message | None
    born: float
    uses: int = 0


class Replies:
    """The response URLs handed out."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._places: dict[str, _Place] = {}
        self.base = ""

    def url(self, user: str, channel: Channel, message: Message | None = None) -> str:
        id = self._ws.fresh()
        self._places[id] = _Place(user, channel, message, time.monotonic())
        return f"{self.base}/response/{id}"

    async def handle(self, request: web.Request) -> web.Response:
        place = self._places.get(request.match_info["id"])
        if place is None or time.monotonic() - place.born > RESPONSE_LIFE:
            return web.Response(status=404, text="expired_url")
        if place.uses >= RESPONSE_USES:
            return web.Response(status=404, text="used_url")
        place.uses += 1
        try:
            body = json.loads(await request.read())
            self._taken(place, body)
        except ValueError:
            return web.Response(status=400, text="invalid_payload")
        except Refusal as refusal:
            return web.json_response({"ok": False, "error": refusal.error, **refusal.extra}, status=400)
        return web.Response(text="ok")

    def _taken(self, place: _Place, body: Json) -> None:
        if unknown := set(body) - set(_KNOWN):
            self._ws.alarm(f"a response_url knows no {', '.join(sorted(unknown))}")
            raise Refusal("invalid_arguments")
        original = place.message
        if body.get("delete_original") and original:
            original.gone, original.changed = True, self._ws.now()
            return
        wire = content(self._ws, Params(body))
        if body.get("replace_original") and original:
            change(self._ws, original, wire)
            return
        only = "" if body.get("response_type") == "in_channel" else place.user
        self._ws.put(place.channel, BOT_USER, wire, only=only)
