"""Calls of the Web API: one session, Slack's pace, and failures named for what they mean."""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.common import outward
from adapters.common.pace import Limit, Pace
from adapters.slack.errors import GONE, PASSING, code_of, judged
from adapters.slack.limits import CALL_WITHIN, PACE, PATIENCE, POST, READS, TIERS
from adapters.slack.posting import Answer, Posting
from adapters.slack.settings import Settings
from bot.ports.adapter import Unauthorised, Unavailable

SDK = logging.getLogger("adapters.slack.sdk")
"""The vendor's own lines: they would show people's words and tickets, so only what is fatal comes through."""
SDK.setLevel(logging.CRITICAL)

_FOREIGN = ("SLACK_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@contextmanager
def without_environment() -> Iterator[None]:
    """The SDK's constructors read tokens and proxies of the environment, which would quietly change what they do."""
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.upper().startswith(_FOREIGN)}
    try:
        yield
    finally:
        os.environ.update(hidden)


class Web:
    """`pace`: a limiter of posts of its own, for a measurement; the published limits otherwise."""

    def __init__(self, settings: Settings, pace: Pace | None = None) -> None:
        self._settings = settings
        limits: tuple[Limit, ...] = PACE if settings.rates == "published" else ()
        self.posts = pace or Pace([each for each in limits if each.kind not in TIERS.values()])
        self.others = Pace([each for each in limits if each.kind in TIERS.values()], patience=PATIENCE)
        self._posting = Posting(settings.base_url, settings.bot_token.reveal())
        self._client: AsyncWebClient | None = None
        self._session: ClientSession | None = None
        self._scopes_said = ""
        self.scopes: frozenset[str] = frozenset()
        """What the bot token may do, as the last answer said."""
        self.refused = ""
        """Why the bot token is not taken any more; empty while it is."""

    async def call(self, method: str, *, channel: str = "", **arguments: Any) -> Mapping[str, Any]:
        """One call; the answer's JSON. `channel`: paced per channel as well, and an argument.

        Raises a SendError if it was certainly not done. Anything else that comes out: nobody knows.
        """
        given = {name: value for name, value in arguments.items() if value not in (None, "")}
        if channel:
            given["channel"] = channel
        try:
            return await self._called(method, channel, given)
        except Unauthorised as error:
            if error.__cause__ is None or code_of(error.__cause__) not in PASSING:
                raise
            # Seen to pass by itself; a token that is really gone is refused again.
            return await self._called(method, channel, given)

    async def _called(self, method: str, channel: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
        turn = self.posts.turn(channel=channel) if method == POST else self.others.turn(**{TIERS[method]: method})
        async with turn:
            try:
                response: Answer | AsyncSlackResponse
                if method in READS:
                    response = await self.client.api_call(method, http_verb="GET", params=dict(given))
                else:
                    response = await self._posting.post(self.session, method, given)
                data = response.data
                self._note_scopes(response.headers)
                self.refused = ""
            except Exception as error:
                self._failed(error, method, channel)
        return data if isinstance(data, dict) else {}

    def _failed(self, error: Exception, method: str, channel: str) -> NoReturn:
        found = judged(error, method)
        if isinstance(found, Unavailable) and found.retry_after:
            self._pause(method, channel, found.retry_after.total_seconds())
        if isinstance(found, Unauthorised) and code_of(error) in PASSING | GONE:
            self.refused = str(found)
        if found is error:
            raise error
        raise found from error

    @property
    def strained(self) -> bool:
        """Whether Slack said lately that it is too much."""
        return self.posts.strained or self.others.strained

    async def connection(self) -> str:
        """The address of a new socket: apps.connections.open, with the app's own token."""
        try:
            response = await self.client.apps_connections_open(app_token=self._settings.app_token.reveal())
            return str(response["url"])
        except Exception as error:
            found = judged(error, "apps.connections.open")
            if found is error:
                raise
            raise found from error

    @property
    def session(self) -> ClientSession:
        """Opened by the first use: a session belongs to a running loop."""
        if self._session is None or self._session.closed:
            timeout = ClientTimeout(total=CALL_WITHIN, connect=5)
            self._session = outward.session(timeout)
            self._client = None
        return self._session

    @property
    def client(self) -> AsyncWebClient:
        """The SDK's, on our session."""
        session = self.session
        if self._client is None:
            with without_environment():
                self._client = AsyncWebClient(
                    token=self._settings.bot_token.reveal(),
                    base_url=f"{self._settings.base_url}/",
                    session=session,
                    # After a reset the default one posts a second time (notes, O27).
                    retry_handlers=[],
                    logger=SDK,
                )
        return self._client

    async def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _pause(self, method: str, channel: str, seconds: float) -> None:
        """The method rests. A short rest after a post is the channel's alone."""
        if method != POST:
            self.others.pause(seconds, **{TIERS[method]: method})
        elif seconds <= 1:
            self.posts.pause(seconds, channel=channel)
        else:
            self.posts.pause(seconds)

    def _note_scopes(self, headers: Mapping[str, str]) -> None:
        found = headers.get("X-OAuth-Scopes")
        if found and found != self._scopes_said:
            self._scopes_said = found
            self.scopes = frozenset(each.strip() for each in found.split(","))
