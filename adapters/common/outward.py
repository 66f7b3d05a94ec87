"""The one kind of session in which we call others: no redirect, no proxy of the environment, no endless answer."""

from aiohttp import (
    ClientHandlerType,
    ClientPayloadError,
    ClientRequest,
    ClientResponse,
    ClientResponseError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
)

BIGGEST = 5 * 1024 * 1024
"""Bytes of an answer, unpacked."""
_PIECE = 64 * 1024


class Bounded(ClientResponse):
    """An answer that is given up as soon as it is too long: ClientPayloadError, as if it had broken off."""

    async def read(self) -> bytes:
        whole = self.content.is_eof() and self.content.total_bytes <= BIGGEST
        if self._body is None and not whole:
            raw = bytearray()
            async for piece in self.content.iter_chunked(_PIECE):
                raw += piece
                if len(raw) > BIGGEST:
                    self.close()
                    raise ClientPayloadError("the answer has no end")
            self._body = bytes(raw)
        return await super().read()


async def _stays(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
    """A server that sends us elsewhere gets no second request: what we say is for its host only."""
    response = await handler(request)
    refuse_elsewhere(response)
    return response


def refuse_elsewhere(response: ClientResponse) -> None:
    """ClientResponseError for an answer that sends us to another address."""
    if response.status in (301, 302, 303, 307, 308):
        response.close()
        raise ClientResponseError(response.request_info, (), status=response.status, message="it leads elsewhere")


def session(within: ClientTimeout) -> ClientSession:
    """A new one, to be closed by whoever asked."""
    return ClientSession(
        timeout=within,
        cookie_jar=DummyCookieJar(),
        trust_env=False,
        response_class=Bounded,
        middlewares=(_stays,),
    )
