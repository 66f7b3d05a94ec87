"""What a press means survives the way to the platform and back, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.common.press import Pressed, press_text, press_value, pressed
from bot.kernel.cards import Action
from bot.kernel.ids import DeliveryKey

ACTIONS = st.builds(Action, st.text(min_size=1), st.dictionaries(st.text(), st.text(), max_size=4))


@given(st.text().map(DeliveryKey), ACTIONS)
def test_it_comes_back_as_it_went(key: DeliveryKey, action: Action) -> None:
    assert pressed(press_text(key, action)) == Pressed(key, action) == pressed(press_value(key, action))


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "{",
        "[]",
        "1",
        {},
        {"k": "k"},
        {"k": "k", "a": ""},
        {"k": 1, "a": "x"},
        {"k": "k", "a": "x", "x": []},
        {"k": "k", "a": "x", "x": {"y": 1}},
        "[" * 100_000,
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_we_did_not_write_is_no_press(value: object) -> None:
    assert pressed(value) is None
