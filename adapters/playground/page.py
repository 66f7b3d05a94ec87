"""The page's own files, from a fixed table: no path of a request ever meets the file system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from aiohttp import web

from adapters.playground.answers import Problem
from adapters.playground.guard import Guard, Handler

_KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class File:
    body: bytes
    kind: str


def table() -> Mapping[str, File]:
    """Every file of the folder `page` by its address; the page itself is `/`."""
    found: dict[str, File] = {}
    for each in files("adapters.playground").joinpath("page").iterdir():
        kind = _KINDS.get(each.name[each.name.rfind(".") :])
        if kind:
            address = "/" if each.name == "index.html" else f"/{each.name}"
            found[address] = File(each.read_bytes(), kind)
    return found


def routes(guard: Guard) -> Sequence[web.AbstractRouteDef]:
    """The files, and an answer for every address nobody else serves."""
    served = [web.get(address, guard.page(_serving(file))) for address, file in table().items()]
    return (*served, web.route("*", "/{path:.*}", guard.page(_nothing)))


def _serving(file: File) -> Handler:
    async def serve(_: web.Request) -> web.StreamResponse:
        headers = {"X-Frame-Options": "DENY"}
        return web.Response(body=file.body, content_type=file.kind, charset="utf-8", headers=headers)

    return serve


async def _nothing(_: web.Request) -> web.StreamResponse:
    raise Problem(404, "not_found", "There is nothing at this address.")
