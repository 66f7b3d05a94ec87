"""What the values of a card's properties must look like: small checks, put together in tables.

https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-structure
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

LOCALES = frozenset(
    {
        "zh_cn",
        "en_us",
        "zh_hk",
        "zh_tw",
        "ja_jp",
        "id_id",
        "vi_vn",
        "th_th",
        "pt_br",
        "es_es",
        "ko_kr",
        "de_de",
        "fr_fr",
        "it_it",
        "ru_ru",
        "ms_my",
    }
)
BAD, UNSUPPORTED, NAMELESS, OVER = 200621, 200861, 200530, 11310
"""Unknown or wrong property; a tag that cards 2.0 do not have; a field of a form without name; over a limit."""
_PIXELS = re.compile(r"-?\d{1,3}px( -?\d{1,3}px){0,3}")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}")
SPACES = frozenset({"small", "medium", "large", "extra_large"})


class CardError(Exception):
    """Why a card is not accepted, and the code that goes with it."""

    def __init__(self, code: int, words: str) -> None:
        self.code = code
        self.words = words
        super().__init__(f"{code}: {words}")


Check = Callable[[Any, str], None]
"""Raises CardError if the value, found at this path, is not allowed."""


def wrong(path: str, what: str) -> CardError:
    return CardError(BAD, f"{path}: {what}")


def one_of(*allowed: Any) -> Check:
    def check(value: Any, path: str) -> None:
        if not isinstance(value, (str, int)) or value not in allowed:
            raise wrong(path, f"{value!r} is none of {', '.join(map(str, allowed))}")

    return check


def text(limit: int = 0) -> Check:
    def check(value: Any, path: str) -> None:
        if not isinstance(value, str):
            raise wrong(path, "must be a string")
        if limit and len(value) > limit:
            raise wrong(path, f"longer than {limit} characters")

    return check


def whole(low: int, high: int) -> Check:
    def check(value: Any, path: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise wrong(path, f"must be a whole number from {low} to {high}")

    return check


def flag(value: Any, path: str) -> None:
    if not isinstance(value, bool):
        raise wrong(path, "must be true or false")


def anything(value: Any, path: str) -> None:
    """Its look only; the fake draws nothing from it."""


def json_object(value: Any, path: str) -> None:
    if not isinstance(value, dict):
        raise wrong(path, "must be a JSON object")


def pixels(value: Any, path: str) -> None:
    if value not in SPACES and not (isinstance(value, str) and _PIXELS.fullmatch(value)):
        raise wrong(path, f"{value!r} is no distance")


def identifier(value: Any, path: str) -> None:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise wrong(path, "a letter, then at most 19 letters, digits or _")


def translations(value: Any, path: str) -> None:
    json_object(value, path)
    for locale, words in value.items():
        if locale not in LOCALES or not isinstance(words, str):
            raise wrong(path, f"{locale!r} is no locale with a text")


def fields(allowed: Mapping[str, Check]) -> Check:
    """An object with these properties and no other; a `!` behind the name: it must be there."""
    checks = {name.rstrip("!"): check for name, check in allowed.items()}
    required = [name.rstrip("!") for name in allowed if name.endswith("!")]

    def check(value: Any, path: str) -> None:
        json_object(value, path)
        for name in value:
            if name not in checks:
                raise wrong(path, f"unknown property, property: {name}")
        for name in required:
            if name not in value:
                raise wrong(path, f"{name} is required")
        for name, each in value.items():
            checks[name](each, f"{path}.{name}")

    return check


def items(check_one: Check, low: int = 0, high: int = 1000) -> Check:
    def check(value: Any, path: str) -> None:
        if not isinstance(value, list) or not low <= len(value) <= high:
            raise wrong(path, f"must be a list of {low} to {high}")
        for index, each in enumerate(value):
            check_one(each, f"{path}[{index}]")

    return check


def plain(limit: int = 0, **more: Check) -> Check:
    """A text that is shown as it is."""
    return fields({"tag!": one_of("plain_text"), "content!": text(limit), "i18n_content": translations, **more})
