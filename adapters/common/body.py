"""The body of a callback: its bytes as they came, within bounds, before anybody looks at what they say."""

import asyncio
from collections.abc import Sequence

from aiohttp import web


async def body_of(request: web.Request, limit: int, within: float, kinds: Sequence[str] = ()) -> bytes:
    """At most `limit` bytes that came within so many seconds; no more than a little above the limit is ever held.

    Raises the HTTP refusal: 415 for what is packed, in another charset than UTF-8, or of none of the content types
    `kinds` (any, if there are none), 413, 408.
    """
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise web.HTTPUnsupportedMediaType
    if (request.charset or "utf-8").lower() != "utf-8" or (kinds and request.content_type not in kinds):
        raise web.HTTPUnsupportedMediaType
    if (request.content_length or 0) > limit:
        raise web.HTTPRequestEntityTooLarge(limit, request.content_length or 0)
    if request.content.is_eof() and request.content.total_bytes <= limit:
        # All of it came with its head, as small ones do: nothing to wait for.
        return request.content.read_nowait()
    raw = bytearray()
    try:
        async with asyncio.timeout(within):
            async for piece in request.content.iter_any():
                raw += piece
                if len(raw) > limit:
                    raise web.HTTPRequestEntityTooLarge(limit, len(raw))
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    return bytes(raw)
