"""What the page's server answers: JSON, and refusals with a sentence. The headers of safety are the server's own."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web


class Problem(Exception):
    """A request we do not take. `code` is for programs, the sentence for people."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.code = code
        self.sentence = sentence


def answer(value: Mapping[str, Any]) -> web.Response:
    return web.json_response(dict(value))


def refusal(problem: Problem) -> web.Response:
    error = {"code": problem.code, "message": problem.sentence}
    return web.json_response({"error": error}, status=problem.status)
