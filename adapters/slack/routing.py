"""bolt's part: the payloads that need an answer are dispatched by an AsyncApp, the same in both modes.

Events and presses do not go through it: it acknowledges before a listener has run (notes, 1.3, O12). Here the listener
runs first (`process_before_response`), and `authorize` is a constant, so that no event hangs on an auth.test.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.fast import Fast
from adapters.slack.intake import Intake
from adapters.slack.settings import Settings
from adapters.slack.web import SDK, without_environment

Ack = Callable[..., Awaitable[BoltResponse]]
_ANY = re.compile(".*", re.DOTALL)
_ELSEWHERE = "👉 在和合拍的私聊里回答你 · Answered in your direct chat with Hepai"


def app_of(settings: Settings, intake: Intake, fast: Fast) -> AsyncApp:
    """Shortcuts, commands and modals; whatever else may come is acknowledged and means nothing."""

    async def authorize() -> AuthorizeResult:
        us = intake.us
        return AuthorizeResult(
            enterprise_id=None,
            team_id=us.team,
            bot_token=settings.bot_token.reveal(),
            bot_id=us.bot,
            bot_user_id=us.user,
        )

    with without_environment():
        client = AsyncWebClient(base_url=f"{settings.base_url}/", retry_handlers=[], logger=SDK)
        app = AsyncApp(
            name="hepai",
            logger=SDK,
            client=client,
            authorize=authorize,
            signing_secret=settings.signing_secret.reveal() or "checked by the route",
            request_verification_enabled=False,
            process_before_response=True,
            attaching_conversation_kwargs_enabled=False,
            attaching_function_token_enabled=False,
        )

    async def shortcut(ack: Ack, body: dict[str, Any]) -> None:
        await fast.shortcut(body)
        await ack()

    async def submitted(ack: Ack, body: dict[str, Any]) -> None:
        await ack(**await fast.submission(body))

    async def commanded(ack: Ack, body: dict[str, Any]) -> None:
        taken = await intake.command(body, word_of(str(body.get("command", "")), settings.command))
        here = str(body.get("channel_id", "")).startswith("D")
        await (ack() if here or not taken else ack(text=_ELSEWHERE))

    async def nothing(ack: Ack) -> None:
        await ack()

    app.shortcut(_ANY)(shortcut)
    app.view_submission(_ANY)(submitted)
    app.command(_ANY)(commanded)
    app.view_closed(_ANY)(nothing)
    app.options(_ANY)(nothing)
    app.event(_ANY)(nothing)
    app.action(_ANY)(nothing)
    return app


def word_of(command: str, ours: str) -> str:
    """What a command puts before its text: nothing for the bot's own, else its name as a word."""
    return "" if command == ours else command.lstrip("/")


async def dispatched(app: AsyncApp, body: Mapping[str, Any]) -> tuple[int, str]:
    """bolt's answer to a payload that was checked: status and body."""
    answer = await app.async_dispatch(AsyncBoltRequest(body=dict(body), mode="socket_mode"))
    return answer.status, answer.body or ""
