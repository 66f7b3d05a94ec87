"""JSON from outside: what two parsers could read differently is refused."""

import pytest

from adapters.common.strict_json import NotJson, loads_strict


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e400}',
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 2}}',
        b'{"a": 1} {"b": 2}',
        b"1" * 5000,
        b"[" * 1000 + b"]" * 1000,
        b"[" * 200_000,
        b'{"a":' * 34 + b"1" + b"}" * 34,
        b'"\xff"',
        '{"a": 1}'.encode("utf-16"),
    ],
)
def test_sec_071_ambiguous_or_hostile_json_is_refused(raw: bytes) -> None:
    with pytest.raises(NotJson):
        loads_strict(raw)


def test_ordinary_json_is_read() -> None:
    assert loads_strict('{"a": [1, 2.5, {"b": "合拍"}, null, true]}'.encode()) == {
        "a": [1, 2.5, {"b": "合拍"}, None, True]
    }


def test_nesting_up_to_the_limit_is_read_and_one_more_is_not() -> None:
    assert loads_strict(b"[[1]]", depth=2) == [[1]]
    with pytest.raises(NotJson, match="deeply"):
        loads_strict(b"[[[1]]]", depth=2)


def test_the_refusal_carries_nothing_of_what_was_sent() -> None:
    with pytest.raises(NotJson) as refused:
        loads_strict(b'{"secret": ')
    assert "secret" not in str(refused.value)
