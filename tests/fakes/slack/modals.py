"""What people do in modals and on the Home tab, with shortcuts, and what the bot's answer then changes."""

from collections.abc import Mapping

from tests.fakes.slack import payloads, pressing
from tests.fakes.slack.chat import shape
from tests.fakes.slack.drawing import Handle
from tests.fakes.slack.records import Event, Json, Message, Part, Refusal
from tests.fakes.slack.replies import Replies
from tests.fakes.slack.views import Views
from tests.fakes.slack.workspace import TEAM, Workspace

_ANSWERS = {"errors": {"errors"}, "update": {"view"}, "push": {"view"}, "clear": set[str]()}


class Modals:
    """`errors`: what the bot had against the last submission of a view, by its id: block_id to sentence."""

    def __init__(self, ws: Workspace, views: Views, replies: Replies) -> None:
        self._ws = ws
        self._views = views
        self._replies = replies
        self.errors: dict[str, dict[str, str]] = {}

    def pressed_in(self, user: str, view_id: str, handle: Handle, values: Mapping[str, str] | None = None) -> Event:
        """A button in a modal or on the Home tab. There is no channel and no response_url then."""
        view = self._views.find(user, view_id)
        action = pressing.action([view], handle)
        held = pressing.state(view["blocks"], values or {}, handle if handle.option else None)
        part = payloads.interactive(
            self._ws, "block_actions", user, container={"type": "view", "view_id": view_id},
            trigger_id=self._views.trigger(user), view={**view, "state": {"values": held}}, actions=[action],
        )  # fmt: skip
        return Event((part,))

    def filled(self, user: str, view_id: str, values: Mapping[str, str]) -> Event:
        """The modal is sent. A ValueError if the client would not let them: a field left empty."""
        view = self._views.find(user, view_id)
        held = pressing.state(view["blocks"], values)
        for block in view["blocks"]:
            if block["type"] == "input" and not block.get("optional"):
                content = [value for name, value in next(iter(held[block["block_id"]].values())).items()]
                if len(content) < 2 or content[1] in (None, []):
                    raise ValueError(f"{block['label']['text']}: has to be filled in")
        view["state"] = {"values": held}
        part = payloads.interactive(
            self._ws, "view_submission", user, trigger_id=self._views.trigger(user), response_urls=[], view=dict(view)
        )
        return Event((part,), answered=lambda _, body: self._answered(user, view_id, body))

    def dismissed(self, user: str, view_id: str, clear: bool = False) -> Event:
        """The modal is closed, or all of them; the bot hears of it only if it asked for that."""
        view = self._views.find(user, view_id)
        stack = self._views.stacks[user]
        del stack[0 if clear else stack.index(view) :]
        if not view["notify_on_close"]:
            return Event(())
        return Event((payloads.interactive(self._ws, "view_closed", user, is_cleared=clear, view=view),))

    def _answered(self, user: str, view_id: str, body: object) -> None:
        """What the answer to a submission makes of the modals on the screen."""
        stack = self._views.stacks[user]
        self.errors.pop(view_id, None)
        if not body:
            stack[:] = [each for each in stack if each["id"] != view_id]
            return
        action = body.get("response_action") if isinstance(body, dict) else None
        if not isinstance(body, dict) or action not in _ANSWERS or set(body) - {"response_action"} != _ANSWERS[action]:
            self._ws.alarm(f"no answer to a submission: {body!r}")
            return
        try:
            self._carried_out(user, view_id, action, body)
        except Refusal as refusal:
            self._ws.alarm(f"the answer {action} to a submission: {refusal} {refusal.extra}")

    def _carried_out(self, user: str, view_id: str, action: str, body: Json) -> None:
        if action == "errors":
            blocks = {each["block_id"] for each in self._views.find(user, view_id)["blocks"] if each["type"] == "input"}
            if unknown := set(body["errors"]) - blocks:
                self._ws.alarm(f"errors for blocks that are no input: {', '.join(sorted(unknown))}")
            self.errors[view_id] = body["errors"]
        elif action == "update":
            self._views.update(view_id, "", "", body["view"])
        elif action == "push":
            self._views.pushed(user, body["view"])
        else:
            self._views.stacks[user].clear()

    def shortcut(self, user: str, callback_id: str) -> Event:
        """A global shortcut."""
        payload = {
            "type": "shortcut", "callback_id": callback_id, "trigger_id": self._views.trigger(user),
            "action_ts": payloads.action_ts(), "team": {"id": TEAM, "domain": "hepai-hq"}, "enterprise": None,
            "user": {"id": user, "username": user.lower(), "team_id": TEAM}, "token": payloads.TOKEN,
            "is_enterprise_install": False,
        }  # fmt: skip
        return Event((Part("interactive", payload),))

    def message_action(self, user: str, callback_id: str, message: Message) -> Event:
        """A shortcut in the menu of a message."""
        part = payloads.interactive(
            self._ws, "message_action", user, callback_id=callback_id, trigger_id=self._views.trigger(user),
            response_url=self._replies.url(user, message.channel), message_ts=message.ts,
            channel=payloads.spot(message.channel), message=shape(self._ws, message), action_ts=payloads.action_ts(),
        )  # fmt: skip
        return Event((part,))
