"""Modals and Home tabs: their form, their stack, and what opens and changes them."""

import json
import time
from collections.abc import Iterator
from typing import Any

from tests.fakes.slack.blocks import MESSAGE, VIEW, check, named
from tests.fakes.slack.limits import TRIGGER_LIFE, VIEW_BLOCKS, VIEW_BYTES, VIEW_STACK
from tests.fakes.slack.records import Json, Refusal
from tests.fakes.slack.schema import Check, Report, flag, one_of, plain, record, string, wrong
from tests.fakes.slack.workspace import APP, BOT_ID, TEAM, Workspace

_BLOCKS: dict[str, Check] = {"type": one_of("modal", "home"), "blocks": lambda value, at, report: None}
_SHARED: dict[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255),
    "external_id": string(255, 0),
}
_MODAL = record(
    {**_BLOCKS, "title": plain(24)},
    {**_SHARED, "submit": plain(24), "close": plain(24), "clear_on_close": flag, "notify_on_close": flag,
     "submit_disabled": flag},
)  # fmt: skip
_HOME = record(_BLOCKS, _SHARED)


class Views:
    """What is open on whose screen. The trigger ids that may open something are kept here, too."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._triggers: dict[str, tuple[str, float]] = {}
        self._used: set[str] = set()
        self.stacks: dict[str, list[Json]] = {}
        """The modals before each user, the topmost last."""
        self.homes: dict[str, Json] = {}
        """The Home tab of each user."""
        self._count = 0

    def trigger(self, user: str) -> str:
        """A trigger for this user; its three seconds begin when it is delivered."""
        id = f"{self._workspace.seconds()}.{len(self._triggers)}.{self._workspace.fresh().lower()}"
        self._triggers[id] = (user, 0.0)
        return id

    def delivered(self, trigger: str) -> None:
        if trigger in self._triggers:
            self._triggers[trigger] = (self._triggers[trigger][0], time.monotonic())

    def open(self, trigger: str, view: Any) -> Json:
        user = self._exchange(trigger)
        if self.stacks.get(user):
            raise Refusal("push_limit_reached")
        return self._pushed(user, view)

    def push(self, trigger: str, view: Any) -> Json:
        user = self._exchange(trigger)
        if not self.stacks.get(user):
            raise Refusal("not_found")
        return self.pushed(user, view)

    def pushed(self, user: str, view: Any) -> Json:
        """A further modal above those open; also the answer `push` to a submission."""
        if len(self.stacks.get(user, [])) >= VIEW_STACK:
            raise Refusal("push_limit_reached")
        return self._pushed(user, view)

    def update(self, id: str, external: str, hash: str, view: Any) -> Json:
        for stack in self.stacks.values():
            for index, each in enumerate(stack):
                if (id and each["id"] == id) or (external and each["external_id"] == external):
                    if hash and hash != each["hash"]:
                        raise Refusal("hash_conflict")
                    made: Json = {**self._made(view, "modal", each), "state": each["state"]}
                    stack[index] = made
                    return made
        raise Refusal("not_found")

    def publish(self, user: str, view: Any, hash: str) -> Json:
        old = self.homes.get(user)
        if hash and old and hash != old["hash"]:
            raise Refusal("hash_conflict")
        self.homes[user] = self._made(view, "home", old)
        return self.homes[user]

    def find(self, user: str, id: str) -> Json:
        """A view before this user. A KeyError if it is not."""
        home = [self.homes[user]] if user in self.homes else []
        for each in [*self.stacks.get(user, []), *home]:
            if each["id"] == id:
                return each
        raise KeyError(f"{user} has no view {id} open")

    def _exchange(self, trigger: str) -> str:
        if trigger in self._used:
            raise Refusal("exchanged_trigger_id")
        if trigger not in self._triggers:
            raise Refusal("invalid_trigger_id")
        user, born = self._triggers[trigger]
        if born and time.monotonic() - born > TRIGGER_LIFE:
            raise Refusal("expired_trigger_id")
        self._used.add(trigger)
        return user

    def _pushed(self, user: str, view: Any) -> Json:
        stack = self.stacks.setdefault(user, [])
        made = self._made(view, "modal", None)
        made["root_view_id"] = stack[0]["id"] if stack else made["id"]
        made["previous_view_id"] = stack[-1]["id"] if stack else None
        stack.append(made)
        return made

    def _made(self, view: Any, kind: str, old: Json | None) -> Json:
        if isinstance(view, str):
            view = json.loads(view)
        problems = problems_of(view, kind)
        if problems:
            messages = [f"[ERROR] {each}" for each in problems]
            raise Refusal("invalid_arguments", response_metadata={"messages": messages})
        if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
            raise Refusal("view_too_large")
        external = view.get("external_id") or ""
        if external and any(
            each["external_id"] == external and (old is None or each["id"] != old["id"])
            for stack in self.stacks.values()
            for each in stack
        ):
            raise Refusal("duplicate_external_id")
        self._count += 1
        id = old["id"] if old else self._workspace.fresh("V0")
        defaults = {
            "callback_id": "", "private_metadata": "", "external_id": "", "submit": None, "close": None,
            "clear_on_close": False, "notify_on_close": False,
        }  # fmt: skip
        return {
            "id": id, "team_id": TEAM, "app_id": APP, "bot_id": BOT_ID, "root_view_id": old["root_view_id"] if old
            else id, "previous_view_id": old["previous_view_id"] if old else None, "state": {"values": {}},
            "hash": f"{self._workspace.seconds()}.{self._count:06x}", **defaults, **view,
            "blocks": named(view["blocks"], _ids(self._workspace)),
        }  # fmt: skip


def problems_of(view: Any, kind: str) -> Report:
    """What is wrong with a view that should be of this kind."""
    report: Report = []
    if not isinstance(view, dict) or view.get("type") != kind:
        wrong(report, "/view/type", f"must be {kind}")
        return report
    (_MODAL if kind == "modal" else _HOME)(view, "/view", report)
    if not report:
        report.extend(check(view["blocks"], VIEW_BLOCKS, VIEW if kind == "modal" else MESSAGE, "/view/blocks"))
    if not report and kind == "modal" and "submit" not in view:
        report.extend(
            "`submit` is required when an input block is present [json-pointer:/view]"
            for block in view["blocks"][:100]
            if block["type"] == "input"
        )
    return report


def _ids(workspace: Workspace) -> Iterator[str]:
    while True:
        yield workspace.fresh()
