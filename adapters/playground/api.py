"""The JSON API, as README.md beside this file describes it: the page uses it, and so can scripts."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from adapters.playground import limits, mentions
from adapters.playground.answers import Problem, answer
from adapters.playground.body import Body, read, storable
from adapters.playground.clock import Clockwork
from adapters.playground.guard import Guard
from adapters.playground.intake import Intake
from adapters.playground.live import Live
from adapters.playground.log import Log
from adapters.playground.rows import Message, Pressable, direct, group
from adapters.playground.settings import BOT, BOT_NAMES, Room, User
from adapters.playground.view import Feed, View
from bot.kernel.text import clean, shorten


class Api:
    def __init__(self, guard: Guard, log: Log, feed: Feed, view: View, intake: Intake, clockwork: Clockwork) -> None:
        self._guard = guard
        self._log = log
        self._feed = feed
        self._view = view
        self._intake = intake
        self._clockwork = clockwork
        self.live = Live(view, feed)

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        guard = self._guard
        return (
            web.get("/api/state", guard.read(self._state)),
            web.get("/api/chats/{chat}", guard.read(self._chat)),
            web.get("/api/updates", guard.read(self._updates)),
            web.get("/api/live", guard.live(self._live), allow_head=False),
            web.post("/api/say", guard.change(self._say)),
            web.post("/api/press", guard.change(self._press)),
            web.post("/api/submit", guard.change(self._submit)),
            web.post("/api/read", guard.change(self._read)),
            web.post("/api/advance", guard.change(self._advance)),
            web.post("/api/settle", guard.change(self._settle)),
            web.post("/api/people", guard.change(self._hire)),
            web.post("/api/rooms", guard.change(self._found)),
            web.post("/api/add", guard.change(self._add)),
            web.post("/api/remove", guard.change(self._remove)),
            web.post("/api/enter", guard.enter(self._enter)),
        )

    # Looking

    async def _state(self, request: web.Request) -> web.Response:
        viewer = await self._viewer(request) if "as" in request.query else None
        return answer(await self._view.state(viewer))

    async def _chat(self, request: web.Request) -> web.Response:
        viewer = await self._viewer(request)
        room = await self._view.place(viewer, request.match_info["chat"])
        return answer(await self._view.messages(viewer, room, _after(request)))

    async def _updates(self, request: web.Request) -> web.Response:
        return answer(await self._view.updates(await self._viewer(request), _after(request)))

    async def _live(self, request: web.Request) -> web.StreamResponse:
        return await self.live.serve(request, await self._viewer(request), _after(request))

    async def _viewer(self, request: web.Request) -> User:
        return await self._view.person(storable(request.query.get("as", "")))

    # Doing

    async def _say(self, request: web.Request) -> web.Response:
        body = await read(request, limits.SAYING)
        person, room = await self._where(body)
        text, media = body.text("text", default=""), body.id("media", "")
        reply = await self._answered(body, person, room)
        found = await self._mentioned(text, body, room)
        spans = [{"user": each.user, "name": each.name, "start": each.start, "end": each.end} for each in found]
        payload = {"text": text, "media": media, "mentions": spans, "to_bot": bool(reply and reply.author == BOT)}
        shown = {
            "line": _line(shorten(text, limits.SHOWN), found),
            "media": media,
            "reply": str(reply.id) if reply else "",
        }
        message = await self._intake.say(person, room, body.id("id", ""), payload, shown)
        return await self._done(body, {"message": str(message)})

    async def _press(self, request: web.Request) -> web.Response:
        body = await read(request)
        text = body.text("text", limits.VALUE, "")
        return await self._trigger(body, body.id("button"), {"text": text} if text else {})

    async def _submit(self, request: web.Request) -> web.Response:
        body = await read(request)
        form = body.id("form", "") or _only_form(await self._log.do(self._log.message, body.message("message")))
        return await self._trigger(body, form, body.texts("values"))

    async def _trigger(self, body: Body, press: str, values: Mapping[str, str]) -> web.Response:
        person = await self._view.person(body.text("as", limits.ID))
        pressable = await self._log.do(self._log.pressable, body.message("message"), press)
        if pressable is None:
            raise _no_such_button()
        room = await self._pressed_in(person, pressable)
        action = pressable.action
        payload = {"message": pressable.key, "action": action.name, "args": dict(action.args), "values": dict(values)}
        await self._intake.press(person, room, body.id("id", ""), payload)
        return await self._done(body, {})

    async def _pressed_in(self, person: User, pressable: Pressable) -> Room | None:
        kind, _, id = pressable.chat.partition(":")
        if kind == "direct" and id != person.id:
            raise _no_such_button()
        return await self._view.place(person, BOT if kind == "direct" else id)

    async def _read(self, request: web.Request) -> web.Response:
        body = await read(request)
        person, room = await self._where(body)
        await self._log.do(self._log.read, person.id, _lane(person, room), body.message("message"))
        self._feed.tell()
        return answer({})

    async def _advance(self, request: web.Request) -> web.Response:
        body = await read(request)
        settled = await self._clockwork.advance(body.text("by", limits.NAME))
        return answer({"clock": self._clockwork.face(), "settled": settled})

    async def _settle(self, request: web.Request) -> web.Response:
        await read(request)
        return answer({"settled": await self._clockwork.settle()})

    async def _hire(self, request: web.Request) -> web.Response:
        body = await read(request)
        name, department = _name(body, "name"), clean(body.text("department", limits.NAME, ""))
        if name.casefold() in {each.casefold() for each in BOT_NAMES}:
            raise Problem(400, "taken_name", "This is the bot's name; choose another.")
        person = await self._log.do(self._log.add_person, name, department)
        self._feed.tell()
        return answer({"person": person.id})

    async def _found(self, request: web.Request) -> web.Response:
        body = await read(request)
        person = await self._view.person(body.text("as", limits.ID))
        members = tuple(dict.fromkeys((person.id, *body.ids("members", limits.MEMBERS))))
        for each in members:
            await self._view.person(each)
        room = await self._intake.found(person, _name(body, "title"), members)
        return await self._done(body, {"room": room.id})

    async def _add(self, request: web.Request) -> web.Response:
        body = await read(request)
        await self._intake.let_in(*await self._group(body))
        return await self._done(body, {})

    async def _remove(self, request: web.Request) -> web.Response:
        body = await read(request)
        await self._intake.turn_out(*await self._group(body))
        return await self._done(body, {})

    async def _group(self, body: Body) -> tuple[User, Room]:
        person, room = await self._where(body)
        if room is None:
            raise Problem(400, "wrong_field", 'The field "chat" must be the id of a group.')
        return person, room

    async def _enter(self, request: web.Request) -> web.Response:
        body = await read(request)
        response = answer({})
        self._guard.admit(body.text("token", limits.ID), response)
        return response

    async def _where(self, body: Body) -> tuple[User, Room | None]:
        person = await self._view.person(body.text("as", limits.ID))
        return person, await self._view.place(person, body.text("chat", limits.ID, BOT))

    async def _answered(self, body: Body, person: User, room: Room | None) -> Message | None:
        """The message that `reply` names, if it is one of this chat."""
        if not body.has("reply"):
            return None
        message = await self._log.do(self._log.message, body.message("reply"))
        if message is None or message.chat != _lane(person, room):
            raise Problem(404, "unknown_message", "There is no such message in this chat to reply to.")
        return message

    async def _mentioned(self, text: str, body: Body, room: Room | None) -> tuple[mentions.Mention, ...]:
        """Found in the text among who is here; a picked person need not be."""
        picked = body.ids("mentions", limits.MENTIONS)
        everybody = await self._log.do(self._log.people)
        unknown = set(picked) - {BOT, *(each.id for each in everybody)}
        if unknown:
            raise Problem(404, "unknown_person", "One of the mentions is nobody's id; GET /api/state lists everybody.")
        here = [each for each in everybody if room is None or each.id in {*room.members, *picked}]
        found = mentions.find(text, here, picked, limits.MENTIONS)
        if mentions.unplaced(found, picked):
            raise Problem(400, "unplaced_mention", "For each of the mentions, @ and the name must stand in the text.")
        return found

    async def _done(self, body: Body, value: dict[str, Any]) -> web.Response:
        """Accepted. With `"settle": true` answered only when the bot has come to rest."""
        if body.settle:
            value["settled"] = await self._clockwork.settle()
        return answer(value)


def _line(text: str, found: Sequence[mentions.Mention]) -> list[dict[str, str]]:
    """The text in pieces as cards have them, its mentions apart."""
    pieces: list[dict[str, str]] = []
    position = 0
    for each in found:
        if each.end > len(text):
            break
        pieces.append({"kind": "said", "text": text[position : each.start]})
        pieces.append({"kind": "mention", "text": f"@{each.name}", "user": each.user})
        position = each.end
    pieces.append({"kind": "said", "text": text[position:]})
    return [each for each in pieces if each["text"]]


def _only_form(message: Message | None) -> str:
    blocks = [block for card in (message.body.get("cards", ()) if message else ()) for block in card["blocks"]]
    forms = [block["id"] for block in blocks if block["kind"] == "form"]
    if len(forms) != 1:
        raise _no_such_button()
    form: str = forms[0]
    return form


def _no_such_button() -> Problem:
    return Problem(404, "unknown_button", "There is no such button or form on a message this person can see.")


def _after(request: web.Request) -> int:
    after = request.query.get("after", "0")
    if not (after.isascii() and after.isdecimal() and len(after) <= 15):
        raise Problem(400, "wrong_field", 'The parameter "after" must be a seq that was answered before.')
    return int(after)


def _lane(person: User, room: Room | None) -> str:
    return group(room.id) if room else direct(person.id)


def _name(body: Body, field: str) -> str:
    name = clean(body.text(field, limits.NAME)).replace("\n", " ")
    if not name:
        raise Problem(400, "wrong_field", f'The field "{field}" must not be empty.')
    return name
