"""Small checks that make up the form of blocks and views. Each adds Slack's sentence and the place to a report."""

from collections.abc import Callable, Mapping
from typing import Any

Report = list[str]
Check = Callable[[Any, str, Report], None]


def wrong(report: Report, at: str, what: str) -> None:
    report.append(f"{what} [json-pointer:{at}]")


def string(most: int, least: int = 1) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, str):
            wrong(report, at, "must be a string")
        elif len(value) > most:
            wrong(report, at, f"must be less than {most + 1} characters")
        elif len(value) < least:
            wrong(report, at, f"must be more than {least - 1} characters")

    return check


def number(least: float, most: float) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            wrong(report, at, f"must be a number from {least} to {most}")

    return check


def flag(value: Any, at: str, report: Report) -> None:
    if not isinstance(value, bool):
        wrong(report, at, "must be a boolean")


def one_of(*allowed: str) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        if value not in allowed:
            wrong(report, at, f"must be one of: {', '.join(allowed)}")

    return check


def items(each: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, list):
            wrong(report, at, "must be an array")
            return
        if len(value) > most:
            wrong(report, at, f"no more than {most} items allowed")
        if len(value) < least:
            wrong(report, at, f"must have at least {least} items")
        for index, item in enumerate(value):
            each(item, f"{at}/{index}", report)

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no other."""
    fields = {**required, **(optional or {})}

    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, dict):
            wrong(report, at, "must be an object")
            return
        for name in required:
            if name not in value:
                wrong(report, at, f"missing required field: {name}")
        for name, item in value.items():
            if name in fields:
                fields[name](item, f"{at}/{name}", report)
            else:
                wrong(report, at, f"invalid additional property: {name}")

    return check


def tagged(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of these it is."""

    def check(value: Any, at: str, report: Report) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            wrong(report, f"{at}/type", f"unsupported type: {kind}")
            return
        kinds[kind]({name: item for name, item in value.items() if name != "type"}, at, report)

    return check


def plain(most: int) -> Check:
    """A plain_text object."""
    return tagged({"plain_text": record({"text": string(most)}, {"emoji": flag})})


def text(most: int) -> Check:
    """A text object of either kind."""
    mrkdwn = record({"text": string(most)}, {"verbatim": flag})
    return tagged({"plain_text": record({"text": string(most)}, {"emoji": flag}), "mrkdwn": mrkdwn})
