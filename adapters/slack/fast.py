"""What must be answered within Slack's three seconds: modals, and the first look of the Home tab.

A trigger_id lives three seconds and opens one view, so this path does not go through the outbox. What a modal was
filled with is an envelope like any other, stored before Slack is told that it was taken.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.common.press import press_text
from adapters.slack import elements, views
from adapters.slack.client import BY_CORE, Client
from adapters.slack.directory import Directory
from adapters.slack.errors import TROUBLES
from adapters.slack.intake import Intake
from adapters.slack.keeping import Kept, foreign
from adapters.slack.limits import CAPABILITIES, HOME_AFTER, LOOK_WITHIN, MODAL_WITHIN
from adapters.slack.web import Web
from bot.kernel.cards import Action, Form, forms_of, stack
from bot.kernel.fitting import fit
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import Locale
from bot.ports.host import Host

LOG = logging.getLogger(__name__)
Json = Mapping[str, Any]
TRIGGERS = 1000
"""Presses remembered; a trigger is worth nothing after three seconds."""
STALE = Action("stale")
"""No feature's action: the core answers that this card is of the past."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A form as it stands now, and how it is meant."""

    form: Form
    key: DeliveryKey
    number: int


class Fast:
    """Opens modals and takes what they were filled with."""

    def __init__(self, host: Host, web: Web, directory: Directory, intake: Intake, client: Client) -> None:
        self._host = host
        self._web = web
        self._directory = directory
        self._intake = intake
        self._client = client
        self._used: dict[str, None] = {}

    async def shortcut(self, body: Json) -> None:
        """`give_kudos` from anywhere, or from a message's menu: then its author is chosen already."""
        user = _id(body, "user")
        if not str(body.get("callback_id", "")).startswith(views.KUDOS) or not self._ours(body):
            return
        if not self._first(body):
            return
        message = body.get("message")
        author = str(message.get("user") or "") if isinstance(message, Mapping) and not message.get("bot_id") else ""
        locale = await self._locale(user)
        whom = author if author not in (user, self._intake.us.user) else ""
        if not await self._open(body, views.kudos(locale, whom)):
            # Too late for a window: the conversation asks instead.
            word = "赞" if locale is Locale.ZH else "kudos"
            await self._intake.said(user, word, f"shortcut:{body.get('trigger_id')}")

    async def press(self, body: Json) -> bool:
        """A button that opens its form as a modal; False for any other."""
        actions = body.get("actions")
        action = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], Mapping) else {}
        wanted = elements.form_of(action)
        if wanted is None or not self._ours(body):
            return False
        if not self._first(body):
            return True
        locale = await self._locale(_id(body, "user"))
        shown = await self._standing(*wanted)
        view = views.form(shown.form, shown.key, shown.number, locale) if shown else None
        if view is None or not await self._open(body, view):
            # The form is closed by now, or Slack was too slow: ask one by one, or say what stands.
            instead = shown.form.talk.action if shown else STALE
            await self._press(_id(body, "user"), wanted[0], instead, {}, f"press:{body.get('trigger_id')}")
        return True

    async def submission(self, body: Json) -> dict[str, Any]:
        """The answer to a modal: empty closes it, errors stay beside their fields."""
        view, user = body.get("view"), _id(body, "user")
        if not isinstance(view, Mapping) or not user or not self._ours(body):
            return {}
        locale = await self._locale(user)
        match view.get("callback_id"):
            case views.KUDOS:
                given = views.thanks(view, locale)
                if given.errors:
                    return {"response_action": "errors", "errors": dict(given.errors)}
                await self._intake.said(user, views.thanks_in_words(given, locale), f"view:{view.get('id')}")
            case views.CHECKIN:
                return await self._form(view, user, locale)
        return {}

    async def home(self, body: Json) -> None:
        """The Home tab was opened: if the core posts nothing there, it shows buttons that say words."""
        event = body.get("event")
        if not isinstance(event, Mapping) or event.get("tab") != "home":
            return
        await asyncio.sleep(HOME_AFTER)
        user, view = str(event.get("user") or ""), event.get("view")
        mark = str(view.get("private_metadata") or "") if isinstance(view, Mapping) else ""
        if user in self._client.homes or mark in (BY_CORE, views.STATIC):
            return
        try:
            blocks = views.first_home(await self._locale(user))
            if user not in self._client.homes:
                await self._client.publish(user, blocks, views.STATIC)
        except TROUBLES as error:
            LOG.warning("a Home tab was not published", extra={"action": "slack.home", "error": type(error).__name__})

    async def _form(self, view: Json, user: str, locale: Locale) -> dict[str, Any]:
        wanted = views.reference(view)
        shown = await self._standing(*wanted) if wanted else None
        dedupe = f"view:{view.get('id')}"
        if shown is None:
            await self._press(user, wanted[0] if wanted else DeliveryKey(""), STALE, {}, dedupe)
            return {}
        values, errors = views.form_filled(view, shown.form, locale)
        if errors:
            return {"response_action": "errors", "errors": errors}
        await self._press(user, shown.key, shown.form.submit, values, dedupe)
        return {}

    async def _press(self, user: str, key: DeliveryKey, action: Action, values: Mapping[str, str], dedupe: str) -> None:
        """As if it had been pressed in the direct chat."""
        press = {"action_id": f"{elements.SUBMITS}.0", "value": press_text(key, action)}
        held = {f"f0.{i}": {name: {"value": value}} for i, (name, value) in enumerate(values.items())}
        payload = {"kind": "press", "user": user, "channel": "", "direct": True, "action": press, "values": held}
        await self._intake.take(Kept(dedupe, user, payload))

    async def _standing(self, key: DeliveryKey, number: int) -> _Shown | None:
        cards = await self._host.standing(key)
        if not cards:
            return None
        forms = [form for page in fit(stack(tuple(cards)), CAPABILITIES).pages for form in forms_of(page)]
        return _Shown(forms[number], key, number) if number < len(forms) else None

    async def _open(self, body: Json, view: Json) -> bool:
        trigger = body.get("trigger_id")
        try:
            async with asyncio.timeout(MODAL_WITHIN):
                await self._web.call("views.open", trigger_id=trigger, view=view)
        except TROUBLES as error:
            LOG.warning("a modal was not opened", extra={"action": "slack.modal", "error": str(error)})
            return False
        return True

    async def _locale(self, user: str) -> Locale:
        known = self._directory.known(user) or (await self._directory.names([user], LOOK_WITHIN / 2)).get(user)
        return (known.locale if known else None) or Locale.ZH

    def _first(self, body: Json) -> bool:
        """Whether this press is not one that came before: its trigger opens one window only."""
        trigger = str(body.get("trigger_id") or "")
        if trigger in self._used:
            return False
        self._used[trigger] = None
        if len(self._used) > TRIGGERS:
            del self._used[next(iter(self._used))]
        return True

    def _ours(self, body: Json) -> bool:
        return not foreign(_id(body, "team"), self._intake.us)


def _id(body: Json, name: str) -> str:
    found = body.get(name)
    return str(found.get("id") or "") if isinstance(found, Mapping) else ""
