"""A small web page for long answers: a card's form, opened by its link, sent without a script.

The link is the right to answer: signed, for one person and message, never posted to a group. Opening it changes
nothing, and no cookie is set, so no other site can answer in somebody's name.
"""

import json
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from adapters.common.body import body_of
from adapters.common.press import press_text
from adapters.wecom import pages
from adapters.wecom.ids import folded
from adapters.wecom.links import Links, Ticket
from adapters.wecom.settings import PLATFORM, Settings
from bot.kernel.cards import Form, forms_of
from bot.kernel.ids import derive
from bot.kernel.questions import Answer, Invalid, parse
from bot.kernel.text import clean
from bot.ports.adapter import Accept, Delivery, Envelope
from bot.ports.host import Host

PATH = "/wecom/form"
BODY = 256 * 1024
BODY_SECONDS = 10.0
FIELDS = 60


class Forms:
    """Served where the operator gave a `public_url`."""

    def __init__(self, settings: Settings, host: Host) -> None:
        self._settings, self._host = settings, host
        self._links = Links(settings.secret, host)
        self._accept: Accept | None = None

    def open(self, accept: Accept) -> None:
        self._accept = accept

    def close(self) -> None:
        self._accept = None

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        if not self._settings.public_url:
            return ()
        return (
            web.get(PATH, self._show, allow_head=False),
            web.post(PATH, self._send),
            web.get("/wecom/done", _done, allow_head=False),
            web.get("/wecom/form.css", _style, allow_head=False),
        )

    async def button(self, delivery: Delivery, user: str) -> tuple[str, str]:
        """Label and address of the button that opens the page; empty where there is no form or no page."""
        if not self._settings.public_url:
            return "", ""
        form = await self._form(Ticket(folded(user), delivery.key))
        if form is None:
            return "", ""
        token = await self._links.token(Ticket(folded(user), delivery.key))
        return pages.words(form).button, f"{self._settings.public_url}{PATH}?t={token}"

    async def _show(self, request: web.Request) -> web.Response:
        ticket = self._links.ticket(request.query.get("t", ""))
        form = await self._form(ticket) if ticket else None
        if form is None:
            return _html(pages.over(), 410)
        return _html(pages.form(form, request.query["t"], {}, {}))

    async def _send(self, request: web.Request) -> web.Response:
        if not self._same_site(request):
            return _html(pages.over(), 403)
        fields = await _fields(request)
        ticket = self._links.ticket(fields.get("t", ""))
        form = await self._form(ticket) if ticket else None
        if ticket is None or form is None:
            return _html(pages.over(), 410)
        read = {each.name: parse(each, clean(fields.get(each.name, ""))) for each in form.questions}
        wrong = {name: each for name, each in read.items() if isinstance(each, Invalid)}
        if wrong:
            return _html(pages.form(form, fields["t"], fields, wrong), 422)
        values = {name: each.value for name, each in read.items() if isinstance(each, Answer) and each.value}
        # What is sent twice alike counts once; a second thought is for the bot to judge.
        dedupe = "form:" + derive(ticket.user, ticket.key, json.dumps(values, sort_keys=True))
        press = press_text(ticket.key, form.submit)
        payload = {"via": "form", "user": ticket.user, "press": press, "values": values}
        if self._accept is None:
            return _html(pages.later(form), 503)
        await self._accept(Envelope(PLATFORM, dedupe, self._host.now(), payload, ticket.user))
        return _html(pages.sent(form))

    async def _form(self, ticket: Ticket) -> Form | None:
        """The message's form as it stands now."""
        for card in await self._host.standing(ticket.key):
            for form in forms_of(card):
                return form
        return None

    def _same_site(self, request: web.Request) -> bool:
        ours = urlsplit(self._settings.public_url)
        origin = request.headers.get("Origin", "")
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        return site == "same-origin" and origin in ("", f"{ours.scheme}://{ours.netloc}")


async def _done(_: web.Request) -> web.Response:
    return _html(pages.back())


async def _style(_: web.Request) -> web.Response:
    return web.Response(text=pages.STYLE, content_type="text/css")


async def _fields(request: web.Request) -> Mapping[str, str]:
    raw = await body_of(request, BODY, BODY_SECONDS, ("application/x-www-form-urlencoded",))
    try:
        return dict(parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=FIELDS, errors="replace"))
    except ValueError:
        raise web.HTTPBadRequest from None


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html")
