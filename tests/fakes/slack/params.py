"""The arguments of a call: from the query, a form or JSON, read as strictly as Slack documents them."""

import json
from typing import Any

from aiohttp import web

from tests.fakes.slack.records import Json, Refusal

FORM = ("application/x-www-form-urlencoded", "multipart/form-data")
JSON = "application/json"


async def read(request: web.Request, takes_json: bool) -> Json:
    """All arguments. A `Refusal` with Slack's common errors if the body cannot be read."""
    params: Json = dict(request.query)
    raw = await request.read()
    if request.method == "GET" or not raw:
        return params
    kind = request.content_type
    if kind in FORM:
        return params | dict(await request.post())
    if kind != JSON or not takes_json:
        raise Refusal("invalid_post_type" if "Content-Type" in request.headers else "missing_post_type")
    try:
        body = json.loads(raw)
    except ValueError:
        raise Refusal("invalid_json") from None
    if not isinstance(body, dict):
        raise Refusal("json_not_object")
    return params | body


class Params:
    """The arguments by type; a wrong one is refused as `invalid_arguments` with the place."""

    def __init__(self, given: Json) -> None:
        self._given = given

    def __contains__(self, name: str) -> bool:
        return self._given.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        value = self._given.get(name)
        if value is None:
            return default
        if isinstance(value, bool | dict | list):
            raise _invalid(name, "must be a string")
        return str(value)

    def flag(self, name: str, default: bool = False) -> bool:
        value = self._given.get(name)
        if value is None:
            return default
        known = {True: True, False: False, "1": True, "0": False, "true": True, "false": False, "True": True}
        if isinstance(value, dict | list) or value not in known:
            raise _invalid(name, "must be a boolean")
        return known[value]

    def whole(self, name: str, default: int, most: int) -> int:
        value = self.text(name, str(default))
        if not value.isdigit() or not 1 <= int(value) <= most:
            raise Refusal("invalid_limit" if name == "limit" else "invalid_arguments")
        return int(value)

    def data(self, name: str) -> Any:
        """JSON: as it is in a JSON body, as a string elsewhere. None if it was not given."""
        value = self._given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise _invalid(name, "must be JSON") from None


def _invalid(name: str, what: str) -> Refusal:
    return Refusal("invalid_arguments", response_metadata={"messages": [f"[ERROR] {what} [json-pointer:/{name}]"]})
