"""What DingTalk's answers mean: the codes of its documents, one by one, and bodies that are none of its own."""

import json

import pytest

from adapters.common.http import Answer
from adapters.dingtalk.errors import Expired, Spent, Throttled, Uncertain, old_problem, problem
from bot.ports.adapter import Refused, Unauthorised, Unavailable


def answer(status: int, body: object) -> Answer:
    text = body if isinstance(body, str) else json.dumps(body)
    return Answer(status, {}, body if isinstance(body, dict) else {}, text)


def new(status: int, code: str) -> Exception | None:
    return problem(answer(status, {"code": code, "message": "m", "requestid": "r", "accessdenieddetail": {}}))


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (403, "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", Throttled),
        (403, "Forbidden.AccessDenied.QpmLimitForAppkeyAndApi", Throttled),
        (403, "Forbidden.AccessDenied.QpsLimitForApi", Throttled),
        (400, "send.too.fast", Throttled),
        (400, "send.byToken.tooFast", Throttled),
        (400, "too.many.people", Throttled),
        (400, "too.many.group", Throttled),
        (429, "", Throttled),
        (403, "Forbidden.AccessDenied.ApiCountLimitForOrg", Spent),
        (400, "InvalidAuthentication", Expired),
        (401, "InvalidAuthentication", Expired),
        (403, "Forbidden.AccessDenied.AccessTokenPermissionDenied", Unauthorised),
        (403, "Forbidden.AccessDenied.IpNotInWhiteList", Unauthorised),
        (400, "invalidClientIdOrSecret", Unauthorised),
        (400, "chatbotId.notAllow.sendOTO", Unauthorised),
        (400, "bot.stopped", Unauthorised),
        (400, "param.templateUnpublished", Unauthorised),
        (400, "resource.unavailable", Unavailable),
        (400, "unknown.send.result", Uncertain),
        (500, "system.error", Uncertain),
        (503, "system.busy", Uncertain),
        (400, "staffId.notExisted", Refused),
        (400, "group.disbanded", Refused),
        (400, "contain.notAllowed.text", Refused),
        (404, "", Refused),
    ],
)
def test_codes_of_the_new_api(status: int, code: str, kind: type[Exception]) -> None:
    assert type(new(status, code)) is kind


@pytest.mark.parametrize(
    ("errcode", "kind"),
    [
        (40014, Expired),
        (42001, Expired),
        (90002, Throttled),
        (90018, Throttled),
        (130101, Throttled),
        (90020, Spent),
        (-1, Unavailable),
        (15, Unavailable),
        (60121, Refused),
        (50002, Refused),
        (300001, Refused),
        ("no number", Refused),
    ],
)
def test_codes_of_the_old_api(errcode: object, kind: type[Exception]) -> None:
    assert type(old_problem(answer(200, {"errcode": errcode, "errmsg": "m"}))) is kind


@pytest.mark.parametrize(("sub", "kind"), [("60011", Unauthorised), ("90018", Throttled), ("40014", Expired)])
def test_the_old_api_hides_its_code(sub: str, kind: type[Exception]) -> None:
    body = {"errcode": 88, "sub_code": sub, "sub_msg": "qyapi_get_member", "errmsg": "ding talk error"}
    assert type(old_problem(answer(200, body))) is kind


BAN = {"status": 1111, "wait": 5, "source": "x5", "punish": "deny", "uuid": "u"}


@pytest.mark.parametrize("read", [problem, old_problem])
@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, BAN, Unavailable),
        (403, "<html>punish</html>", Unavailable),
        (403, "<html>no</html>", Unavailable),
        (502, "<html>bad gateway</html>", Uncertain),
        (200, "<html>log in</html>", Uncertain),
        (200, "", Uncertain),
    ],
)
def test_bodies_that_are_not_dingtalks(read: object, status: int, body: object, kind: type[Exception]) -> None:
    assert callable(read)
    assert type(read(answer(status, body))) is kind


def test_success_is_nothing() -> None:
    assert problem(answer(200, {"processQueryKey": "p"})) is None
    assert old_problem(answer(200, {"errcode": 0, "errmsg": "ok"})) is None


def test_a_named_time_is_kept() -> None:
    told = problem(Answer(429, {"Retry-After": "7"}, {}, ""))
    assert isinstance(told, Throttled)
    assert told.retry_after
    assert told.retry_after.total_seconds() == 7


def test_the_missing_permission_is_named() -> None:
    body = {
        "code": "Forbidden.AccessDenied.AccessTokenPermissionDenied",
        "accessdenieddetail": {"requiredScopes": ["Card.Instance.Write"]},
    }
    assert "Card.Instance.Write" in str(problem(answer(403, body)))
