"""The door of the page's server: which requests come in at all, and how a failed one is answered.

A page on another site, in the same browser, can send requests here too. So the Host is checked before anything
else (a foreign name that resolves to this machine), then where the request comes from, then the start token.
"""

import secrets
from collections.abc import Awaitable, Callable
from hmac import compare_digest
from ipaddress import IPv6Address, ip_address

from aiohttp import web

from adapters.playground.answers import Problem, refusal
from adapters.playground.settings import Settings

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
COOKIE = "hepai_playground"
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


class Guard:
    """`token`: what whoever opens the page from another machine must bring; empty where only this one may."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.token = secrets.token_urlsafe(32) if settings.allow_remote else ""
        self._session = secrets.token_urlsafe(32)

    def page(self, handler: Handler) -> Handler:
        """For what carries nobody's data: it may be opened by a link, and without the token."""
        return self._door(handler, linked=True, entered=False)

    def read(self, handler: Handler) -> Handler:
        return self._door(handler)

    def live(self, handler: Handler) -> Handler:
        """For a socket: its Origin is checked as that of a change."""
        return self._door(handler, origin=True)

    def change(self, handler: Handler) -> Handler:
        """For a POST: needs our own header, which no foreign page can send without asking first."""
        return self._door(handler, origin=True, header=True)

    def enter(self, handler: Handler) -> Handler:
        return self._door(handler, origin=True, header=True, entered=False)

    def admit(self, token: str, response: web.StreamResponse) -> None:
        """Give the cookie for the right token."""
        if not compare_digest(token.encode(), self.token.encode()) or not self.token:
            raise Problem(403, "wrong_token", "This is not the start token; it is printed where the bot was started.")
        response.set_cookie(COOKIE, self._session, httponly=True, samesite="Strict", path="/")

    def _door(
        self,
        handler: Handler,
        *,
        linked: bool = False,
        origin: bool = False,
        header: bool = False,
        entered: bool = True,
    ) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                self._check_host(request)
                self._check_site(request, linked)
                if origin:
                    self._check_origin(request, header)
                if entered:
                    self._check_entered(request)
                return await handler(request)
            except Problem as problem:
                return refusal(problem)

        return guarded

    def _check_host(self, request: web.Request) -> None:
        hosts = request.headers.getall("Host", [])
        socket = request.transport.get_extra_info("sockname") if request.transport else None
        if len(hosts) != 1 or not socket or not self._is_ours(hosts[0].lower(), socket[1]):
            raise Problem(421, "wrong_host", "This server answers to its own address only, such as 127.0.0.1.")
        peer = request.transport.get_extra_info("peername") if request.transport else None
        if not self._settings.allow_remote and not (peer and _is_this_machine(peer[0])):
            raise Problem(403, "remote", "This playground answers its own machine only.")

    def _is_ours(self, host: str, port: int) -> bool:
        name, colon, given = host.rpartition(":")
        if not colon or given.endswith("]"):
            name, given = host, "80"
        if host in self._settings.names:
            return True
        if given != str(port):
            return False
        # An address, unlike a name, cannot be pointed here by somebody else's name server.
        return name in _LOCAL or (self._settings.allow_remote and _is_address(name))

    @staticmethod
    def _check_site(request: web.Request, linked: bool) -> None:
        site = request.headers.get("Sec-Fetch-Site", "none")
        navigated = linked and request.headers.get("Sec-Fetch-Mode") == "navigate"
        if site not in ("none", "same-origin") and not navigated:
            raise Problem(403, "cross_site", "Another site's page may not ask this.")

    @staticmethod
    def _check_origin(request: web.Request, header: bool) -> None:
        ours = request.headers.get("X-Hepai") == "1"
        host = request.headers["Host"].lower()
        match request.headers.getall("Origin", []):
            case []:
                allowed = ours
            case [origin]:
                allowed = origin.lower() in (f"http://{host}", f"https://{host}") and (ours or not header)
            case _:
                allowed = False
        if not allowed:
            raise Problem(
                403, "wrong_origin", "Only this page, or a program sending the header X-Hepai: 1, may do this."
            )

    def _check_entered(self, request: web.Request) -> None:
        if not self.token:
            return
        cookie = request.cookies.get(COOKIE, "")
        if not compare_digest(cookie.encode("utf-8", "replace"), self._session.encode()):
            raise Problem(
                401, "no_token", "Open the address that was printed at the start: it carries the start token."
            )


def _is_this_machine(peer: str) -> bool:
    address = ip_address(peer.partition("%")[0])
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def _is_address(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
