"""What each of the platform's codes means for a message: again, an operator's matter, or never."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.common.http import Answer
from adapters.feishu.errors import Rejected, Unclear, failure, seconds_to_wait
from bot.ports.adapter import Unauthorised, Unavailable


def answer(code: object, status: int = 400, msg: str = "", **headers: str) -> Answer:
    return Answer(
        status, {key.replace("_", "-"): value for key, value in headers.items()}, {"code": code, "msg": msg}, ""
    )


@pytest.mark.parametrize("status", [200, 400, 429])
@pytest.mark.parametrize("code", [99991400, 230020, 11232])
def test_too_fast_is_waited_out(code: int, status: int) -> None:
    """99991400 is the gateway's limit, though the vendor's own code takes it for a missing permission."""
    found = failure(answer(code, status, x_ogw_ratelimit_reset="7"))
    assert isinstance(found, Unavailable)
    assert found.retry_after == timedelta(seconds=7)


@pytest.mark.parametrize(
    ("named", "seconds"), [("7", 7.0), ("0", 0.5), ("", 1.0), ("x", 1.0), ("nan", 1.0), ("9999", 120.0), ("-3", 0.5)]
)
def test_how_long_to_wait_is_named_within_reason(named: str, seconds: float) -> None:
    assert seconds_to_wait(answer(99991400, x_ogw_ratelimit_reset=named)) == seconds


@pytest.mark.parametrize(
    ("code", "status"), [(1500, 200), (40003, 400), (123456, 500), (123456, 503), (None, 502), ("0", 200), (True, 200)]
)
def test_a_platform_that_broke_says_nothing_of_the_outcome(code: object, status: int) -> None:
    assert isinstance(failure(answer(code, status)), Unclear)


def test_a_message_still_being_sent_is_asked_for_again() -> None:
    assert isinstance(failure(answer(230049)), Unavailable)


@pytest.mark.parametrize("code", [99991401, 99991403, 10003, 10014, 99991662, 99991673, 230006, 99991663, 99991672])
def test_what_an_operator_must_mend_keeps_the_message(code: int) -> None:
    assert isinstance(failure(answer(code)), Unauthorised)


@pytest.mark.parametrize(
    "code",
    [
        230001,
        230002,
        230013,
        230018,
        230022,
        230025,
        230028,
        230029,
        230034,
        230035,
        230053,
        232009,
        99992351,
        99992361,
    ],
)
def test_what_is_refused_for_good_says_why(code: int) -> None:
    found = failure(answer(code, msg="words of somebody"))
    assert isinstance(found, Rejected)
    assert str(code) in str(found)
    assert "words of somebody" not in str(found)


@pytest.mark.parametrize(
    ("msg", "shown"),
    [
        ("Failed to create card content, ext=ErrCode: 11310; ErrMsg: element exceeds the limit; ", "(230099, 11310)"),
        ("ErrCode: <b>; ", "(230099)"),
        ("", "(230099)"),
    ],
)
def test_why_a_card_was_refused_stands_in_its_message_only(msg: str, shown: str) -> None:
    assert shown in str(failure(answer(230099, msg=msg)))


@pytest.mark.parametrize(
    ("error", "named"),
    [
        ({"permission_violations": [{"subject": "im:a"}, {"subject": "im:b"}]}, "im:a or im:b"),
        ({"permission_violations": "x"}, "does not say which"),
        (None, "does not say which"),
        ([], "does not say which"),
    ],
)
def test_the_missing_permission_is_named(error: Any, named: str) -> None:
    found = failure(Answer(400, {}, {"code": 99991672, "msg": "", "error": error}, ""))
    assert named in str(found)
