"""One request to a callback, honest at first, and what may be done to it before it is sent."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from urllib.parse import urlencode

from aiohttp import ClientSession
from yarl import URL

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Post:
    """As it goes out; fields in their order, each as often as it stands there."""

    path: str
    body: bytes
    headers: Pairs = ()
    query: Pairs = ()
    method: str = "POST"

    def put(self, name: str, value: str | None) -> "Post":
        """A header or a parameter with another value, or without any (None), where it stands now."""
        return replace(self, headers=_put(self.headers, name, value), query=_put(self.query, name, value))

    def doubled(self, name: str, value: str) -> "Post":
        """The same field a second time, behind the honest one."""
        headers = [*self.headers, *((each, value) for each, _ in self.headers if each == name)]
        query = [*self.query, *((each, value) for each, _ in self.query if each == name)]
        return replace(self, headers=headers, query=query)

    def with_header(self, name: str, value: str) -> "Post":
        """A header more, or with another value."""
        kept = [pair for pair in self.headers if pair[0].lower() != name.lower()]
        return replace(self, headers=[*kept, (name, value)])

    def value(self, name: str) -> str:
        return next(value for each, value in (*self.headers, *self.query) if each == name)


def _put(pairs: Pairs, name: str, value: str | None) -> Pairs:
    found = [(each, value if each == name else old) for each, old in pairs]
    return [(each, kept) for each, kept in found if kept is not None]


async def sent(url: str, post: Post) -> tuple[int, str]:
    """Status and body of the answer."""
    address = URL(f"{url}{post.path}" + (f"?{urlencode(post.query)}" if post.query else ""), encoded=True)
    async with (
        ClientSession() as http,
        http.request(
            post.method,
            address,
            data=BytesIO(post.body) if post.body else None,
            headers=list(post.headers),
            skip_auto_headers=["Content-Type"],
            allow_redirects=False,
        ) as answer,
    ):
        return answer.status, await answer.text()


async def typed(url: str, raw: bytes, then: Sequence[bytes] = (), pause: float = 0.0) -> int:
    """Bytes as they are, by no client's rules; the status of the first answer, 0 if the door was shut without one."""
    where = URL(url)
    reader, writer = await asyncio.open_connection(where.host, where.port)
    try:
        writer.write(raw)
        for piece in then:
            await asyncio.sleep(pause)
            writer.write(piece)
        await writer.drain()
        line = await reader.readline()
        return int(line.split()[1]) if line.startswith(b"HTTP/1.") else 0
    except ConnectionError:
        return 0
    finally:
        writer.close()


def written(post: Post, host: str = "127.0.0.1", more: Pairs = ()) -> bytes:
    """The head of the request as text, without its length and its body."""
    path = post.path + (f"?{urlencode(post.query)}" if post.query else "")
    lines = [f"{post.method} {path} HTTP/1.1", f"Host: {host}", *(f"{n}: {v}" for n, v in (*post.headers, *more))]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
